"""An assessor's own list: what waits, what was done, the filters, the downloads."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from certifications.models import Application, Assignment
from tests.certifications.assessing import Office

pytestmark = pytest.mark.django_db
LIST = reverse("certifications:assessments")
TODAY = timezone.localdate


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def assessor(office):
    return office.assessor()


def assign(office, assessor, number, *, days=None, state=Assignment.State.WORKING, name=None):
    """An assignment of a file of an organisation of its own, due `days` from today."""
    version = office.version(scheme__slug=f"marchio-{number}", scheme__name=f"Marchio {number}")
    assignment = office.working(office.assessing(version=version), assessor)
    due = None if days is None else TODAY() + datetime.timedelta(days=days)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=due)
    if name:
        organisation = assignment.application.organisation
        organisation.name = name
        organisation.save()
    return assignment


def names(response):
    return [row.application.organisation.name for row, _left in response.context["rows"]]


def test_list_begins_with_the_nearest_term_and_says_how_long_it_may(client_as, office, assessor):
    assign(office, assessor, 1, days=9, name="Con nove giorni")
    assign(office, assessor, 2, name="Senza termine")
    assign(office, assessor, 3, days=-2, name="In ritardo di due")
    response = client_as(assessor.user).get(LIST)
    assert names(response) == ["In ritardo di due", "Con nove giorni", "Senza termine"]
    assert "mancano 9 giorni" in response.text
    assert "in ritardo" in response.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("termine=ritardo", {"Alfa"}),
        ("termine=aperto", {"Beta"}),
        ("termine=nessuno", {"Gamma"}),
        ("marchio=marchio-2", {"Beta"}),
        ("q=gam", {"Gamma"}),
        ("stato=working", {"Alfa", "Beta", "Gamma"}),
        ("stato=submitted", set()),
        ("stato=tutte&marchio=marchio-1", {"Alfa"}),
    ],
)
def test_filters(client_as, office, assessor, words, expected):
    assign(office, assessor, 1, days=-1, name="Alfa")
    assign(office, assessor, 2, days=1, name="Beta")
    assign(office, assessor, 3, name="Gamma")
    assert set(names(client_as(assessor.user).get(f"{LIST}?{words}"))) == expected


def test_file_that_left_assessment_waits_no_longer_and_is_found_by_its_state(client_as, office, assessor):
    assignment = assign(office, assessor, 1, name="Ritirata dal Comune")
    Application.objects.filter(pk=assignment.application_id).update(state=Application.State.WITHDRAWN)
    client = client_as(assessor.user)
    assert "Niente da valutare" in client.get(LIST).text
    assert names(client.get(f"{LIST}?stato=tutte")) == ["Ritirata dal Comune"]


def test_counts_lead_to_each_state(client_as, office, assessor):
    assign(office, assessor, 1)
    assign(office, assessor, 2)
    counts = client_as(assessor.user).get(f"{LIST}?marchio=marchio-1").context["counts"]
    assert counts == [("In valutazione", 1, "?marchio=marchio-1&stato=working", False)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_download_holds_the_rows_of_the_list_and_of_nobody_else(client_as, office, assessor, kind):
    assign(office, assessor, 1, days=3, name="Mia")
    assign(office, office.assessor(), 2, name="Di un'altra persona")
    response = client_as(assessor.user).get(reverse("certifications:assessments_download", args=[kind]))
    content = b"".join(response)
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Organizzazione"], row["GiorniAlTermine"]) for row in rows] == [("Mia", "3")]
    assert b"Di un'altra persona" not in content
    assert assessor.user.email.encode() not in content


def test_download_of_another_kind_does_not_exist(client_as, assessor):
    address = reverse("certifications:assessments_download", args=["exe"])
    assert client_as(assessor.user).get(address).status_code == 404
