"""Lists of practices as files: the filters of the page, public fields only, any length."""

import io
import json

import pytest
from django.urls import reverse

from familynet.kernel.cells import read_cell
from familynet.kernel.tables import read_table
from practices.columns import HEADER
from tests.factories.practices import PolicyAreaFactory, PracticeFactory

pytestmark = pytest.mark.django_db


def fetched(browser, format_, query="", name="export"):
    response = browser.get(reverse(f"practices:{name}", args=[format_]) + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(content):
    table = read_table(io.BytesIO(content), mend=False)
    return [dict(zip(table.header, map(read_cell, line.cells), strict=False)) for line in table.lines]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_public_list_has_the_published_practices_and_no_contact(format_, client_as):
    PracticeFactory(published=True, title="=Nido", contact_office="Ufficio segreto")
    PracticeFactory(title="Bozza")
    PracticeFactory(archived=True, title="Vecchia")
    content = fetched(client_as(), format_)
    assert [row["titolo"] for row in rows(content)] == ["=Nido"]
    assert set(rows(content)[0]) <= set(HEADER)
    for private in ("Maria Contatto", "contatto.riservato", "Ufficio segreto"):
        assert all(private not in str(row) for row in rows(content))


def test_filters_of_the_page_hold(client_as):
    PracticeFactory(published=True, title="Una", policy_area=PolicyAreaFactory(code="altra", name="Altra"))
    PracticeFactory(published=True, title="Due")
    assert [r["titolo"] for r in rows(fetched(client_as(), "csv", "?area=altra"))] == ["Una"]
    assert [r["titolo"] for r in rows(fetched(client_as(), "csv", "?q=due&sort=relevance"))] == ["Due"]
    page = client_as().get(reverse("practices:list") + "?area=altra").text
    assert "esporta.csv?area=altra" in page


def test_nothing_found_is_a_file_with_its_header(client_as):
    assert fetched(client_as(), "csv", "?area=nessuna").decode("utf-8-sig").strip() == ";".join(HEADER)
    assert json.loads(fetched(client_as(), "json", "?area=nessuna"))["righe"] == []


def test_work_list_has_the_drafts_that_the_person_sees(client_as, editor, validator, foreigner):
    PracticeFactory(title="Bozza", author=editor)
    PracticeFactory(title="Inviata", submitted=True)
    found = [
        sorted(r["titolo"] for r in rows(fetched(client_as(user), "json", name="export_work") or b"[]"))
        for user in (editor, validator)
    ]
    assert found == [["Bozza", "Inviata"], ["Inviata"]]
    assert b"Inviata" not in fetched(client_as(foreigner), "csv", name="export_work")


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_rows(many, client_as, django_assert_num_queries):
    PracticeFactory.create_batch(many, published=True)
    with django_assert_num_queries(QUERIES):
        fetched(client_as(), "csv")


QUERIES = 9


def test_unknown_format_is_not_found(client_as):
    assert client_as().get("/buone-pratiche/esporta.exe").status_code == 404


def test_too_many_downloads_are_refused(client_as, monkeypatch):
    monkeypatch.setattr("familynet.kernel.rates.is_too_frequent", lambda *args, **kwargs: True)
    response = client_as().get(reverse("practices:export", args=["csv"]))
    assert (response.status_code, response["Retry-After"]) == (429, "600")


def test_dictionary_tells_every_column(client_as):
    page = client_as().get(reverse("practices:columns")).text
    assert [key for key in HEADER if f"<code>{key}</code>" not in page] == []
