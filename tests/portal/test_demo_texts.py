"""The texts and documents of the demo, without the database."""

import io
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from docx import Document as WordDocument
from openpyxl import load_workbook
from pypdf import PdfReader

from familynet.kernel.documents import inspect_upload
from familynet.portal.demo.content.texts import SECTIONS, all_practices, parse
from familynet.portal.demo.documents import NOTICE, render

PRACTICES = all_practices()
DOCUMENTS = [document for practice in PRACTICES for document in practice.documents]
PLAIN_ENOUGH = 60  # Gulpease: easy for who has finished compulsory school


def gulpease(text):
    """89 + (300 sentences − 10 letters) / words; a line of a list counts as a sentence."""
    sentences = len([part for part in re.split(r"[.!?:;](?:\s|$)|\n", text) if part.strip()])
    words, letters = len(text.split()), len(re.findall(r"\w", text))
    return 89 + (300 * sentences - 10 * letters) / words


def by_name(items):
    return [getattr(item, "slug", None) or item.name for item in items]


def test_enough_practices_from_both_administrations():
    assert len(PRACTICES) >= 14
    assert {practice.administration for practice in PRACTICES} == {"trento", "piemonte"}


@pytest.mark.parametrize("practice", PRACTICES, ids=by_name(PRACTICES))
def test_practice_has_all_sections_and_a_source(practice):
    assert set(practice.sections) == set(SECTIONS.values())
    assert len(practice.title) <= 100
    assert practice.sections["sources"]
    assert 1 <= len(practice.documents) <= 2


@pytest.mark.parametrize("practice", PRACTICES, ids=by_name(PRACTICES))
def test_practice_is_plain(practice):
    text = "\n".join(text for name, text in practice.sections.items() if name not in ("sources", "indicators"))

    assert gulpease(text) >= PLAIN_ENOUGH


def test_file_with_an_unknown_heading_is_refused():
    with pytest.raises(KeyError):
        parse("x", "title: X\n---\n## Altro\ntesto")


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name(DOCUMENTS))
def test_document_has_the_same_bytes_on_any_day(document):
    with time_machine.travel("2026-11-23 09:00"):
        first = render(document)
    with time_machine.travel("2031-02-03 21:30"):
        assert render(document) == first


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name(DOCUMENTS))
def test_document_is_what_its_name_says_and_marked_as_demo(document):
    content = render(document)
    media_type = inspect_upload(ContentFile(content, name=document.name))

    ending = document.name.rsplit(".", 1)[1]
    expected = {"docx": "wordprocessingml", "xlsx": "spreadsheetml", "pdf": "pdf", "txt": "plain"}
    assert expected[ending] in media_type
    assert NOTICE in READERS[ending](content)


def read_docx(content):
    return "\n".join(paragraph.text for paragraph in WordDocument(io.BytesIO(content)).paragraphs)


def read_xlsx(content):
    workbook = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for row in workbook["Nota"].iter_rows(values_only=True) for cell in row)


def read_pdf(content):
    reader = PdfReader(io.BytesIO(content), strict=True)
    assert reader.root_object["/Lang"] == "it-IT"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


READERS = {"docx": read_docx, "xlsx": read_xlsx, "pdf": read_pdf, "txt": lambda content: content.decode()}
