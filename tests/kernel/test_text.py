import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from familynet.kernel.text import ALLOWED_TAGS, plain_text, rich_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x]( javascript:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '[x](https://example.org "onmouseover=alert(1)")',
    '<iframe src="https://example.org"></iframe>',
    "<style>*{display:none}</style>",
    '<p style="position:fixed">x</p>',
    "<form action=/><input></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "```\n</code><script>alert(1)</script>\n```",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
HARMLESS = re.compile(r' (href="(https?:|mailto:|[/#?])[^"]*"|href="[^":]*"|rel="noopener nofollow")')
TAG = re.compile(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", re.IGNORECASE)


def dangers(html):
    """Tags and attributes of the output that are not on the list."""
    for name, attributes in TAG.findall(html):
        if name not in ALLOWED_TAGS:
            yield name
        rest = HARMLESS.sub("", attributes)
        if rest.strip(" /"):
            yield f"{name} {rest}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_rich_text_lets_nothing_active_through(attack):
    html = rich_text(attack)
    assert isinstance(html, SafeString)
    assert list(dangers(html)) == []


@given(st.text(alphabet="<>/\"'=()[]!#*`&;:\n abcjsvip", max_size=200))
def test_rich_text_lets_nothing_active_through_whatever_is_typed(text):
    assert list(dangers(rich_text(text))) == []


def test_rich_text_keeps_what_people_need():
    html = rich_text("# Titolo\n\nTesto **forte** e [sito](https://example.org/a?b=1&c=2).\n\n- uno\n- due\n")
    assert html == (
        "<h3>Titolo</h3>\n<p>Testo <strong>forte</strong> e "
        '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">sito</a>.</p>\n'
        "<ul>\n<li>uno</li>\n<li>due</li>\n</ul>\n"
    )


def test_rich_text_starts_headings_below_those_of_the_page():
    html = rich_text("# a\n\n## b\n\n### c\n\n###### d")
    assert re.findall(r"<(h\d)>", html) == ["h3", "h4", "h4", "h4"]


def test_rich_text_of_nothing_is_nothing():
    assert rich_text("") == rich_text(None) == ""


def test_plain_text_has_no_marks_and_keeps_what_was_typed():
    assert plain_text("Ciao **Anna**, vedi [qui](https://x.example):\n\n- uno < due\n- *tre*") == (
        "Ciao Anna, vedi qui:\n\nuno < due\ntre"
    )
    assert plain_text("<script>alert(1)</script>") == "<script>alert(1)</script>"
