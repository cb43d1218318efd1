"""The officials' pages of a file, the work lists, the applicant's answer, deadlines, rules and times."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from certifications import actions
from certifications.actions import add_life_rules
from certifications.actions.clock import note_clock
from certifications.models import Application, ClockEvent, LifeRules, ProcedureRules
from certifications.models.life import lengths_by_scheme
from certifications.times import durations
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import SchemeFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
S = Application.State
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def version(trento):
    return SchemeVersionFactory(scheme__administration=trento, with_requirements=3, published=True)


def make(version, **fields):
    values = {"state": S.IN_REVIEW, "version": version, **fields}
    made = ApplicationFactory(**values)
    note_clock(application=made, kind=ClockEvent.Kind.START, on=timezone.localdate(), by=None)
    return made


def page(client, name, *args, **kwargs):
    return client.get(reverse(f"certifications:{name}", args=args), **kwargs)


def ask(application, officer, question="Manca la delibera."):
    requirement = application.version.requirements.first()
    day = timezone.localdate() + datetime.timedelta(days=10)
    return actions.ask_integration(
        application=application, questions={requirement.pk: question}, due_on=day, by=officer
    )


def test_list_shows_what_waits_for_the_officer_most_urgent_first(client_as, officer, official, trento, version):
    late = make(version, officer=officer)
    Application.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=2))
    free = make(version, state=S.SUBMITTED)
    make(version, officer=official(Role.CERTIFICATION_OFFICER, trento))
    response = page(client_as(officer), "files")
    assert [a.pk for a, _light in response.context["rows"]] == [late.pk, free.pk]
    assert "In ritardo di 2 giorni" in response.content.decode()


def test_list_counts_each_state_under_the_other_filters(client_as, officer, version):
    make(version, officer=officer)
    make(version, state=S.ASSESSED)
    make(version, state=S.AWARDED, concluded_on=timezone.localdate())
    response = page(client_as(officer), "files", data={"elenco": "tutte", "stato": "assessed"})
    counts = {label: number for label, number, _url, _chosen in response.context["counts"]}
    assert counts == {"In istruttoria": 1, "Valutata, da decidere": 1}
    assert [a.state for a, _light in response.context["rows"]] == [S.ASSESSED]
    response = page(client_as(officer), "files", data={"elenco": "tutte", "stato": "tutti"})
    assert len(response.context["rows"]) == 3


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"q": "Rovereto"}, True),
        ({"q": "Nessuno"}, False),
        ({"q": "P/77"}, True),
        ({"termine": "ritardo"}, False),
        ({"responsabile": "io"}, True),
        ({"responsabile": "nessuno"}, False),
        ({"marchio": "altro"}, False),
        ({"pagina": "x", "page": "99999"}, True),
    ],
)
def test_list_filters(client_as, officer, version, data, found):
    organisation = OrganisationFactory(name="Casa di Rovereto")
    made = make(version, officer=officer, organisation=organisation, protocol_number="P/77")
    response = page(client_as(officer), "files", data={"elenco": "tutte", **data})
    rows = [a.pk for a, _light in response.context["rows"]]
    assert rows == ([made.pk] if found else []) or "marchio" in data


def test_list_accompanied_files_can_only_be_read(client_as, official, piemonte, version):
    made = make(version)
    client = client_as(official(Role.CERTIFICATION_OFFICER, piemonte))
    response = page(client, "files", data={"elenco": "accompagnate"})
    assert [a.pk for a, _light in response.context["rows"]] == [made.pk]
    assert 'name="pratica"' not in response.content.decode()
    assert page(client, "files", data={"elenco": "tutte"}).context["rows"] == []


@pytest.mark.parametrize("number", [1, 5])
def test_list_queries_do_not_grow(client_as, officer, version, number, django_assert_num_queries):
    for _ in range(number):
        make(version, officer=officer)
    client = client_as(officer)
    page(client, "files")
    with django_assert_num_queries(12):
        page(client, "files", data={"elenco": "tutte"})


@pytest.mark.parametrize("number", [1, 3])
def test_summary_queries_do_not_grow(client_as, officer, version, number, django_assert_num_queries):
    made = make(version, officer=officer)
    for requirement in version.requirements.all()[:number]:
        AnswerFactory(application=made, requirement=requirement)
    client = client_as(officer)
    page(client, "file", made.public_id)
    with django_assert_num_queries(17):
        page(client, "file", made.public_id)


def test_summary_says_score_clock_and_next_steps(client_as, officer, version):
    made = make(version, officer=officer)
    text = page(client_as(officer), "file", made.public_id).content.decode()
    for words in ("Chiedi integrazioni", "Passa alla valutazione", "Si conta dal giorno dopo", "<svg"):
        assert words.casefold() in text.casefold()


def test_bulk_assigns_many_and_says_what_was_refused(client_as, official, officer, trento, version):
    manager = official(Role.CERTIFICATION_MANAGER, trento)
    first, second = make(version), make(version, state=S.AWARDED, concluded_on=timezone.localdate())
    data = {"pratica": [first.public_id, second.public_id, "zzz"], "azione": "assegna", "officer": officer.pk}
    response = client_as(manager).post(reverse("certifications:files_bulk"), data, follow=True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.officer, second.officer) == (officer, None)
    assert "Fatto per 1 pratica." in response.content.decode()


def test_bulk_passes_many_to_assessment(client_as, officer, version):
    made = [make(version, officer=officer), make(version, officer=officer)]
    data = {"pratica": [a.public_id for a in made], "azione": "valutazione"}
    client_as(officer).post(reverse("certifications:files_bulk"), data)
    assert set(Application.objects.values_list("state", flat=True)) == {S.IN_ASSESSMENT}


def test_bulk_on_files_of_the_other_administration_does_nothing(client_as, official, piemonte, version):
    made, stranger = make(version), official(Role.CERTIFICATION_OFFICER, piemonte)
    data = {"pratica": [made.public_id], "azione": "valutazione"}
    client_as(stranger).post(reverse("certifications:files_bulk"), data)
    made.refresh_from_db()
    assert made.state == S.IN_REVIEW


def test_bulk_on_ticks_that_the_database_cannot_hold_does_nothing(client_as, officer):
    data = {"pratica": ["a\x00b"], "azione": "valutazione"}
    answer = client_as(officer).post(reverse("certifications:files_bulk"), data, follow=True)
    assert "Scegli almeno una pratica" in answer.content.decode()


def test_downloads_hold_the_same_rows(client_as, officer, version):
    make(version, officer=officer, organisation=OrganisationFactory(name="=Casa"))
    client = client_as(officer)
    csv = b"".join(page(client, "files_download", "csv").streaming_content).decode()
    book = b"".join(page(client, "files_download", "xlsx").streaming_content)
    rows = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert len(csv.splitlines()) == len(rows) == 2
    assert "'=Casa" in csv
    assert page(client, "files_download", "json").status_code == 404


def test_integration_asked_on_the_page_and_answered_by_the_applicant(client_as, officer, version):
    made = make(version, officer=officer)
    applicant = OrganisationMemberFactory(organisation=made.organisation).user
    requirement, other = version.requirements.all()[:2]
    day = (timezone.localdate() + datetime.timedelta(days=10)).isoformat()
    client = client_as(officer)
    url = reverse("certifications:file_ask", args=[made.public_id])
    client.post(url, {f"q{requirement.pk}": f"Manca la delibera {HOSTILE}", "due_on": day, "message": "Grazie"})
    made.refresh_from_db()
    assert made.state == S.INTEGRATION

    mine, url = client_as(applicant), reverse("certifications:integration", args=[made.public_id])
    text = mine.get(url).content.decode()
    assert HOSTILE not in text
    assert requirement.code in text
    assert f"r{other.pk}-reply" not in text
    prefix = f"r{requirement.pk}"
    upload = SimpleUploadedFile("delibera.txt", b"Delibera di Giunta", content_type="text/plain")
    data = {
        f"{prefix}-reply": "Ecco la delibera.",
        f"{prefix}-met": "yes",
        f"{prefix}-note": "Approvata.",
        f"{prefix}-revision": "0",
        f"{prefix}-documents": upload,
        "send": "1",
    }
    assert mine.post(url, data).status_code == 302
    made.refresh_from_db()
    answer = made.answers.get(requirement=requirement)
    assert (made.state, answer.met, answer.note) == (S.IN_REVIEW, True, "Approvata.")
    assert answer.evidence.get().integration == made.integrations.get()
    text = page(client, "file_integrations", made.public_id).content.decode()
    assert all(words in text for words in ("Ecco la delibera.", "Approvata.", "delibera.txt", "Prima", "Adesso"))
    assert "una volta sola" in text
    assert mine.post(url, data).status_code == 409


def test_integration_saved_without_sending_stays_open(client_as, officer, version):
    made = make(version, officer=officer)
    applicant = OrganisationMemberFactory(organisation=made.organisation).user
    ask(made, officer)
    prefix = f"r{version.requirements.first().pk}"
    url = reverse("certifications:integration", args=[made.public_id])
    response = client_as(applicant).post(
        url, {f"{prefix}-reply": "A metà", f"{prefix}-revision": "0", "save": "1"}
    )
    made.refresh_from_db()
    assert (response.status_code, made.state) == (302, S.INTEGRATION)
    assert made.integrations.get().items.get().reply == "A metà"


def test_integration_sent_without_an_answer_says_which(client_as, officer, version):
    made = make(version, officer=officer)
    applicant = OrganisationMemberFactory(organisation=made.organisation).user
    ask(made, officer)
    url = reverse("certifications:integration", args=[made.public_id])
    text = client_as(applicant).post(url, {"send": "1"}, follow=True).content.decode()
    assert "Manca la risposta sul requisito R1." in text


def test_ask_without_a_question_keeps_what_was_typed(client_as, officer, version):
    made = make(version, officer=officer)
    url = reverse("certifications:file_ask", args=[made.public_id])
    response = client_as(officer).post(url, {"message": "Testo scritto", "due_on": "2020-01-01"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Testo scritto" in text
    assert "Scrivi almeno una richiesta" in text


def test_applicant_reads_the_same_dates_as_the_office(client_as, officer, version):
    made = make(version, officer=officer)
    applicant = OrganisationMemberFactory(organisation=made.organisation).user
    made.refresh_from_db()
    day = f"{made.due_on:%d/%m/%Y}"
    assert day in page(client_as(applicant), "procedure", made.public_id).content.decode()
    assert day in page(client_as(officer), "file", made.public_id).content.decode()


def test_calendar_of_deadlines_leads_back_and_stops_with_its_key(client_as, officer, version):
    made = make(version, officer=officer)
    client = client_as(officer)
    shown = client.post(reverse("certifications:deadlines_key"), {"step": "renew"})
    address = shown.context["address"].split("//")[-1].partition("/")[2]
    feed = client_as().get(f"/{address}")
    assert feed.headers["Content-Type"].startswith("text/calendar")
    body = feed.content.decode().replace("\r\n ", "")
    assert f"/scrivania/pratiche/{made.public_id}/" in body
    assert client_as().get(f"/{address}", headers={"If-None-Match": feed["ETag"]}).status_code == 304
    client.post(reverse("certifications:deadlines_key"), {"step": "stop"})
    assert client_as().get(f"/{address}").status_code == 404


def test_deadlines_of_an_organisation_are_its_integrations(client_as, officer, version):
    made = make(version, officer=officer)
    applicant = OrganisationMemberFactory(organisation=made.organisation).user
    ask(made, officer)
    found = page(client_as(applicant), "deadlines").context["deadlines"]
    assert [d.url for d in found] == [reverse("certifications:integration", args=[made.public_id])]


RULES = {
    **{"valid_from": "2026-05-01", "start_from": "submission", "term_days": 60, "counting": "calendar"},
    **{"max_integrations": 1, "integration_days": 30, "integration_effect": "suspend", "observation_days": 10},
    **{"notice_effect": "suspend", "after_observations_days": 10, "warn_days": 10},
}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"term_days": 0}, "almeno un giorno"),
        ({"patron_saint": "31/02"}, "giorno e mese"),
        ({"valid_to": "2026-01-01"}, "viene prima"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(client_as, officer, changes, words):
    response = client_as(officer).post(reverse("certifications:rules_new"), {**RULES, **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ProcedureRules.objects.exists()


def test_rules_twice_from_the_same_day_are_refused(client_as, officer):
    client = client_as(officer)
    assert client.post(reverse("certifications:rules_new"), RULES).status_code == 302
    assert client.post(reverse("certifications:rules_new"), RULES).status_code == 422
    assert ProcedureRules.objects.get().created_by == officer


def decided(version, days, late=False):
    ended = datetime.date(2026, 5, 29)
    term = ended - datetime.timedelta(days=1) if late else ended
    made = ApplicationFactory(version=version, state=S.AWARDED)
    Application.objects.filter(pk=made.pk).update(
        started_on=ended - datetime.timedelta(days=days), concluded_on=ended, due_on=term
    )


def test_times_give_the_median_and_hide_small_numbers(client_as, version):
    decided(version, 10)
    decided(version, 20)
    assert durations() == []
    decided(version, 60, late=True)
    (found,) = durations()
    assert (found.number, found.median, found.year) == (3, 20.0, 2026)
    assert round(found.in_time) == 67
    text = page(client_as(), "times").content.decode()
    assert version.scheme.name in text
    csv = b"".join(page(client_as(), "times_csv").streaming_content).decode()
    assert csv.splitlines()[1].endswith(";2026;3;20,0;67") or ";2026;3;20" in csv


LIFE_RULES = {"valid_from": "2030-01-01", "reminder_months": "4, 2", "notice_days": "45"}


def test_officer_adds_rules_of_reminders_from_a_day_on(client_as, officer, trento):
    scheme = SchemeFactory(administration=trento)
    client = client_as(officer)
    answer = client.post(reverse("certifications:life_rules_new"), {**LIFE_RULES, "scheme": scheme.pk})
    assert (answer.status_code, answer.url) == (302, reverse("certifications:rules"))
    rules = LifeRules.objects.get()
    assert (rules.reminder_months, rules.notice_days, rules.is_example) == ([4, 2], 45, False)
    assert HistoryEntry.objects.of(rules).get().actor == officer
    assert lengths_by_scheme(datetime.date(2029, 12, 31)) == {}
    assert lengths_by_scheme(datetime.date(2030, 1, 1))[scheme.pk].reminder_months == (4, 2)
    assert "a questi mesi di distanza: 4, 2." in client.get(answer.url).text
    again = client.post(reverse("certifications:life_rules_new"), {**LIFE_RULES, "scheme": scheme.pk})
    assert (again.status_code, "Ci sono già regole" in again.text) == (422, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": "2020-01-01"},
        {"reminder_months": ""},
        {"reminder_months": "0"},
        {"reminder_months": "6, x"},
        {"reminder_months": "99"},
        {"reminder_months": "1,2,3,4,5,6,7"},
        {"notice_days": "0"},
        {"notice_days": "<b>"},
        {"scheme": ""},
    ],
)
def test_rules_of_reminders_that_nobody_could_keep_are_refused(client_as, officer, trento, changes):
    scheme = SchemeFactory(administration=trento)
    data = {**LIFE_RULES, "scheme": scheme.pk, **changes}
    answer = client_as(officer).post(reverse("certifications:life_rules_new"), data)
    assert (answer.status_code, LifeRules.objects.count()) == (422, 0)


def test_rules_of_reminders_are_for_marks_of_ones_own(client_as, officer, trento, piemonte):
    other = SchemeFactory(administration=piemonte)
    answer = client_as(officer).post(reverse("certifications:life_rules_new"), {**LIFE_RULES, "scheme": other.pk})
    assert (answer.status_code, LifeRules.objects.count()) == (422, 0)
    with pytest.raises(PermissionDenied):
        add_life_rules(rules=LifeRules(scheme=other, valid_from=datetime.date(2030, 1, 1)), by=officer)
