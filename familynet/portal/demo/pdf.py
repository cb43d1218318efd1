"""A PDF of text on as many pages as it needs: tagged, with language and title, readable by a screen reader.

Enough for the small documents of the demo: no images, one built-in font, Latin characters.
"""

import textwrap
from dataclasses import dataclass, field

DATE = "D:20260901090000Z"
PAGE = (595, 842)  # A4, points
MARGIN = 72
# Kind of block → structure tag, size of the letters, characters in a line.
STYLES = {"title": ("H1", 18, 46), "heading": ("H2", 14, 60), "item": ("P", 11, 80), "row": ("P", 11, 80)}
BODY = ("P", 11, 82)


@dataclass
class _Page:
    """The drawing commands of one page and the structure tag of each marked piece of it."""

    commands: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def write_pdf(title: str, blocks: list[tuple[str, str]]) -> bytes:
    """A PDF with the blocks (kind, text) in order; kinds as in STYLES, all else is running text."""
    pages = _lay_out(blocks)
    return _assemble(title, pages)


def _lay_out(blocks: list[tuple[str, str]]) -> list[_Page]:
    pages, y = [_Page()], PAGE[1] - MARGIN
    for kind, text in blocks:
        tag, size, width = STYLES.get(kind, BODY)
        lines = textwrap.wrap(f"• {text}" if kind == "item" else text, width)
        needed = len(lines) * (size + 4) + 8
        if y - needed < MARGIN:
            pages.append(_Page())
            y = PAGE[1] - MARGIN
        page = pages[-1]
        drawn = [f"/{tag} <</MCID {len(page.tags)}>> BDC BT /F1 {size} Tf {MARGIN} {y - size} Td {size + 4} TL"]
        drawn += [f"({_escape(line)}) Tj T*" for line in lines]
        page.commands.append("\n".join([*drawn, "ET EMC"]))
        page.tags.append(tag)
        y -= needed
    return pages


def _escape(text: str) -> str:
    for mark in "\\()":
        text = text.replace(mark, f"\\{mark}")
    return text


def _assemble(title: str, pages: list[_Page]) -> bytes:
    """Number the objects, write them one after the other, and the table that says where each begins."""
    page_ids = [7 + 2 * index for index in range(len(pages))]
    first_element = 7 + 2 * len(pages)
    elements: list[str] = []
    parents: list[str] = []
    for index, page in enumerate(pages):
        ids = range(first_element + len(elements), first_element + len(elements) + len(page.tags))
        parents.append(f"{index} [{_references(ids)}]")
        elements += [
            f"<</Type /StructElem /S /{tag} /P 6 0 R /Pg {page_ids[index]} 0 R /K {number}>>"
            for number, tag in enumerate(page.tags)
        ]
    kids = _references(range(first_element, first_element + len(elements)))
    objects = [
        "<</Type /Catalog /Pages 2 0 R /Lang (it-IT) /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R"
        " /ViewerPreferences <</DisplayDocTitle true>>>>",
        f"<</Type /Pages /Kids [{_references(page_ids)}] /Count {len(pages)}>>",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        f"<</Title ({_escape(title)}) /Author (FamilyNet) /CreationDate ({DATE}) /ModDate ({DATE})>>",
        f"<</Type /StructTreeRoot /K 6 0 R /ParentTree <</Nums [{' '.join(parents)}]>>>>",
        f"<</Type /StructElem /S /Document /P 5 0 R /K [{kids}]>>",
    ]
    for index, page in enumerate(pages):
        content = "\n".join(page.commands)
        objects.append(
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /StructParents {index} /Tabs /S"
            f" /Resources <</Font <</F1 3 0 R>>>> /Contents {page_ids[index] + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(content.encode('cp1252'))}>>\nstream\n{content}\nendstream")
    return _write([*objects, *elements])


def _references(ids: range | list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in ids)


def _write(objects: list[str]) -> bytes:
    output, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(output))
        output += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(output)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    output += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    output += f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R>>\n".encode()
    return bytes(output + f"startxref\n{start}\n%%EOF\n".encode())
