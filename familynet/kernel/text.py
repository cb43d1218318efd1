"""Formatted text: Markdown in, sanitised HTML out. The only maker of safe strings."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

ALLOWED_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "h3",
    "h4",
    "blockquote",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_heading = re.compile(r"<(/?)h([1-6])>")
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_cleaner = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)


def rich_text(markdown: str) -> SafeString:
    """Safe HTML of what a person typed. Headings start at h3, because the page owns h1 and h2."""
    html = _markdown.render(markdown or "")
    html = _heading.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 2, 4)}>", html)
    return SafeString(_cleaner.clean(html))


def plain_text(markdown: str) -> str:
    """The same without marks, for a mail or a line of a list: what a reader would hear."""
    html = _cleaner.clean(_markdown.render(markdown or ""))
    return unescape(nh3.clean(html, tags=set())).strip()
