"""The list of multi-year processes: filters, counts, downloads."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from certifications.models import Phase, Process
from tests.factories.processes import ProcessFactory

pytestmark = pytest.mark.django_db
LIST = reverse("certifications:processes")


@pytest.fixture
def officer(official, trento):
    return official("certification_officer", trento)


def running(name, days):
    """A process whose open phase is due `days` from today."""
    process = ProcessFactory(running=True, organisation__name=name)
    due = timezone.localdate() + datetime.timedelta(days=days)
    Phase.objects.filter(process=process, state=Phase.State.OPEN).update(due_on=due)
    return process


def names(response):
    return [process.organisation.name for process in response.context["page_obj"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["Alfa", "Beta", "Gamma"]),
        ("termine=ritardo", ["Alfa"]),
        ("termine=vicino", ["Beta"]),
        ("termine=oltre", ["Gamma"]),
        ("termine=nessuno", []),
        ("q=gam", ["Gamma"]),
        ("stato=ended", []),
        ("stato=running&termine=oltre", ["Gamma"]),
    ],
)
def test_filters_with_the_nearest_term_first(client_as, officer, words, expected):
    for name, days in (("Gamma", 90), ("Alfa", -1), ("Beta", 20)):
        running(name, days)
    assert names(client_as(officer).get(f"{LIST}?{words}")) == expected


def test_counts_are_of_the_other_filters(client_as, officer):
    running("Alfa", -1)
    running("Beta", 20)
    ended = {"state": Process.State.ENDED, "ended_on": timezone.localdate(), "end_reason": "Rinuncia"}
    Process.objects.filter(organisation__name="Beta").update(**ended)
    response = client_as(officer).get(f"{LIST}?stato=ended")
    assert {label: number for label, number, _url, _chosen in response.context["counts"]} == {
        Process.State.RUNNING.label: 1,
        Process.State.ENDED.label: 1,
    }
    assert names(response) == ["Beta"]


def test_nothing_found_is_said_differently_from_nothing_there(client_as, officer):
    client = client_as(officer)
    assert "Nessun percorso con questi filtri" not in client.get(LIST).text
    assert "Nessun percorso con questi filtri" in client.get(f"{LIST}?q=boh").text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_download_holds_the_filtered_rows_and_no_person(client_as, officer, kind):
    running("Alfa", -1)
    process = running("Beta", 20)
    Process.objects.filter(pk=process.pk).update(officer=officer)
    address = reverse("certifications:processes_download", args=[kind])
    content = b"".join(client_as(officer).get(f"{address}?termine=vicino"))
    assert officer.full_name.encode() not in content
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Organizzazione"], row["GiorniAlTermine"]) for row in rows] == [("Beta", "20")]


def test_download_of_another_kind_does_not_exist(client_as, officer):
    assert client_as(officer).get(reverse("certifications:processes_download", args=["exe"])).status_code == 404
