"""The text of each format; and every way in which a file may be too much, which harms nobody but itself."""

import io
import zipfile
import zlib
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pypdf
import pytest

from familynet.kernel.extraction import extract
from familynet.kernel.inspection import FORMATS
from familynet.kernel.readers import PASSAGE, clean, cut, lacked_memory
from familynet.portal.demo.pdf import write_pdf

WORDS = "Accoglienza delle famiglie numerose"
ODF = 'xmlns:office="o" xmlns:text="t" xmlns:draw="d"'


def media_type(kind):
    return FORMATS[kind].media_type


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_xml", ".xml"), content)
    return buffer.getvalue()


def odf(body):
    return zipped(content_xml=f"<office:document-content {ODF}>{body}</office:document-content>")


def make_docx():
    document = docx.Document()
    document.add_paragraph("Accoglienza delle")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "famiglie numerose"
    return saved(document)


def make_xlsx():
    book = openpyxl.Workbook()
    book.active.append(["Accoglienza delle", "famiglie numerose", 12])
    return saved(book)


def make_pptx():
    show = pptx.Presentation()
    for title in ("Copertina", WORDS):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = title
    return saved(show)


def make_pdf():
    return write_pdf("Prova", [("text", "Premessa. " * 200), ("text", "Premessa. " * 200), ("text", WORDS)])


PARAGRAPH = "<text:p>Accoglienza <text:span>delle</text:span><text:s/>famiglie<text:tab/>numerose</text:p>"
FILES = {
    "docx": (make_docx, None),
    "xlsx": (make_xlsx, None),
    "pptx": (make_pptx, 2),
    "pdf": (make_pdf, 2),
    "odt": (lambda: odf(PARAGRAPH), None),
    "ods": (lambda: odf(PARAGRAPH), None),
    "odp": (lambda: odf(f"<draw:page/><draw:page>{PARAGRAPH}</draw:page>"), 2),
    "txt": (lambda: WORDS.encode(), None),
    "csv": (lambda: f"a;{WORDS}\r\n".encode("utf-16"), None),
}


def read(content, kind):
    return extract(io.BytesIO(content), media_type(kind))


@pytest.mark.parametrize("kind", FILES)
def test_every_format_gives_its_text_and_its_page(kind):
    make, page = FILES[kind]
    found = read(make(), kind)
    text = " ".join(" ".join(piece.replace("|", " ").split()) for _page, piece in found.passages)
    assert (found.problem, found.is_cut) == ("", False)
    assert WORDS in text
    assert found.passages[-1][0] == page


def test_old_text_file_is_read_in_its_encoding():
    assert read("Comunità montana".encode("cp1252"), "txt").passages == [(None, "Comunità montana")]


@pytest.mark.parametrize("kind", ["doc", "xls", "ppt", "png", "jpg"])
def test_format_without_a_reader_says_so(kind):
    assert read(b"x", kind).problem == "format"


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "pptx", "odt"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and then nothing", b"PK\x03\x04 broken"])
def test_broken_file_is_damaged(kind, content):
    assert read(content, kind).problem == "damaged"


def test_pdf_with_a_password_says_so():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf()))
    writer.encrypt("segreto", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert read(buffer.getvalue(), "pdf").problem == "encrypted"


def test_entities_are_refused():
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = zipped(
        content_xml=f"{bomb}<office:document-content {ODF}><text:p>&b;</text:p></office:document-content>"
    )
    assert read(content, "odt").problem == "damaged"


def test_file_that_unpacks_without_end_is_stopped():
    content = odf(" " * 105_000_000)
    assert len(content) < 200_000
    assert read(content, "odt").problem == "memory"


def test_reader_that_takes_too_long_is_stopped(settings):
    settings.EXTRACT_SECONDS = 1
    assert read(odf("<a/>" * 15_000_000), "odt").problem == "time"


@pytest.mark.parametrize("megabytes", [72, 100, 130, 160, 220])
def test_reader_that_takes_too_much_memory_is_stopped(settings, megabytes):
    settings.EXTRACT_MEMORY_MB = megabytes
    book = openpyxl.Workbook()
    book.active.append(["x" * 32_000])
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(book))) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"x" * 32_000, b"x" * 100_000_000))
    assert len(content.getvalue()) < 1_000_000
    assert read(content.getvalue(), "xlsx").problem == "memory"


def test_sheet_is_read_without_the_library_of_numbers(settings):
    settings.EXTRACT_MEMORY_MB = 110  # numpy alone asks for more, and for each processor anew
    assert read(make_xlsx(), "xlsx").problem == ""


def test_memory_that_a_parser_missed_is_told_however_it_says_so():
    def hidden():
        try:
            raise MemoryError
        except MemoryError:
            raise ValueError("row 3") from None

    with pytest.raises(ValueError, match="row 3") as failed:
        hidden()
    assert lacked_memory(failed.value)
    assert lacked_memory(ElementTree.ParseError("out of memory: line 1, column 0"))
    assert lacked_memory(zlib.error("Error -4 while decompressing data"))
    assert not lacked_memory(zlib.error("Error -3 while decompressing data: invalid block type"))
    assert not lacked_memory(ElementTree.ParseError("not well-formed: line 1, column 0"))


def test_very_long_text_is_cut(settings):
    settings.EXTRACT_MAX_CHARACTERS = 5000
    found = read(b"parola " * 10_000, "txt")
    assert (found.is_cut, sum(len(text) for _page, text in found.passages) <= 5000) == (True, True)


def test_passages_end_at_a_sentence_and_lose_no_word():
    text = " ".join(f"Frase numero {n}." for n in range(500))
    pieces = cut(text)
    assert (max(map(len, pieces)) <= PASSAGE, all(piece.endswith(".") for piece in pieces)) == (True, True)
    assert " ".join(pieces) == text


def test_words_cut_at_the_end_of_a_line_are_joined_and_invisible_signs_go():
    assert clean("acco-\r\nglienza \x00 e\ue000  Val-\nSusa\n\n\nfine") == "accoglienza e Val-\nSusa\nfine"
