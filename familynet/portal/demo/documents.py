"""The documents of the demo, made from simple Markdown: DOCX, XLSX, PDF and TXT, the same bytes every time.

Known of the Markdown: `#` and `##` headings, `- ` items, `| a | b |` rows (the first row is the header),
and paragraphs, one a line.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from docx import Document as WordDocument
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from familynet.portal.demo.content.texts import DocumentText
from familynet.portal.demo.pdf import write_pdf

WRITTEN = datetime.datetime(2026, 9, 1, 9, 0)
AUTHOR = "FamilyNet"
NOTICE = (
    "Contenuto dimostrativo: documento preparato per la prova di FamilyNet a partire da fonti pubbliche. "
    "Non è un atto di una pubblica amministrazione."
)


@dataclass(frozen=True)
class Block:
    """A piece of a document: kind is title, heading, item, row or text; `cells` has one text, a row several."""

    kind: str
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.cells[0]


def blocks_of(body: str) -> list[Block]:
    """The pieces of a text, in order, with the notice that it is demo content at the end."""
    blocks = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if line.startswith("|"):
            blocks.append(Block("row", tuple(cell.strip() for cell in line.strip("|").split("|"))))
            continue
        for mark, kind in (("## ", "heading"), ("# ", "title"), ("- ", "item"), ("", "text")):
            if line.startswith(mark):
                blocks.append(Block(kind, (line.removeprefix(mark),)))
                break
    return [*blocks, Block("text", (NOTICE,))]


def render(document: DocumentText) -> bytes:
    """The file for a document text; the extension of its name decides the format."""
    extension = document.name.rsplit(".", 1)[-1]
    return WRITERS[extension](document.title, blocks_of(document.body))


def write_txt(title: str, blocks: list[Block]) -> bytes:
    marks = {"item": "- "}
    lines = [marks.get(block.kind, "") + " | ".join(block.cells) for block in blocks]
    return ("\r\n".join(lines) + "\r\n").encode()


def write_docx(title: str, blocks: list[Block]) -> bytes:
    document = WordDocument()
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, AUTHOR, "it-IT"
    properties.created = properties.modified = WRITTEN
    properties.last_modified_by, properties.revision = AUTHOR, 1
    table = None
    for block in blocks:
        if block.kind != "row":
            style = {"title": "Heading 1", "heading": "Heading 2", "item": "List Bullet"}.get(block.kind)
            document.add_paragraph(block.text, style=style)
            table = None
            continue
        if table is None:
            table = document.add_table(rows=0, cols=len(block.cells), style="Table Grid")
        for cell, text in zip(table.add_row().cells, block.cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def write_xlsx(title: str, blocks: list[Block]) -> bytes:
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = title, AUTHOR
    workbook.properties.created = WRITTEN
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Dati"
    rows = [[_typed(cell) for cell in block.cells] for block in blocks if block.kind == "row"]
    for row in rows:
        sheet.append(row)
    for place, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 28
    sheet.freeze_panes = "A2"
    notice = workbook.create_sheet("Nota")
    notice["A1"], notice["A2"] = title, NOTICE
    buffer = io.BytesIO()
    workbook.save(buffer)
    return repack(buffer.getvalue())


def _typed(text: str) -> str | float | int | None:
    """A number for what is one, None for an empty cell."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return float(text)
    return text or None


def repack(package: bytes) -> bytes:
    """The same Office package with fixed dates, so that its SHA-256 never changes."""
    stamp = f"{WRITTEN:%Y-%m-%dT%H:%M:%SZ}".encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[str, list[Block]], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "pdf": lambda title, blocks: write_pdf(title, [(block.kind, " – ".join(block.cells)) for block in blocks]),
    "txt": write_txt,
}
