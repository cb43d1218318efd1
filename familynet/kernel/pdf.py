"""PDF documents: typst templates in, PDF/A-2a and PDF/UA-1 out (archivable and accessible at once).

The template reads its data with `json(bytes(sys.inputs.data))`; user text goes in as data, never as source.
Typst refuses an image without alternative text and a document without a title.
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder

FOLDER = "pdf"


def render_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of templates/pdf/<template>.typ; raises typst.TypstError when the template is wrong."""
    root = Path(settings.BASE_DIR) / "templates" / FOLDER
    return typst.compile(
        str(root / f"{template}.typ"),
        root=str(root),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
    )


def font_folders() -> list[str]:
    """Where the fonts of the site lie, so that paper and page look alike on every machine."""
    face = finders.find("fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.ttf")
    return [str(Path(str(face)).parent)] if face else []
