"""The applicant's pages: what they say, what they keep, how many queries they ask."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certifications.actions import Said
from certifications.models import AnswerEvidence, Application, IntegrationItem, IntegrationRequest
from tests.certifications.applying import Field, answers, keys, section_of, text_file, url
from tests.factories.accounts import UserFactory
from tests.factories.applications import ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'& {{ 7*7 }}"


@pytest.fixture
def field(db):
    return Field()


@pytest.fixture
def clerk(field, client_as):
    return client_as(field.clerk)


# List and start


def test_list_shows_own_open_applications_and_empty_states(field, clerk, client_as):
    page = clerk.get(reverse("certifications:applications")).content.decode()
    assert "Nessuna domanda aperta" in page
    application = field.start()
    ApplicationFactory()
    page = clerk.get(reverse("certifications:applications")).content.decode()
    assert page.count('class="cert-row"') == 1
    assert url(application) in page
    assert "Non agisci per nessuna organizzazione" in (
        client_as(UserFactory()).get(reverse("certifications:applications")).content.decode()
    )


@pytest.mark.parametrize("number", [1, 5])
def test_list_asks_the_same_queries_whatever_its_length(client_as, number, django_assert_num_queries):
    member = OrganisationMemberFactory()
    for _n in range(number):
        ApplicationFactory(
            organisation=member.organisation, version__category__slug=f"c{_n}", version__category__name=f"C{_n}"
        )
    client = client_as(member.user)
    client.get(reverse("certifications:applications"))
    with django_assert_num_queries(8):
        client.get(reverse("certifications:applications"))


def start_url(field, **extra):
    mark = f"{field.version.scheme.slug}.{field.version.category.slug}"
    pairs = {"organizzazione": field.comune.slug, "marchio": mark, **extra}
    return reverse("certifications:application_new") + "?" + "&".join(f"{k}={v}" for k, v in pairs.items())


def test_start_page_answers_and_begins(field, clerk):
    page = clerk.get(start_url(field)).content.decode()
    assert "Si può chiedere" in page
    assert Application.objects.count() == 0
    answer = clerk.post(start_url(field))
    application = Application.objects.get()
    assert (answer.status_code, answer.url) == (302, url(application))
    page = clerk.get(start_url(field)).content.decode()
    assert "Continua la bozza" in page
    assert url(application) in page
    assert clerk.post(start_url(field)).url == url(application)


def test_start_page_says_why_not_and_points_to_the_renewal(field, clerk):
    soon = timezone.localdate() + timezone.timedelta(days=30)
    CertificateFactory(
        organisation=field.comune, scheme=field.version.scheme, category=field.version.category, valid_to=soon
    )
    page = clerk.get(start_url(field, tipo="first")).content.decode()
    assert "Oggi non si può chiedere" in page
    assert "tipo=renewal" in page
    page = clerk.get(start_url(field)).content.decode()
    assert "Tipo di domanda: Rinnovo" in page
    assert "Quota: Nessuna" in page


@pytest.mark.parametrize("query", ["?marchio=a&organizzazione=b", "?marchio=%00&organizzazione=x", "?tipo=boh"])
def test_start_page_with_junk_keeps_its_feet(clerk, query):
    assert clerk.get(reverse("certifications:application_new") + query).status_code == 200


def test_start_offers_the_last_answers(field, clerk):
    first = field.submitted()
    Application.objects.filter(pk=first.pk).update(state="refused")
    assert "Riprendi le risposte della domanda del" in clerk.get(start_url(field)).content.decode()
    clerk.post(start_url(field), {"copy_from": first.public_id})
    second = Application.objects.exclude(pk=first.pk).get()
    assert second.copied_from == first
    page = clerk.get(section_of(second)).content.decode()
    assert (
        page.count("Dall&#x27;ultima domanda, da controllare.")
        + page.count("Dall'ultima domanda, da controllare.")
        == 3
    )


# Filling in


def test_section_saves_what_is_said_and_goes_on(field, clerk):
    application = field.start()
    answer = clerk.post(
        section_of(application), {**answers(application, R1=("yes", "Sì"), R2=("no", "")), "go": "next"}
    )
    assert (answer.status_code, answer.url) == (302, url(application))
    assert list(application.answers.values_list("requirement__code", "met", "note")) == [
        ("R1", True, "Sì"),
        ("R2", False, ""),
    ]


def test_section_keeps_the_good_answers_and_shows_the_bad_ones(client_as, db):
    field = Field(with_requirements__points_min=2)
    application = field.start()
    pks = keys(application)
    data = {**answers(application, R1=("yes", "Uno"), R2=("yes", "Due")), f"points-{pks['R1']}": "99"}
    answer = client_as(field.clerk).post(section_of(application), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Scrivi un numero di punti tra 2 e 10." in page
    assert 'value="99"' in page
    assert list(application.answers.values_list("requirement__code", flat=True)) == ["R2"]


@pytest.mark.parametrize("points", ["7,5", "7.5"])
def test_points_with_comma_or_point(client_as, points, db):
    field = Field(with_requirements__points_min=2)
    application = field.start()
    pk = keys(application)["R1"]
    client_as(field.clerk).post(
        section_of(application), {**answers(application, R1=("yes", "")), f"points-{pk}": points}
    )
    assert str(application.answers.get().points) == "7.50"
    page = client_as(field.clerk).get(section_of(application)).content.decode()
    assert 'value="7,5"' in page
    assert "dà 7,5 punti su 10" in page


def test_conflict_shows_both_texts_and_the_second_saving_counts(field, clerk, client_as):
    application = field.start()
    field.say(application, by=field.mayor, R1=Said(True, None, "Testo del sindaco", 0))
    answer = clerk.post(section_of(application), answers(application, R1=("no", "Testo mio"), R2=("yes", "")))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Testo del sindaco" in page
    assert "Testo mio" in page
    assert "ha salvato il" in page
    assert application.answers.get(requirement__code="R1").note == "Testo del sindaco"
    assert application.answers.get(requirement__code="R2").met is True
    base = answer.context["form"]["base"].value()
    again = clerk.post(section_of(application), answers(application, base, R1=("no", "Insieme")))
    assert again.status_code == 302
    assert application.answers.get(requirement__code="R1").note == "Insieme"


def autosave(client, address, data):
    answer = client.post(address, data, headers={"X-Autosave": "1", "Accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


def test_autosave_answers_revisions_and_the_live_result(field, clerk):
    application = field.start()
    status, result = autosave(clerk, section_of(application), answers(application, R1=("yes", "")))
    pks = keys(application)
    assert (status, result["saved"], result["progress"]) == (200, True, 33)
    assert result["base"] == f"{pks['R1']}:1 {pks['R2']}:0 {pks['R3']}:0"
    assert "10 punti" in result["result"]["panel"]
    assert "Soddisfatto: dà 10 punti." in result["result"]["lines"][str(pks["R1"])]


def test_autosave_tells_a_conflict_and_a_closed_application(field, clerk):
    application = field.filled()
    status, result = autosave(clerk, section_of(application), answers(application, R1=("no", "")))
    assert (status, result["saved"]) == (409, False)
    assert "R1" in result["message"]
    field.submit(application)
    status, result = autosave(clerk, section_of(application), answers(application, R1=("no", "")))
    assert (status, "non è più modificabile" in result["message"]) == (409, True)


def test_autosave_does_not_tick_off_what_nobody_looked_at(field, clerk):
    first = field.submitted()
    Application.objects.filter(pk=first.pk).update(state="refused")
    second = field.start(copy_from=first)
    base = " ".join(f"{pk}:1" for pk in keys(second).values())
    said = dict.fromkeys(("R1", "R2", "R3"), ("yes", ""))
    autosave(clerk, section_of(second), answers(second, base, **said))
    assert second.answers.filter(to_check=True).count() == 3
    clerk.post(section_of(second), answers(second, base, **said))
    assert second.answers.filter(to_check=True).count() == 0


def test_text_typed_while_the_application_was_submitted_stays_on_the_page(field, clerk):
    application = field.submitted()
    answer = clerk.post(section_of(application), answers(application, R1=("no", "Troppo tardi")))
    assert answer.status_code == 409
    assert "Troppo tardi" in answer.content.decode()
    assert application.answers.get(requirement__code="R1").met is True


def test_lost_session_gives_the_choices_back(field, client):
    application = field.start()
    data = {**answers(application, R1=("yes", "")), "held": "1"}
    answer = client.post(section_of(application), data, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert f'name="met-{keys(application)["R1"]}" value="yes"' in page
    assert "tue risposte sono in questa pagina" in page


def test_integration_reopens_only_the_requirement_that_is_asked(field, clerk):
    application = field.submitted()
    Application.objects.filter(pk=application.pk).update(state="integration")
    request = IntegrationRequest.objects.create(
        application=application, asked_by=UserFactory(), due_on=timezone.localdate()
    )
    pks = keys(application)
    IntegrationItem.objects.create(request=request, requirement_id=pks["R2"], question="Quale atto?")
    page = clerk.get(section_of(application)).content.decode()
    assert (f'name="met-{pks["R2"]}"' in page, f'name="met-{pks["R1"]}"' in page) == (True, False)
    clerk.post(section_of(application), answers(application, R1=("no", "No"), R2=("yes", "Ecco")))
    assert application.answers.get(requirement__code="R1").met is True


def test_facts_page_keeps_what_was_typed(field, clerk):
    application = field.start()
    page = clerk.post(url(application, "application_facts"), {"employees": "molti"}).content.decode()
    assert "Scrivi un numero intero" in page
    assert 'value="molti"' in page
    answer = clerk.post(url(application, "application_facts"), {"employees": "12", "go": "next"})
    assert answer.url == section_of(application)
    application.refresh_from_db()
    assert application.employees == 12


def test_overview_says_what_is_missing_and_asks_for_the_new_version(field, clerk):
    application = field.start()
    page = clerk.get(url(application)).content.decode()
    assert "Mancano 3 requisiti obbligatori: R1, R2, R3." in page
    assert url(application, "application_recognition") in page
    SchemeVersionFactory(with_requirements=1, valid_from=timezone.localdate(), published=True, label="Nuovo")
    page = clerk.get(url(application)).content.decode()
    assert "Oggi vale Nuovo." in page
    clerk.post(url(application, "application_update"))
    application.refresh_from_db()
    assert application.version.label == "Nuovo"


# Evidence


def test_files_without_the_script_go_with_the_form(field, clerk):
    application = field.start()
    name = f"files-{keys(application)['R1']}"
    data = {
        **answers(application, R1=("yes", "")),
        name: [text_file("a.txt"), SimpleUploadedFile("b.exe", b"MZ\x00")],
    }
    page = clerk.post(section_of(application), data).content.decode()
    assert "R1, b.exe" in page
    evidence = AnswerEvidence.objects.get()
    assert (evidence.document.name, evidence.answer.met) == ("a.txt", True)
    answer = clerk.get(url(application, "application_evidence", evidence.pk))
    assert b"".join(answer.streaming_content) == b"Delibera della Giunta"
    clerk.post(url(application, "application_evidence_remove", evidence.pk))
    assert AnswerEvidence.objects.current().count() == 0


def test_document_of_another_application_is_not_found(field, clerk):
    foreign = AnswerEvidence.objects.create(
        answer=ApplicationFactory().answers.create(requirement=field.version.requirements.first()),
        document=field.attach(field.start(), "R1").document,
    )
    own = Application.objects.get(organisation=field.comune)
    assert clerk.get(url(own, "application_evidence", foreign.pk)).status_code == 404
    assert clerk.post(url(own, "application_evidence_remove", foreign.pk)).status_code == 404


# Submission
