"""Markdown as data: paragraphs, lists, quotes and tables for a document that is no web page.

What a person typed never becomes the source of another language: the template of a PDF reads these nodes.
A block is {"kind": "p"|"h"|"ul"|"ol"|"quote"|"code"|"table"|"rule", …}; an inline node is
{"kind": "text"|"strong"|"em"|"link"|"code"|"br", …}.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = dict[str, Any]
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_INLINE_GROUPS = {"strong": "strong", "em": "em"}


def blocks(markdown: str) -> list[Node]:
    """The blocks of a text. HTML stays text, pictures become their description, unsafe links only words."""
    return _blocks(SyntaxTreeNode(_markdown.parse(markdown or "")).children)


def plain_text(nodes: Sequence[Node]) -> str:
    """The words of inline nodes."""
    return "".join(node.get("text") or plain_text(node.get("body", [])) or " " for node in nodes)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Node]:
    return [block for node in nodes for block in _block(node)]


def _block(node: SyntaxTreeNode) -> Iterator[Node]:
    kind = node.type
    if kind == "paragraph":
        yield {"kind": "p", "body": _inline(node)}
    elif kind == "heading":
        yield {"kind": "h", "body": _inline(node)}
    elif kind in ("bullet_list", "ordered_list"):
        items = [_blocks(item.children) for item in node.children]
        start = int(node.attrs.get("start", 1)) if kind == "ordered_list" else 1
        yield {"kind": "ul" if kind == "bullet_list" else "ol", "items": items, "start": start}
    elif kind == "blockquote":
        yield {"kind": "quote", "body": _blocks(node.children)}
    elif kind in ("fence", "code_block", "html_block"):
        yield {"kind": "code", "text": node.content.rstrip("\n")}
    elif kind == "hr":
        yield {"kind": "rule"}
    elif kind == "table":
        yield _table(node)


def _table(node: SyntaxTreeNode) -> Node:
    rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
    return {"kind": "table", "header": rows[0], "rows": rows[1:]}


def _inline(node: SyntaxTreeNode) -> list[Node]:
    """The inline nodes below a paragraph, a heading or a cell."""
    return [part for child in node.children for part in (_spans(child.children or []))]


def _spans(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Node]:
    for node in nodes:
        if node.type in _INLINE_GROUPS:
            yield {"kind": _INLINE_GROUPS[node.type], "body": list(_spans(node.children))}
        elif node.type == "link":
            yield from _link(str(node.attrs.get("href", "")), list(_spans(node.children)))
        elif node.type == "code_inline":
            yield {"kind": "code", "text": node.content}
        elif node.type == "softbreak":
            yield {"kind": "text", "text": " "}
        elif node.type == "hardbreak":
            yield {"kind": "br"}
        elif node.type == "image" or node.content:
            yield {"kind": "text", "text": node.content}


def _link(address: str, body: list[Node]) -> Iterator[Node]:
    """A link with words; an address that is not of the web or of mail leaves only its words."""
    if is_safe(address) and plain_text(body).strip():
        yield {"kind": "link", "href": address, "body": body}
    else:
        yield from body


def is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme in SCHEMES
    except ValueError:
        return False
