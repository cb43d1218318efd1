"""The pages of a process as they are used: queries, errors that keep what was typed, hostile and junk input."""

import datetime
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certifications import desk
from certifications.models import Activity, DataCollection, Process
from familynet.kernel.history import HistoryEntry
from tests.certifications.audit_walk import Walk
from tests.factories.certifications import ActFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.processes import (
    ActivityFactory,
    AppointmentFactory,
    CompanyPlanFactory,
    DataCollectionFactory,
    PhaseFactory,
    ProcessFactory,
)

pytestmark = pytest.mark.django_db
D = datetime.date
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>"'
ACTIVITY = {
    "title": "Banca delle ore",
    "responsible": "Responsabile del personale",
    "state": "running",
    "times": "Entro l'anno",
    "description": "x",
    "expected": "x",
    "indicators": "x",
}


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


@pytest.fixture
def member():
    """A person who acts for the organisation of a process in its second phase."""
    process = ProcessFactory(running=True, running__code="b")
    return OrganisationMemberFactory(organisation=process.organisation, user__full_name="Ada Rossi").user, process


def ask(client, address, queries, django_assert_num_queries):
    client.get(address)  # what is read once for all pages
    with django_assert_num_queries(queries):
        response = client.get(address)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("number", [1, 4])
def test_list_asks_the_same_however_long(client_as, official, trento, django_assert_num_queries, number):
    officer = official("certification_officer", trento)
    for _one in range(number):
        ProcessFactory(running=True)
    page = ask(client_as(officer), url("processes"), 12, django_assert_num_queries)
    assert len(page.context["page_obj"]) == number


@pytest.mark.parametrize("number", [1, 4])
def test_council_asks_the_same_however_long(client_as, official, trento, django_assert_num_queries, number):
    council = official("audit_council", trento)
    for _one in range(number):
        ProcessFactory(running=True, running__code="c")
    ProcessFactory(running=True, running__code="b")
    page = ask(client_as(council), url("council"), 9, django_assert_num_queries)
    assert len(page.context["rows"]) == number


@pytest.mark.parametrize("number", [1, 6])
def test_detail_asks_the_same_however_many_phases(client_as, member, django_assert_num_queries, number):
    person, process = member
    for _one in range(1, number):
        PhaseFactory(process=process, code="e", act=ActFactory())
    ask(client_as(person), url("process", process.public_id), 12, django_assert_num_queries)


@pytest.mark.parametrize("number", [1, 4])
def test_plan_asks_the_same_however_many_activities(client_as, member, django_assert_num_queries, number):
    person, process = member
    plan = CompanyPlanFactory(process=process)
    for key in range(1, number + 1):
        ActivityFactory(plan=plan, key=key)
    page = ask(client_as(person), url("plan", process.public_id, plan.pk), 14, django_assert_num_queries)
    assert page.context["total"] == number


@pytest.mark.parametrize("number", [1, 3])
def test_series_asks_the_same_however_many_years(client_as, django_assert_num_queries, number):
    walk = Walk()
    process = walk.activate()
    for year in range(2020, 2020 + number):
        phase = process.phases.get(place=year - 2018)
        made = DataCollectionFactory(process=process, phase=phase, year=year, state="sent", sent_at=timezone.now())
        made.values.create(indicator=process.version.indicators.get(code="malattia"), total=year - 2015)
    page = ask(client_as(walk.contact), url("data", process.public_id), 13, django_assert_num_queries)
    assert len(page.context["years"]) == number
    assert len(page.context["charts"]) == (0 if number == 1 else 7)
    lines = b"".join(client_as(walk.contact).get(url("data_csv", process.public_id))).decode("utf-8-sig")
    assert lines.count("\n") == 1 + 30 * number


def test_detail_says_what_is_missing_and_until_when(client_as, member):
    person, process = member
    process.phases.update(due_on=timezone.localdate() + datetime.timedelta(days=10))
    page = client_as(person).get(url("process", process.public_id)).text
    assert "L&#x27;organizzazione deve inviare il piano." in page
    assert "Mancano 10 giorni" in page
    assert "<svg" in page


def test_form_of_an_activity_keeps_what_was_typed(client_as, member):
    person, process = member
    plan = CompanyPlanFactory(process=process)
    client = client_as(person)
    address = url("activity_new", process.public_id, plan.pk)
    page = client.post(address, {**ACTIVITY, "women": "-3", "field": process.version.planfields.first().pk})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"women"}
    assert "Banca delle ore" in page.text
    assert not Activity.objects.exists()


def test_data_form_keeps_errors_and_italian_numbers(client_as):
    collection = DataCollectionFactory()
    process = collection.process
    person = OrganisationMemberFactory(organisation=process.organisation).user
    client, address = client_as(person), url("data_year", process.public_id, collection.year)
    good = {"personale-women": "60", "personale-men": "40", "malattia": "4,3"}
    page = client.post(address, {**good, "part-time-women": "61", "part-time-men": "0"})
    assert page.context["form"].errors == {"part-time-women": ["È più del totale su cui si calcola."]}
    assert 'value="4,3"' in page.text
    assert collection.values.count() == 0
    page = client.post(address, {**good, "straordinario": "molte"})
    assert set(page.context["form"].errors) == {"straordinario"}
    assert client.post(address, good).status_code == 302
    assert str(collection.values.get(indicator__code="malattia").total) == "4.30"
    page = client.post(url("data_send", process.public_id, collection.year), follow=True)
    assert "Manca «Part-time»." in page.text
    assert DataCollection.objects.get().state == "draft"


def test_sending_an_empty_plan_says_why(client_as, member):
    person, process = member
    plan = CompanyPlanFactory(process=process)
    page = client_as(person).post(url("plan_step", process.public_id, plan.pk, "send"))
    assert page.status_code == 200
    assert "nel campo «Luoghi di lavoro»" in page.text


def test_report_is_kept_as_a_draft_when_it_cannot_be_sent(client_as):
    process = ProcessFactory(running=True, running__code="e")
    appointment = AppointmentFactory(process=process)
    client, address = client_as(appointment.assessor.user), url("report", process.public_id, 1)
    page = client.post(address, {"text": "Tutto bene", "outcome": "favourable", "send": "1"})
    assert "Manca il giorno della visita." in page.text
    assert process.phases.get().report.text == "Tutto bene"
    member = OrganisationMemberFactory(organisation=process.organisation).user
    assert "Tutto bene" not in client_as(member).get(url("phase", process.public_id, 1)).text
    done = {"text": "Tutto bene", "outcome": "favourable", "visit_on": "2024-06-01", "send": "1"}
    assert client.post(address, done).status_code == 302
    assert "Tutto bene" in client_as(member).get(url("phase", process.public_id, 1)).text
    assert client.get(address).status_code == 409


def test_steps_by_their_pages_from_appointment_to_first_phase(client_as):
    walk = Walk()
    application = walk.apply()
    office = client_as(walk.officer)
    page = office.post(url("process_open", application.public_id), {"size": "small"})
    process = Process.objects.get()
    assert page["Location"] == url("process", process.public_id)
    for name, assessor in (("consultant", walk.consultant), ("evaluator", walk.evaluator)):
        office.post(url("process_step", process.public_id, name), {"assessor": assessor.pk})
        asked = process.appointments.get(assessor=assessor)
        person = client_as(assessor.user)
        assert [str(item.kind) for item in desk.waiting_for(assessor.user)] == ["Incarichi da dichiarare"]
        assert person.get(url("process", process.public_id)).status_code == 404
        person.post(url("appointment", asked.pk), {"has_conflict": "no"})
        assert person.get(url("process", process.public_id)).status_code == 200
    office.post(url("process_step", process.public_id, "activate"), {"starts_on": str(timezone.localdate())})
    assert walk_titles(process) == ["Fase preliminare"]
    file = SimpleUploadedFile("informazioni.txt", b"Informazioni sull'organizzazione")
    client_as(walk.contact).post(
        url("phase_step", process.public_id, 1, "document"), {"title": "Informazioni", "file": file}
    )
    kept = process.phases.get(place=1).documents.get()
    answer = client_as(walk.head).get(url("phase_document", process.public_id, 1, kept.pk))
    assert b"".join(answer.streaming_content) == b"Informazioni sull'organizzazione"
    page = office.post(url("phase_step", process.public_id, 1, "close"))
    assert "deve inviare i dati" in page.text


def walk_titles(process):
    return [phase.title for phase in process.phases.filter(state="open")]


def test_public_page_shows_level_phase_and_term_and_no_person(client_as):
    walk = Walk()
    process = walk.activate()
    for _phase in "abcd":
        walk.close()
    process.refresh_from_db()
    page = client_as().get(url("certificate", process.certificate.public_id)).text
    assert "Certificato base" in page
    assert "anno 1 di 3" in page
    assert process.level_act.number in page
    people = [walk.contact, walk.officer, walk.manager, walk.council, walk.evaluator.user, walk.consultant.user]
    assert [person.full_name for person in people if person.full_name in page] == []


def test_hostile_words_stay_words(client_as, member):
    person, process = member
    plan = CompanyPlanFactory(process=process)
    ActivityFactory(plan=plan, title=HOSTILE, description=HOSTILE, responsible=HOSTILE)
    process.organisation.name = HOSTILE
    process.organisation.save(update_fields=["name"])
    client = client_as(person)
    for address in (
        url("processes"),
        url("process", process.public_id),
        url("plans", process.public_id),
        url("plan", process.public_id, plan.pk),
        url("phase", process.public_id, 1),
        url("data", process.public_id),
    ):
        assert "<script>alert" not in client.get(address).text


JUNK = ("%00", "-1", "0", "9" * 400, "a" * 3000, "%C2%B2", "NaN", "[]", "%ED%A0%80", "1e999", "%27%20OR%201%3D1")


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_no_fault_of_the_server(client_as, member, junk):
    person, process = member
    plans = [CompanyPlanFactory(process=process, state="sent", sent_at=timezone.now())]
    plans.append(CompanyPlanFactory(process=process, number=2))
    client, base = client_as(person), url("process", process.public_id)
    for address in (
        f"{url('processes')}?q={junk}&stato={junk}&page={junk}",
        f"{base}piano/confronto/?prima={junk}&dopo={junk}",
        f"{base}piano/{plans[1].pk}/attivita/nuova/?campo={junk}",
        f"{base}passi/{junk}/",
        f"{base}fasi/{junk}/",
        f"{base}dati/{junk}/",
        f"/scrivania/incarichi/{junk}/",
    ):
        assert client.get(address).status_code in (200, 404), address
    text = unquote(junk, errors="replace")
    address = url("activity_new", process.public_id, plans[1].pk)
    page = client.post(address, dict.fromkeys((*ACTIVITY, "field", "women", "men", "update"), text))
    assert page.status_code == 200
    assert HistoryEntry.objects.of(process).count() == 0
