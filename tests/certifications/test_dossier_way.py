"""The records of a multi-year scheme in the package of its file, and in copies for others."""

import csv
import datetime
import io
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from certifications.actions import release_file
from certifications.actions.retention import _clear
from certifications.dossier import items_of, read_file, released_payloads, whole_payloads
from certifications.dossier.masking import OMITTED
from certifications.dossier.tables import part, printed_parts
from certifications.dossier.way_redacted import HIDDEN, too_few
from certifications.models import Activity, EvaluatorReport, FeeNotice, FileRelease, Indicator, Recommendation
from familynet.kernel.bagit import bag
from familynet.kernel.documents import Document
from tests.certifications.audit_walk import Walk
from tests.factories.processes import CompanyPlanFactory, DataCollectionFactory, PhaseFactory
from tests.kernel.bags import validate
from tests.papers import words_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 1)
REQUEST = {"request_reference": "PAT/2026/9", "requested_on": datetime.date(2026, 5, 4), "reason": "Interesse."}
MAIL, PHONE = "ludovica.q@posta.example", "+39 347 123 45 67"
PERSON = "Ludovica Quintavalle"
TYPED = f"di {PERSON}, {MAIL}, tel. {PHONE}"


@pytest.fixture
def walk():
    """Documents, plan, report and opinion are in; the phase of the report is open, the ones before are closed."""
    walk = Walk()
    walk.activate()
    for user, name in (
        (walk.evaluator.user, "Osvaldo Brambilla"),
        (walk.consultant.user, "Clotilde Pautasso"),
        (walk.contact, PERSON),
        (walk.council, "Ivo Dellantonio"),
    ):
        user.full_name = name
        user.save(update_fields=["full_name"])
    while "act" not in walk.phase.template.closes_with:
        walk.close()
    Activity.objects.update(description=f"segreto-piano {TYPED}", women=1, men=40)
    EvaluatorReport.objects.update(text=f"segreto-relazione {TYPED}")
    Recommendation.objects.update(text=f"segreto-raccomandazione {TYPED}")
    FeeNotice.objects.create(
        process=walk.process, cycle_number=1, amount=Decimal(1500), reference="301000000000000017", issued_on=DAY
    )
    return walk


@pytest.fixture
def application(walk):
    return walk.process.application


def payload(stream):
    return validate(b"".join(stream))[1]


def whole(application):
    return payload(bag("f", whole_payloads(read_file(application)), info=[], on=DAY))


def give(walk, items=()):
    release = release_file(application=walk.process.application, by=walk.officer, items=items, **REQUEST)
    return payload(bag("c", released_payloads(release), info=[], on=DAY))


def keys(application, prefix):
    return [item.key for item in items_of(read_file(application)) if item.key.startswith(prefix)]


def assert_nobody(files):
    for path, content in files.items():
        text = (path + (words_of(content) if path.endswith(".pdf") else content.decode())).casefold()
        for secret in (PERSON, "Quintavalle", "Brambilla", "Pautasso", "Dellantonio", MAIL, "347 123"):
            assert secret.casefold() not in text, f"{secret} in {path}"


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


# --- Whole ---------------------------------------------------------------------------------------


def test_whole_package_holds_the_way_as_data_tables_and_paper(walk, application):
    files = whole(application)
    data = json.loads(files["data/dati/percorso.json"])
    phases = list(walk.process.phases.order_by("place"))
    assert [(p["state"], p["starts_on"]) for p in data["phases"]] == [
        (p.state, p.starts_on.isoformat()) for p in phases
    ]
    assert len(data["plans"][0]["activities"]) == walk.version.planfields.count()
    assert data["reports"][0]["recommendations"][0]["text"].startswith("segreto-raccomandazione")
    assert (data["fees"][0]["amount"], data["fees"][0]["reference"]) == ("1500.00", "301000000000000017")
    assert {row["assessor"] for row in data["appointments"]} == {"Osvaldo Brambilla", "Clotilde Pautasso"}
    activities = rows_of(files["data/dati/piano-attivita.csv"])
    assert {row["Donne"] for row in activities} == {"1"}
    words = words_of(files["data/dati/percorso.pdf"])
    page = files["data/indice.html"].decode()
    for text in ("segreto-relazione", "segreto-raccomandazione", "segreto-piano", "301000000000000017"):
        assert text in words
        assert text in page


def test_whole_package_holds_the_papers_of_the_phases_and_the_history_of_the_way(walk, application):
    files = whole(application)
    assert any(path.startswith("data/documenti/percorso/fase-") for path in files)
    entries = json.loads(files["data/dati/percorso.json"])["history"]
    assert {"Aperto il percorso", "Percorso attivato"} & {entry["label"] for entry in entries}
    assert all(entry["hashed"]["previous"] == entry["previous_hash"] for entry in entries)


def test_yearly_series_of_the_package_are_those_of_the_page(walk, application):
    while "data_model" not in walk.phase.template.closes_with:
        walk.close()
    walk.send_data()
    rows = {row["Codice"]: row for row in rows_of(whole(application)["data/dati/dati-annuali.csv"])}
    assert (rows["personale"]["Totale"], rows["personale"]["Donne"]) == ("100.00", "60.00")
    assert rows["part-time"]["Totale"] == "10.0"
    assert rows["malattia"]["Totale"] == "4.30"


def test_drafts_stay_with_who_writes_them(walk, application):
    phase = PhaseFactory(process=walk.process, code="d", place=90)
    plan = CompanyPlanFactory(process=walk.process, phase=phase)
    Activity.objects.create(plan=plan, key=1, field=walk.version.planfields.first(), title="Bozza-segreta")
    DataCollectionFactory(process=walk.process, phase=phase, year=2020)
    EvaluatorReport.objects.create(
        phase=phase, appointment=walk.process.appointments.first(), text="Relazione-in-bozza"
    )
    everything = b"".join(c for path, c in whole(application).items() if not path.endswith(".pdf")).decode()
    assert "Bozza-segreta" not in everything
    assert "Relazione-in-bozza" not in everything
    years = json.loads(whole(application)["data/dati/percorso.json"])["collections"]
    assert 2020 not in [row["year"] for row in years]


def test_reading_takes_the_same_queries_with_more_plans_and_activities(
    walk, application, django_assert_num_queries
):
    read_file(application)  # what Django keeps of its content types is warm from here on
    application = type(application).objects.get(pk=application.pk)
    with django_assert_num_queries(QUERIES):
        whole_payloads(read_file(application))
    plan = walk.process.plans.get()
    field = plan.activities.first().field
    for key in range(100, 130):
        Activity.objects.create(plan=plan, key=key, field=field, title=f"Attività {key}")
    application = type(application).objects.get(pk=application.pk)
    with django_assert_num_queries(QUERIES):
        whole_payloads(read_file(application))


QUERIES = 51


# --- Copies --------------------------------------------------------------------------------------


def test_copy_without_ticks_has_dates_and_outcomes_and_no_person(walk, application):
    files = give(walk)
    assert_nobody(files)
    assert "data/dati/dati-annuali.csv" not in files
    data = json.loads(files["data/dati/pratica.json"])
    assert [row["Stato"] for row in data["Fasi"]] == [
        p.get_state_display() for p in walk.process.phases.order_by("place")
    ]
    assert data["Quote"][0]["Euro"] == "1500"
    everything = b"".join(c for path, c in files.items() if not path.endswith(".pdf")).decode()
    words = words_of(files["data/dati/percorso.pdf"])
    for typed in ("segreto-piano", "segreto-relazione", "segreto-raccomandazione", "301000000000000017"):
        assert typed not in everything
        assert typed not in words
    assert "Quote" in words


def test_ticked_texts_of_the_way_are_masked_on_the_page_and_on_paper(walk, application):
    walk.close()
    ticked = [key for key in keys(application, "") if not key.startswith("phase-document")]
    files = give(walk, ticked)
    assert_nobody(files)
    page, words = files["data/indice.html"].decode(), words_of(files["data/dati/percorso.pdf"])
    for place in ("piano", "relazione", "raccomandazione"):
        assert f"segreto-{place} di [" in page
        assert f"segreto-{place} di [" in words
    assert OMITTED in words
    assert "Donne" not in page


def test_findings_of_a_phase_that_is_open_are_not_offered(walk, application):
    phase = walk.phase
    assert EvaluatorReport.objects.filter(phase=phase).exists() is False
    walk.process.phases.filter(report__isnull=False).update(state="planned", closed_on=None)
    assert keys(application, "report-") == keys(application, "recommendation-") == []
    assert "Favorevole" not in json.dumps(json.loads(give(walk)["data/dati/pratica.json"]), ensure_ascii=False)


def test_document_of_a_phase_is_given_under_a_name_of_ours(walk, application):
    (key, *_rest) = keys(application, "phase-document-")
    files = give(walk, [key])
    assert b"Informazioni sull'organizzazione" in files["data/documenti/001.txt"]


def test_counts_of_two_people_stay_inside(walk, application):
    while "data_model" not in walk.phase.template.closes_with:
        walk.close()
    walk.send_data(share=2)
    files = give(walk, keys(application, "data-"))
    rows = {row["Codice"]: row["Totale"] for row in rows_of(files["data/dati/dati-annuali.csv"])}
    assert rows["part-time"] == rows["indice-flessibilita"] == HIDDEN
    assert (rows["personale"], rows["malattia"]) == ("100", "4,3")


@pytest.mark.parametrize(
    ("typed", "hidden"), [("0", False), ("1", True), ("2", True), ("2.99", True), ("3", False), (None, False)]
)
def test_too_few(typed, hidden):
    people = Indicator(pk=1, code="a", formula="number", by_sex=True)
    mean = Indicator(pk=2, code="m", formula="index", parts=["a"])
    found = too_few([people, mean], {1: Decimal(typed) if typed else None})
    assert found == ({"a", "m"} if hidden else set())


def test_small_numbers_that_count_no_people_are_shown():
    days = Indicator(pk=1, code="a", formula="number", by_sex=False)
    assert too_few([days], {1: Decimal("1.5")}) == set()


def test_papers_of_a_copy_stay_as_given_and_go_with_the_file(walk, application):
    before = give(walk)
    release = FileRelease.objects.get()
    walk.process.phases.update(starts_on=timezone.localdate())
    again = payload(bag("c", released_payloads(release), info=[], on=DAY))
    assert again == before
    _clear(application.pk)
    release.refresh_from_db()
    assert payload(bag("c", released_payloads(release), info=[], on=DAY)) == {}
    made = [row["document"] for row in release.files if row.get("made")]
    assert len(made) == 2
    assert not Document.objects.filter(uuid__in=made).exclude(file="").exists()


def test_paper_breaks_digests_and_stands_letters_that_no_font_has():
    digest = "ab12" * 16
    shown = part("Storia", ("Chi", "Che cosa", "Impronta"), [("Io \N{GRINNING FACE}", "x" * 300, digest)])
    content = printed_parts("Prova", kind="Prova", body="Ente", lines=[], parts=[shown])
    words = words_of(content).replace(" ", "").replace("\u200b", "")
    assert digest in words
    assert words.count("\u25a1") == 1
