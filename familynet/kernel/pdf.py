"""PDF documents: typst templates in, PDF/A-2a and PDF/UA-1 out (archivable and accessible at once).

The template reads its data with `json(bytes(sys.inputs.data))`; user text goes in as data, never as source.
Typst refuses an image without alternative text, a document without a title, and a letter that none of the
fonts has: such letters (an emoji, a Chinese character) become SUBSTITUTE, so that every text can be printed.
"""

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder

FOLDER = "pdf"
SUBSTITUTE = "\u25a1"  # an empty box
# What the fonts have for certain: Latin, Greek, Cyrillic letters, signs of printed text, a place to break a line.
_PRINTABLE = re.compile(
    "[^\t\n\r -~\u00a0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u200b\u2010-\u2015\u2018-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2264\u2265\u25a1]"
)
_MISSING = ("could not be displayed", "contains the codepoint")


def render_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of templates/pdf/<template>.typ; raises typst.TypstError when the template is wrong."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    try:
        return _compile(template, text)
    except typst.TypstError as error:
        if not any(words in str(error) for words in _MISSING):
            raise
        return _compile(template, printable(text))


def printable(text: str) -> str:
    """The text with SUBSTITUTE for every letter of which it is not certain that a font has it."""
    return _PRINTABLE.sub(SUBSTITUTE, text)


def _compile(template: str, data: str) -> bytes:
    root = Path(settings.BASE_DIR) / "templates" / FOLDER
    return typst.compile(
        str(root / f"{template}.typ"),
        root=str(root),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["a-2a", "ua-1"],
    )


def font_folders() -> list[str]:
    """Where the fonts of the site lie, so that paper and page look alike on every machine."""
    face = finders.find("fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.ttf")
    return [str(Path(str(face)).parent)] if face else []
