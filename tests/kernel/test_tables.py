"""Tables out and in again: no text is lost, nothing is computed, no file fills the memory."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from familynet.kernel import cells, spreadsheets, tables

# What a text column of the database can hold once a form has cleaned it: no NUL, line ends as \n, no outer blanks.
TEXTS = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=60).map(str.strip)
HOSTILE = [
    "=1+1",
    "'=1",
    "''",
    "+39 011",
    "-5",
    "'-5",
    "@a",
    "\u0414\u0430",
    "Ã¨",
    "a;b,c\td",
    '"',
    "_x0041_",
    "a|b\\n",
    "\ufffd",
]
FORMATS = ("csv", "xlsx", "json")


def written(format_, header, rows):
    response = spreadsheets.table_response(format_, "prova", header, rows, about={"titolo": "Prova"})
    return b"".join(response.streaming_content)


def read_back(format_, header, rows):
    table = tables.read_table(io.BytesIO(written(format_, header, rows)), mend=False)
    assert table.header == header
    width = len(header)
    return [
        [cells.read_cell(cell) for cell in line.cells] + [""] * (width - len(line.cells)) for line in table.lines
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
@example([(text, text[::-1].strip()) for text in HOSTILE])
def test_every_text_comes_back_from_every_format(rows):
    marked = [["x", *row] for row in rows]  # a row without any value is not a row
    for format_ in FORMATS:
        assert read_back(format_, ["codice", "uno", "due"], marked) == marked, format_


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_several_values_come_back_from_one_cell(values):
    assert cells.split_values(cells.join_values(values)) == values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "sì"),
        (False, "no"),
        (Decimal("12500.50"), "12500.50"),
        (1e16, "10000000000000000"),
        (["a", "b|c"], "a | b\\|c"),
        ([{"x": "a", "y": "1"}, {"x": "b", "y": ""}], "a | 1\nb | "),
    ],
)
def test_value_as_cell(value, text):
    assert cells.cell_of(value) == text


@pytest.mark.parametrize("sign", list("=+-@\t\r＝"))
def test_no_cell_begins_like_a_formula(sign):
    text = written("csv", ["nome"], [[f"{sign}cmd()"]]).decode("utf-8-sig")
    assert text.splitlines(keepends=False)[1].strip('"').startswith("'")


def test_workbook_has_texts_and_numbers_but_no_formula():
    content = written("xlsx", ["nome", "costo"], [["=1+1", Decimal("12.50")]])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>12.5</v>" in sheet


def test_json_is_valid_with_no_row_and_with_many():
    for number in (0, 1, 3):
        data = json.loads(written("json", ["nome"], [["à"]] * number))
        assert (data["titolo"], data["righe"]) == ("Prova", [{"nome": "à"}] * number)


def test_rows_are_asked_for_one_at_a_time():
    asked = []
    rows = ([asked.append(n) or n] for n in range(1000))
    lines = iter(spreadsheets.csv_response("x.csv", ["n"], rows))
    next(lines), next(lines)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (b"a;b\n1;2\n1;2\n", tables.Limits(rows=1)),
        (b"a;b\n1;2\n", tables.Limits(columns=1)),
        (b"a;b\n1;" + b"x" * 20, tables.Limits(cell=10)),
        (b"a;b\n1;2\n" + b" " * 2_000_000, tables.Limits(megabytes=1)),
        (b"[" * 100_000, tables.USUAL),
        (b'{"righe": 3}', tables.USUAL),
        (b'[{"a": 1}, 2]', tables.USUAL),
        (b"PK\x03\x04nothing", tables.USUAL),
        (b"", tables.USUAL),
        (b"una colonna", tables.USUAL),
        (b'a;b\n"1;2', tables.USUAL),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, limits):
    with pytest.raises(ValidationError) as refused:
        tables.read_table(io.BytesIO(content), limits=limits)
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_usual_encodings_and_delimiters(encoding, delimiter):
    content = f"codice{delimiter}nome\n1{delimiter}Città\n".encode(encoding)
    table = tables.read_table(io.BytesIO(content))
    assert (table.header, table.lines[0].cells) == (["codice", "nome"], ["1", "Città"])
