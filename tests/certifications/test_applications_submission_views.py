"""The applicant's pages from the check to the end, hostile input, query counts, the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certifications.actions import Said, withdraw_application
from certifications.models import AnswerEvidence, Application, IntegrationRequest
from tests.certifications.applying import Field, answers, keys, many_requirements, section_of, text_file, url
from tests.factories.accounts import UserFactory
from tests.factories.applications import ApplicationFactory

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'& {{ 7*7 }}"


@pytest.fixture
def field(db):
    return Field()


@pytest.fixture
def clerk(field, client_as):
    return client_as(field.clerk)


def test_check_page_lists_what_blocks_then_submits(field, client_as):
    application = field.start()
    mayor = client_as(field.mayor)
    page = mayor.get(url(application, "application_submit")).content.decode()
    assert "3 requisiti sono da completare." in page
    assert "Presenta la domanda</button>" not in page
    field.say(application, R1=True, R2=True, R3=True)
    assert "Presenta la domanda</button>" in mayor.get(url(application, "application_submit")).content.decode()
    answer = mayor.post(url(application, "application_submit"), {"capacity": "legal_representative"})
    assert "Conferma questa dichiarazione." in answer.content.decode()
    data = {"capacity": "legal_representative", "text-0": "on"}
    answer = mayor.post(url(application, "application_submit"), data)
    assert answer.url == url(application, "application_receipt")
    page = mayor.get(answer.url).content.decode()
    receipt = Application.objects.get().receipt
    assert receipt.files[0]["sha256"] in page
    paper = mayor.get(url(application, "application_receipt_pdf"))
    assert b"".join(paper.streaming_content).startswith(b"%PDF-1.7")


def test_contact_needs_the_delegation(field, clerk):
    application = field.filled()
    data = {"capacity": "delegate", "text-0": "on"}
    page = clerk.post(url(application, "application_submit"), data).content.decode()
    assert "Allega la delega firmata" in page
    page = clerk.post(url(application, "application_submit"), {**data, "capacity": "legal_representative"})
    assert "Non risulti legale rappresentante" in page.content.decode()
    answer = clerk.post(url(application, "application_submit"), {**data, "delegation": text_file("delega.txt")})
    assert answer.status_code == 302


def test_withdrawn_draft_is_in_the_concluded_list(field, clerk):
    application = field.start()
    assert "Vuoi eliminare la bozza?" in clerk.get(url(application, "application_withdraw")).content.decode()
    clerk.post(url(application, "application_withdraw"), {"comment": ""})
    page = clerk.get(reverse("certifications:applications") + "?stato=concluse").content.decode()
    assert url(application) in page
    assert clerk.get(url(application, "application_withdraw")).status_code == 409


# Every page


def test_hostile_text_is_shown_as_text(field, client_as):
    application = field.start()
    field.say(application, R1=Said(True, None, HOSTILE), R2=True, R3=True)
    field.attach(application, "R1", text_file("<b>.txt"))
    mayor = client_as(field.mayor)
    pages = [url(application), section_of(application), url(application, "application_submit")]
    for page in pages:
        text = mayor.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<b>.txt" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mayor.get(section_of(application)).content.decode()
    field.submit(application)
    assert "<b>" not in mayor.get(url(application, "application_receipt")).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"base": "x:y 99999999999999999999:1 1:99999999999999999999 :::"},
        {"base": "\x00"},
        {"base": "1:1" * 5000},
        {"met-1": "yes", "note-x": "a", "points-": "1"},
    ],
)
def test_section_with_junk_changes_nothing(field, clerk, data):
    application = field.start()
    assert clerk.post(section_of(application), data).status_code in (200, 302)
    assert application.answers.count() == 0


@pytest.mark.parametrize("value", ["maybe", "\x00", "9" * 400])
def test_unknown_answer_is_told_and_not_saved(field, clerk, value):
    application = field.start()
    pk = keys(application)["R1"]
    answer = clerk.post(
        section_of(application), {**answers(application), f"met-{pk}": value, f"note-{pk}": "Testo"}
    )
    assert answer.status_code == 200
    assert "Testo" in answer.content.decode()
    assert application.answers.count() == 0


@pytest.mark.parametrize("number", [1, 80])
def test_pages_ask_at_most_twelve_queries_with_eighty_requirements(client_as, number, django_assert_num_queries):
    field = Field()
    version = many_requirements(number)
    application = ApplicationFactory(organisation=field.comune, version=version)
    for requirement in version.requirements.all():
        answer = application.answers.create(requirement=requirement, met=True, note="Così", updated_by=field.clerk)
        AnswerEvidence.objects.create(answer=answer, document_id=make_document())
    client = client_as(field.clerk)
    client.get(url(application))
    section = url(application, "application_section", version.sections.first().pk)
    for page, queries in ((url(application), 12), (section, 11), (url(application, "application_facts"), 8)):
        with django_assert_num_queries(queries):
            client.get(page)
    Application.objects.filter(pk=application.pk).update(
        state="in_review", submitted_at=timezone.now(), submitted_by=field.mayor, facts={"population": 1}
    )
    with django_assert_num_queries(12):
        client.get(url(application))


def make_document():
    from tests.factories.certifications import DocumentFactory

    return DocumentFactory().pk


def test_desk_shows_drafts_and_integrations(field):
    from certifications.desk import waiting_for

    application = field.submitted()
    Application.objects.filter(pk=application.pk).update(state="integration")
    due = timezone.localdate()
    IntegrationRequest.objects.create(application=application, asked_by=UserFactory(), due_on=due)
    (item,) = waiting_for(field.clerk)
    assert (str(item.kind), item.url, item.due) == (
        "Integrazioni da inviare",
        url(application, "integration"),
        due,
    )
    Application.objects.filter(pk=application.pk).update(state="refused")
    draft = field.start()
    assert [str(item.kind) for item in waiting_for(field.clerk)] == ["Domande da completare"]
    withdraw_application(application=draft, by=field.clerk)
    assert waiting_for(field.clerk) == []
