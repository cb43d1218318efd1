"""The council's work list: what waits, since when, how long it may; filters, counts, downloads, one session."""

import datetime
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from certifications import actions
from certifications.closing import missing_for
from certifications.council import Standing, lacks_something, waiting_for_council
from certifications.models import CompanyPlan, CouncilOpinion, Phase
from tests.certifications.audit_walk import Walk
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.processes import (
    CompanyPlanFactory,
    EvaluatorReportFactory,
    PhaseFactory,
    ProcessFactory,
    family_audit,
)

pytestmark = pytest.mark.django_db
URL = "certifications:council"
SENT_AT = datetime.datetime(2024, 5, 6, 9, tzinfo=datetime.UTC)


@pytest.fixture
def council(official, trento):
    return official("audit_council", trento)


def phase(code="c", *, name=None, report=False, unfavourable=None, due=None, **organisation):
    """An open phase that waits for the council, of an organisation called `name`."""
    body = OrganisationFactory(
        trento=True, kind="other_public", **({"name": name} if name else {}), **organisation
    )
    made = ProcessFactory(organisation=body, running=True, running__code=code).phases.get()
    Phase.objects.filter(pk=made.pk).update(due_on=due)
    if report:
        EvaluatorReportFactory(phase=made, state="sent", outcome="favourable", sent_at=SENT_AT)
    if unfavourable:
        CouncilOpinion.objects.create(
            phase=made, outcome="unfavourable", session_on=unfavourable, text="No", given_by=UserFactory()
        )
    return made


def names(response):
    return [found.process.organisation.name for found, _label, _tone in response.context["rows"]]


def lines(response):
    text = b"".join(response).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_standing_and_since_follow_from_what_is_there(council):
    ready = phase(report=True)
    lacking = phase()
    again = phase(report=True, unfavourable=datetime.date(2024, 5, 20))
    without_report = phase("f")
    found = {p.pk: (p.standing, p.since) for p in waiting_for_council(council)}
    assert found == {
        ready.pk: (Standing.READY, SENT_AT.date()),
        lacking.pk: (Standing.LACKING, datetime.date(2024, 3, 1)),
        again.pk: (Standing.AGAIN, datetime.date(2024, 5, 20)),
        without_report.pk: (Standing.READY, datetime.date(2024, 3, 1)),
    }


def test_lacking_is_what_closing_says_after_every_step_of_the_first_phases():
    walk = Walk()
    walk.activate()
    steps = {
        "documents": walk.hand_over_documents,
        "data_model": walk.send_data,
        "plan": walk.send_plan,
        "report": walk.send_report,
        "opinion": walk.give_opinion,
    }
    seen = []
    for _code in "abc":
        opened = walk.phase
        wanted = [kind for kind in steps if kind in opened.template.closes_with]
        for step in (lambda: None, *(steps[kind] for kind in wanted)):
            step()
            lacks = bool([item for item in missing_for(opened) if item.kind not in ("opinion", "act")])
            assert Phase.objects.filter(lacks_something(), pk=opened.pk).exists() == lacks
            seen.append((opened.template.code, lacks))
        actions.close_phase(phase=opened, by=walk.officer)
    assert seen == [("a", True), ("a", True), ("a", False), ("b", True), ("b", False)] + [
        ("c", True),
        ("c", False),
        ("c", False),
    ]


@pytest.mark.parametrize(("state", "lacks"), [("returned", True), ("draft", True), ("sent", False)])
def test_report_waits_for_the_new_version_of_an_earlier_plan(council, state, lacks):
    opened = phase(report=True)
    before = PhaseFactory(process=opened.process, code="b", state="closed", place=9)
    Phase.objects.filter(pk=opened.pk).update(place=10)
    CompanyPlanFactory(process=opened.process, phase=before, state="sent", sent_at=SENT_AT)
    sent_at = None if state == "draft" else SENT_AT
    CompanyPlan.objects.create(process=opened.process, phase=before, number=2, state=state, sent_at=sent_at)
    opened = Phase.objects.get(pk=opened.pk)
    assert any(item.kind == "report" for item in missing_for(opened)) == lacks
    assert (waiting_for_council(council).get().standing == Standing.LACKING) == lacks


def test_filters_and_counts(client_as, council):
    today, days = timezone.localdate(), datetime.timedelta
    phase(name="Azienda scaduta", report=True, due=today - days(1))
    phase(name="Azienda vicina", due=today + days(30))
    phase("f", name="Comune lontano", due=today + days(31))
    phase(name="Ente senza termine", report=True, unfavourable=datetime.date(2024, 5, 20))
    client = client_as(council)

    def ask(query):
        return names(client.get(f"{reverse(URL)}?{query}"))

    everything = ["Azienda scaduta", "Azienda vicina", "Comune lontano", "Ente senza termine"]
    assert ask("") == everything
    assert ask("termine=ritardo") == everything[:1]
    assert ask("termine=vicino") == everything[1:2]
    assert ask("termine=oltre") == everything[2:3]
    assert ask("termine=nessuno") == everything[3:]
    assert ask("stato=pronte") == ["Azienda scaduta", "Comune lontano"]
    assert ask("stato=incomplete") == ["Azienda vicina"]
    assert ask("stato=riesame") == ["Ente senza termine"]
    assert ask("fase=grant") == ["Comune lontano"]
    assert ask("q=azienda") == everything[:2]
    assert ask("marchio=family-audit&provincia=TN") == everything
    assert ask("stato=sconosciuto") == everything
    page = client.get(f"{reverse(URL)}?stato=pronte")
    assert [(label, number, chosen) for label, number, _url, chosen in page.context["counts"]] == [
        ("Pronta per il parere", 2, True),
        ("Da riesaminare", 1, False),
        ("Non ancora completa", 1, False),
    ]


def test_downloads_follow_the_filters_and_name_no_person(client_as, council):
    due = timezone.localdate() + datetime.timedelta(days=10)
    kept = phase(name="=Azienda", report=True, due=due)
    phase(name="Altra", due=due)
    person = OrganisationMemberFactory(organisation=kept.process.organisation, user__full_name="Ada Rossi").user
    client = client_as(council)
    response = client.get(reverse("certifications:council_download", args=["csv"]) + "?stato=pronte")
    text = b"".join(response).decode("utf-8-sig")
    people = [person, kept.process.officer, kept.report.appointment.assessor.user]
    assert [p.full_name for p in people if p.full_name in text] == []
    header, row = [line.split(";") for line in text.splitlines()]
    found = dict(zip(header, row, strict=True))
    assert found["Organizzazione"].strip('"') == "'=Azienda"
    assert (found["Stato"], found["InAttesaDal"]) == ("Pronta per il parere", "2024-05-06")
    assert (found["Termine"], found["GiorniAlTermine"]) == (str(due), "10")
    book = client.get(reverse("certifications:council_download", args=["xlsx"]) + "?stato=incomplete")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book))).active
    assert [row[1].value for row in sheet.iter_rows()] == ["Organizzazione", "Altra"]
    assert client.get(reverse("certifications:council_download", args=["pdf"])).status_code == 404


def session(chosen, **more):
    data = {"session_on": str(timezone.localdate()), "text": "Il Consiglio ha esaminato le relazioni."}
    return {**data, "fase": [p.process.public_id for p in chosen], **more}


def test_one_session_gives_many_opinions_and_says_what_it_could_not(client_as, council):
    ready = [phase(name="Alfa", report=True), phase("f", name="Beta")]
    lacking = phase(name="Gamma")
    own = phase(name="Delta", report=True)
    OrganisationMemberFactory(organisation=own.process.organisation, user=council)
    response = client_as(council).post(
        f"{reverse(URL)}?termine=nessuno", session([*ready, lacking, own]), follow=True
    )
    assert response.redirect_chain == [(f"{reverse(URL)}?termine=nessuno", 302)]
    assert set(CouncilOpinion.objects.values_list("phase", "outcome", "given_by")) == {
        (p.pk, "favourable", council.pk) for p in ready
    }
    told = [str(message) for message in response.context["messages"]]
    assert told[0] == "Fatto per 2 pratiche."
    assert sorted(line.partition(":")[0] for line in told[1:]) == ["Delta", "Gamma"]


def test_session_keeps_what_was_typed_when_something_is_missing(client_as, council):
    ready = phase(report=True)
    client = client_as(council)
    page = client.post(reverse(URL), session([ready], text=""))
    assert set(page.context["form"].errors) == {"text"}
    assert f'value="{ready.process.public_id}" aria-label="{ready.process.organisation.name}" checked' in page.text
    page = client.post(reverse(URL), session([]))
    assert "Scegli almeno una fase." in page.text
    assert "Il Consiglio ha esaminato le relazioni." in page.text
    assert not CouncilOpinion.objects.exists()


def test_phases_of_another_council_are_not_touched(client_as, official, piemonte):
    ready = phase(report=True)
    client_as(official("audit_council", piemonte)).post(reverse(URL), session([ready]))
    assert not CouncilOpinion.objects.exists()


def test_opinion_of_an_earlier_session_than_the_last_is_refused(council):
    opened = phase(report=True, unfavourable=datetime.date(2024, 5, 20))
    with pytest.raises(ValidationError) as refused:
        actions.give_opinion(
            phase=Phase.objects.get(pk=opened.pk),
            by=council,
            outcome="favourable",
            session_on=datetime.date(2024, 5, 19),
            text="Sì",
        )
    assert set(refused.value.message_dict) == {"session_on"}


@pytest.mark.parametrize("number", [1, 4])
def test_download_asks_the_same_however_long(client_as, council, django_assert_num_queries, number):
    for _one in range(number):
        phase(report=True)
    client, address = client_as(council), reverse("certifications:council_download", args=["csv"])
    b"".join(client.get(address))
    with django_assert_num_queries(6):
        assert len(lines(client.get(address))) == number + 1


@pytest.mark.parametrize("junk", ["%00", "9" * 400, "[]", "%ED%A0%80", "%27%20OR%201%3D1"])
def test_junk_is_no_fault_of_the_server(client_as, council, junk):
    family_audit()
    names_of = ("q", "marchio", "fase", "provincia", "termine", "stato", "page")
    client = client_as(council)
    query = "&".join(f"{name}={junk}" for name in names_of)
    assert client.get(f"{reverse(URL)}?{query}").status_code == 200
    assert client.post(reverse(URL), session([], fase=[junk])).status_code in (200, 302)


def test_ticks_that_the_database_cannot_hold_tick_nothing(client_as, council):
    answer = client_as(council).post(reverse(URL), session([], fase=["a\x00b"]))
    assert answer.context["form"].non_field_errors() == ["Scegli almeno una fase."]
