"""Submission, withdrawal, retention."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage

from certifications.actions import (
    Said,
    clear_expired,
    declaration_texts,
    readiness,
    save_answers,
    set_missing_terms,
    start_application,
    withdraw_application,
)
from certifications.models import (
    Answer,
    Application,
    Declaration,
    Receipt,
)
from familynet.kernel.documents import Document
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.certifications.applying import Field, ask, content, reason_of, text_file
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def field(db):
    return Field()


def test_submission_freezes_facts_score_declaration_and_receipt(field):
    field.comune.municipality.population = 1200
    field.comune.municipality.save()
    application = field.filled()
    evidence = field.attach(application, "R1")
    field.submit(application)
    application = Application.objects.get()
    assert (application.state, application.score, application.submitted_by) == ("submitted", 30, field.mayor)
    assert (application.facts["population"], application.facts["kind"]) == (1200, "municipality")
    assert application.started_on == application.submitted_at.date()
    declaration = Declaration.objects.get()
    assert declaration.texts == declaration_texts(application)
    receipt = Receipt.objects.select_related("document", "application_document").get()
    assert [(row["requirement"], row["sha256"]) for row in receipt.files] == [
        ("", receipt.application_document.sha256),
        ("R1", evidence.document.sha256),
    ]
    for paper in (receipt.document, receipt.application_document):
        assert content(paper).startswith(b"%PDF-1.7")
    told = Notification.objects.order_by("recipient").values_list("recipient", "subject")
    assert {pk for pk, _subject in told} == {field.mayor.pk, field.clerk.pk}
    assert {subject for _pk, subject in told} == {"Domanda presentata: Family in Italia – Comuni"}


@pytest.mark.parametrize(
    ("met", "words"),
    [
        ({"R1": True, "R2": True}, "1 requisito è da completare."),
        ({"R1": True, "R2": True, "R3": False}, "1 requisito obbligatorio non è soddisfatto: R3."),
    ],
)
def test_gates_of_the_submission(field, met, words):
    application = field.start()
    field.say(application, **met)
    with pytest.raises(ValidationError) as error:
        field.submit(application)
    assert words in reason_of(error)
    application.refresh_from_db()
    assert (application.state, Declaration.objects.count(), Document.objects.count()) == ("draft", 0, 0)


def test_score_below_the_minimum_blocks(db):
    field = Field(minimum=Decimal(31))
    with pytest.raises(ValidationError) as error:
        field.submit(field.filled())
    assert "Il punteggio non raggiunge il minimo." in reason_of(error)


def test_yes_without_its_required_document_blocks(field):
    required = {"with_requirements": 1, "with_requirements__evidence": "required"}
    SchemeVersionFactory(**required, valid_from=D(2022, 1, 1), published=True)
    application = field.start()
    field.say(application, R1=True)
    with pytest.raises(ValidationError):
        field.submit(application)
    field.attach(application, "R1")
    assert field.submit(application).state == "submitted"


def test_eligibility_is_judged_again_on_the_day_of_the_submission(field):
    application = field.filled()
    field.comune.state = "closed"
    field.comune.save()
    with pytest.raises(ValidationError) as error:
        field.submit(application)
    assert "non è attiva" in reason_of(error)


@pytest.mark.parametrize(
    ("by", "options", "key"),
    [
        ("clerk", {}, "capacity"),
        ("clerk", {"capacity": "delegate"}, "delegation"),
        ("mayor", {"capacity": "nobody"}, "capacity"),
        ("mayor", {"confirmed": []}, "confirmed"),
    ],
)
def test_declarations_are_complete(field, by, options, key):
    application = field.filled()
    with pytest.raises(ValidationError) as error:
        field.submit(application, by=getattr(field, by), **options)
    assert set(error.value.message_dict) == {key}


def test_delegate_submits_with_the_delegation(field):
    application = field.filled()
    field.submit(application, by=field.clerk, capacity="delegate", delegation=text_file("delega.txt", "Delego"))
    declaration = Declaration.objects.get()
    assert (declaration.capacity, declaration.delegation.name) == ("delegate", "delega.txt")
    assert [row["name"] for row in Receipt.objects.get().files][1] == "delega.txt"


def test_second_submission_conflicts(field):
    application = field.submitted()
    with pytest.raises(TransitionConflict):
        field.submit(application)


def test_failing_receipt_leaves_the_draft_whole(field, monkeypatch):
    application = field.filled()
    monkeypatch.setattr("certifications.actions.receipts.receipt_pdf", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        field.submit(application)
    application.refresh_from_db()
    assert (application.state, Declaration.objects.count(), application.clock_events.count()) == ("draft", 0, 0)


# Withdrawal and retention


def test_withdrawal_of_a_draft_by_anybody_of_a_file_by_the_representative(field):
    draft = field.filled()
    withdraw_application(application=draft, by=field.clerk)
    assert (Application.objects.get(pk=draft.pk).state, Notification.objects.count()) == ("withdrawn", 0)
    file = field.submitted()
    request = ask(field, file, "R1")
    with pytest.raises(PermissionDenied):
        withdraw_application(application=file, by=field.clerk)
    withdraw_application(application=file, by=field.mayor, comment="Ci abbiamo ripensato")
    file.refresh_from_db()
    request.refresh_from_db()
    assert (file.state, file.concluded_on is not None, request.closed_at is not None) == ("withdrawn", True, True)
    assert Notification.objects.filter(subject__startswith="Domanda ritirata").get().recipient == field.clerk
    with pytest.raises(TransitionConflict):
        withdraw_application(application=file, by=field.mayor)


def test_term_follows_the_version_and_a_draft_goes_after_thirty_days(field):
    draft = field.filled()
    withdraw_application(application=draft, by=field.clerk)
    draft.refresh_from_db()
    assert (draft.retention_until - draft.concluded_on).days == 30
    file = field.submitted()
    Application.objects.filter(pk=file.pk).update(state="refused", concluded_on=D(2026, 1, 31))
    assert set_missing_terms() == 1
    file.refresh_from_db()
    assert file.retention_until == D(2036, 1, 31)
    assert set_missing_terms() == 0


def test_expired_application_loses_texts_and_files_and_keeps_what_was_decided(
    field, django_capture_on_commit_callbacks
):
    application = field.start()
    field.say(application, R1=Said(True, None, "Ne parla Mario Rossi"), R2=True, R3=True)
    evidence = field.attach(application, "R1", text_file("rossi.txt"))
    field.submit(application)
    Application.objects.update(state="refused", retention_until=D(2026, 1, 31))
    stored = Document.objects.get(pk=evidence.document_id).file.name
    assert clear_expired(today=D(2026, 1, 31)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_expired(today=D(2026, 2, 1)) == 1
    application.refresh_from_db()
    document = Document.objects.get(pk=evidence.document_id)
    answer = Answer.objects.get(requirement__code="R1")
    assert (answer.note, answer.met, application.score) == ("", True, 30)
    assert (document.name, bool(document.file), len(document.sha256)) == ("Documento cancellato", False, 64)
    assert not default_storage.exists(stored)
    assert [row["name"] for row in Receipt.objects.get().files] == ["–", "–"]
    assert application.cleared_at is not None
    assert clear_expired(today=D(2026, 2, 1)) == 0


def test_document_that_another_application_uses_is_kept(field, django_capture_on_commit_callbacks):
    first = field.filled()
    evidence = field.attach(first, "R1")
    field.submit(first)
    Application.objects.filter(pk=first.pk).update(state="refused", retention_until=D(2026, 1, 31))
    field.start(copy_from=first)
    with django_capture_on_commit_callbacks(execute=True):
        clear_expired(today=D(2026, 2, 1))
    assert content(Document.objects.get(pk=evidence.document_id)) == b"Delibera della Giunta"


def test_renewal_asks_for_what_has_come_due_since_the_award(field):
    version = SchemeVersionFactory(valid_from=D(2022, 1, 1))
    RequirementFactory(version=version, code="NOW")
    RequirementFactory(version=version, code="LATER", due_months=24)
    version.state = "published"
    version.save()
    today = datetime.date.today()
    first = field.start()
    assert [item.is_asked for item in readiness(first).assessment.items] == [True, False]
    withdraw_application(application=first, by=field.clerk)
    CertificateFactory(
        organisation=field.comune,
        scheme=version.scheme,
        version=version,
        award_date=today.replace(year=today.year - 2, day=1),
        valid_to=today,
    )
    renewal = field.start(kind="renewal")
    assert [item.is_asked for item in readiness(renewal).assessment.items] == [True, True]


def test_save_answers_writes_over_when_no_revision_is_given(field):
    application = field.start()
    field.say(application, R1=Said(True, None, "Uno"))
    save_answers(application=application, answers={"R1": Said(True, None, "Due")}, by=field.mayor)
    assert application.answers.get().note == "Due"


def test_start_application_needs_a_category_of_the_scheme(field):
    with pytest.raises(ValidationError):
        start_application(organisation=field.comune, scheme=field.version.scheme, category=None, by=field.clerk)
