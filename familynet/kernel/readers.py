"""The text of one file, page by page: runs in a child process of its own, `python -m familynet.kernel.readers`.

Nothing here knows Django or the database. The child limits its own memory and time before it looks at the
file, reads it as a stream, stops at the longest text wanted, and answers with one line of JSON.
"""

import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

import pypdfium2

Pages = Iterator[tuple[int | None, str]]  # number of the page (None where a format has none), a piece of its text

PASSAGE = 1800  # characters of a passage: about a page, so that a hit is marked in a text of this length
CHUNK = 64 * 1024
MAX_UNPACKED = 100 * 1024 * 1024  # bytes of one part, unpacked; a long report has some five million
TITLE_PARTS = re.compile(r"ppt/slides/slide(\d+)\.xml")
# What no reader of a text sees, and the private characters with which search marks its hits.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
ZLIB_OUT_OF_MEMORY = "Error -4 "  # Z_MEM_ERROR, all that zlib.error says of it
SPLIT_WORD = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\ufffe\x02]\s*\n(?=[a-zà-ÿ])")


class Problem(Exception):
    """Why there is no text; `args[0]` is one of encrypted, damaged, memory, time, format."""


# --- Formats ---------------------------------------------------------------------------------


def read_pdf(file: BinaryIO) -> Pages:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Problem("encrypted" if "password" in str(error).lower() else "damaged") from None
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:  # one broken page does not take the others with it
            continue
        text = page.get_textpage()
        yield index + 1, text.get_text_bounded()
        text.close()
        page.close()


def read_docx(file: BinaryIO) -> Pages:
    with zipfile.ZipFile(file) as archive:
        yield from xml_text(_part(archive, "word/document.xml"), texts={"t"})


def read_pptx(file: BinaryIO) -> Pages:
    with zipfile.ZipFile(file) as archive:
        numbers = sorted(int(found[1]) for found in map(TITLE_PARTS.fullmatch, archive.namelist()) if found)
        for place, number in enumerate(numbers, start=1):
            for _page, text in xml_text(_part(archive, f"ppt/slides/slide{number}.xml"), texts={"t"}):
                yield place, text


def read_xlsx(file: BinaryIO) -> Pages:
    from openpyxl import load_workbook  # noqa: PLC0415  only here, and after main() has spoken about numpy

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield None, f"{sheet.title}\n"
        for row in sheet.iter_rows(values_only=True):
            if cells := [str(cell) for cell in row if cell is not None]:
                yield None, " | ".join(cells) + "\n"


def read_odf(file: BinaryIO) -> Pages:
    """Texts, sheets and presentations of OpenDocument; only the last have pages."""
    with zipfile.ZipFile(file) as archive:
        yield from xml_text(_part(archive, "content.xml"), page="page")


def read_txt(file: BinaryIO) -> Pages:
    """UTF-16 says so at its start; else UTF-8, and in a line that is not, the old encoding of Windows."""
    head = file.read(4)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        for line in io.TextIOWrapper(file, encoding="utf-16", errors="replace"):
            yield None, line
        return
    for raw in file:
        try:
            yield None, raw.decode("utf-8-sig")
        except UnicodeError:
            yield None, raw.decode("cp1252", "replace")


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
READERS: dict[str, Callable[[BinaryIO], Pages]] = {
    "application/pdf": read_pdf,
    f"{_OOXML}.wordprocessingml.document": read_docx,
    f"{_OOXML}.presentationml.presentation": read_pptx,
    f"{_OOXML}.spreadsheetml.sheet": read_xlsx,
    f"{_ODF}.text": read_odf,
    f"{_ODF}.spreadsheet": read_odf,
    f"{_ODF}.presentation": read_odf,
    "text/plain": read_txt,
    "text/csv": read_txt,
}


# --- XML -------------------------------------------------------------------------------------


def _part(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    if archive.getinfo(name).flag_bits & 0x1:
        raise Problem("encrypted")
    return archive.open(name)  # type: ignore[return-value]


class XmlText:
    """Paragraphs of a document, heard from the parser; no tree is built, no entity is expanded."""

    def __init__(self, texts: set[str] | None, page: str) -> None:
        self.texts, self.page = texts, page
        self.number: int | None = None
        self.inside = 0
        self.found: list[tuple[int | None, str]] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.EntityDeclHandler = self.refuse

    def refuse(self, *args: Any) -> None:
        raise Problem("damaged")

    def say(self, text: str) -> None:
        self.found.append((self.number, text))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == self.page:
            self.number = (self.number or 0) + 1
        if name in ("tab", "s", "br", "cr", "line-break"):
            self.say(" ")
        self.inside += name in (self.texts or ("p", "h"))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self.inside -= name in (self.texts or ("p", "h"))
        if name in ("p", "h"):
            self.say("\n")

    def data(self, text: str) -> None:
        if self.inside > 0:
            self.say(text)


def xml_text(part: BinaryIO, *, texts: set[str] | None = None, page: str = "") -> Pages:
    """Text of a part; `texts` names the elements that hold it (none: paragraphs and headings), `page` a page."""
    reader, unpacked = XmlText(texts, page), 0
    while chunk := part.read(CHUNK):
        unpacked += len(chunk)
        if unpacked > MAX_UNPACKED:
            raise Problem("memory")
        reader.parser.Parse(chunk, False)
        yield from reader.found
        reader.found = []
    reader.parser.Parse(b"", True)
    yield from reader.found


# --- Passages --------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Words cut at the end of a line joined, nothing invisible, one space at a time; paragraphs stay."""
    text = INVISIBLE.sub(" ", SPLIT_WORD.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def passages(pages: Iterable[tuple[int | None, str]], most: int) -> tuple[list[tuple[int | None, str]], bool]:
    """Pieces of at most PASSAGE characters, none over two pages; and whether the text went on beyond `most`."""
    found: list[tuple[int | None, str]] = []
    number: int | None = None
    waiting: list[str] = []
    length = total = 0
    for page, text in pages:
        if page != number or length >= 4 * PASSAGE:
            found += [(number, piece) for piece in cut("".join(waiting))]
            number, waiting, length = page, [], 0
        text = text[: most - total]
        waiting.append(text)
        length, total = length + len(text), total + len(text)
        if total >= most:
            return found + [(number, piece) for piece in cut("".join(waiting))], True
    return found + [(number, piece) for piece in cut("".join(waiting))], False


def cut(text: str) -> list[str]:
    """A text in pieces of at most PASSAGE characters, cut after a paragraph, a sentence or a word."""
    text, pieces = clean(text), []
    while len(text) > PASSAGE:
        half = PASSAGE // 2
        places = (text.rfind(mark, half, PASSAGE) + len(mark) for mark in ("\n", ". ", " "))
        place = next((place for place in places if place > half), PASSAGE)
        pieces.append(text[:place].strip())
        text = text[place:].strip()
    return [piece for piece in [*pieces, text] if piece]


# --- The child -------------------------------------------------------------------------------


def limit(seconds: int, megabytes: int) -> None:
    """From here on this process dies rather than take more; it may write to no file."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(seconds)  # also when the parent is gone


def read(file: BinaryIO, media_type: str, most: int) -> dict[str, Any]:
    """What the parent is told: passages and whether the text was cut, or the problem."""
    if media_type not in READERS:
        return {"problem": "format"}
    try:
        found, is_cut = passages(READERS[media_type](file), most)
    except Problem as problem:
        return {"problem": problem.args[0]}
    except MemoryError:
        return {"problem": "memory"}
    except Exception as error:  # a parser may fail in any way on a broken file
        return {"problem": "memory" if lacked_memory(error) else "damaged"}
    return {"passages": found, "is_cut": is_cut}


def lacked_memory(error: BaseException | None) -> bool:
    """True when a parser says in its own words ("out of memory"), or hides, that it got no memory."""
    while error is not None:
        said = str(error)
        if isinstance(error, MemoryError) or "memory" in said.lower() or said.startswith(ZLIB_OUT_OF_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False


def main() -> None:
    """Read standard input; arguments: media type, seconds, megabytes, most characters."""
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, 120 MB of address space
    media_type, seconds, megabytes, most = sys.argv[1], *map(int, sys.argv[2:5])
    limit(seconds, megabytes)
    with open(0, "rb") as file:
        answer = read(file, media_type, most)
    answer["peak_kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
