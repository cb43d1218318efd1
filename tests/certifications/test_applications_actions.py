"""Drafts, answers, evidence, submission, withdrawal, retention."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage

from certifications.actions import (
    Said,
    bring_up_to_date,
    clear_expired,
    copy_answers,
    declaration_texts,
    readiness,
    remove_evidence,
    save_answers,
    save_facts,
    set_missing_terms,
    start_application,
    withdraw_application,
)
from certifications.models import (
    Answer,
    AnswerEvidence,
    Application,
    Declaration,
    IntegrationItem,
    IntegrationRequest,
    Receipt,
    Requirement,
    SchemeVersion,
)
from familynet.kernel.documents import Document
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.certifications.applying import Field, text_file
from tests.factories.accounts import UserFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def field(db):
    return Field()


def verbs(application):
    return list(HistoryEntry.objects.of(application).order_by("sequence").values_list("verb", flat=True))


def content(document):
    with document.file.open("rb") as file:
        return file.read()


def reason_of(error):
    return " ".join(error.value.messages)


# Beginning


def test_start_makes_one_draft_whoever_clicks(field):
    first = field.start()
    again = field.start(by=field.mayor)
    assert (again.pk, Application.objects.count(), verbs(first)) == (first.pk, 1, ["start"])
    assert (first.administration.slug, first.seat_administration.slug) == ("trento", "piemonte")
    assert (first.version, first.kind, first.started_by) == (field.version, "first", field.clerk)


def test_start_is_for_the_people_of_the_organisation(field, official, piemonte):
    for stranger in (UserFactory(), official("certification_officer", piemonte)):
        with pytest.raises(PermissionDenied):
            field.start(by=stranger)


def test_start_tells_every_reason(field):
    field.comune.state = "closed"
    field.comune.save()
    with pytest.raises(ValidationError) as error:
        field.start()
    assert "non è attiva" in reason_of(error)
    assert Application.objects.count() == 0


def test_renewal_points_at_its_certificate(field):
    soon = datetime.date.today() + datetime.timedelta(days=30)
    certificate = CertificateFactory(
        organisation=field.comune, scheme=field.version.scheme, version=field.version, valid_to=soon
    )
    assert field.start(kind="renewal").certificate == certificate


def test_copy_takes_answers_by_code_clips_points_and_marks_them(field):
    first = field.filled()
    field.say(first, R2=Said(True, None, "Piano del 2024"))
    attached = field.attach(first, "R2")
    field.submit(first)
    Application.objects.filter(pk=first.pk).update(state="refused", employees=12)
    first.refresh_from_db()
    version = SchemeVersionFactory(valid_from=D(2021, 1, 1))
    RequirementFactory(version=version, code="R2")
    RequirementFactory(version=version, code="NEW")
    version.state = "published"
    version.save()
    second = field.start(copy_from=first)
    answer = second.answers.get()
    assert (answer.requirement.code, answer.note, answer.met) == ("R2", "Piano del 2024", True)
    assert answer.to_check
    evidence = answer.evidence.get()
    assert (evidence.copied, evidence.document) == (True, attached.document)
    assert (second.copied_from, second.employees, second.version) == (first, 12, version)
    assert readiness(second).assessment.item(answer.requirement_id).is_open
    field.say(second, R2=Said(True, None, "Piano del 2024"))
    assert not second.answers.get().to_check


def test_copy_leaves_what_the_draft_says(field):
    first = field.submitted()
    Application.objects.filter(pk=first.pk).update(state="refused")
    second = field.start()
    field.say(second, R1=False)
    assert copy_answers(application=second, source=first, by=field.clerk) == 2
    assert second.answers.get(requirement__code="R1").met is False


def test_copy_from_another_organisation_is_refused(field):
    other = Field(organisation=OrganisationFactory(kind="municipality"), label="Altro")
    with pytest.raises(PermissionDenied):
        copy_answers(application=field.start(), source=other.start(), by=field.clerk)


# Answers


def test_answers_are_saved_once_and_told_once_an_hour(field):
    application = field.start()
    field.say(application, R1=True)
    field.say(application, R2=Said(False, None, "  Non ancora  "))
    saved = field.say(application, R1=True)
    assert saved.stored == {}
    assert list(application.answers.values_list("requirement__code", "met", "note", "revision")) == [
        ("R1", True, "", 1),
        ("R2", False, "Non ancora", 1),
    ]
    assert verbs(application) == ["start", "write"]
    field.say(application, by=field.mayor, R3=True)
    assert verbs(application) == ["start", "write", "write"]


def test_conflict_on_one_answer_saves_the_others_and_gives_both_texts(field):
    application = field.start()
    field.say(application, R1=Said(True, None, "Mio", 0))
    saved = field.say(application, by=field.mayor, R1=Said(True, None, "Suo", 0), R2=Said(True, None, "", 0))
    assert set(saved.stored) == {"R2"}
    assert (saved.conflicts["R1"].note, saved.conflicts["R1"].updated_by) == ("Mio", field.clerk)
    assert application.answers.get(requirement__code="R1").note == "Mio"
    field.say(application, by=field.mayor, R1=Said(True, None, "Insieme", 1))
    answer = application.answers.get(requirement__code="R1")
    assert (answer.note, answer.revision) == ("Insieme", 2)


def test_the_same_text_is_no_conflict(field):
    application = field.start()
    field.say(application, R1=Said(True, None, "Uguale", 0))
    assert field.say(application, by=field.mayor, R1=Said(True, None, "Uguale", 0)).conflicts == {}


def test_points_count_only_in_their_range_and_only_with_a_yes(field):
    version = SchemeVersionFactory(valid_from=D(2022, 1, 1))
    RequirementFactory(version=version, code="P", points_min=Decimal(2), points_max=Decimal(10))
    version.state = "published"
    version.save()
    application = field.start()
    with pytest.raises(ValidationError) as error:
        field.say(application, P=Said(True, Decimal(11)))
    assert "tra 2 e 10" in reason_of(error)
    assert application.answers.count() == 0
    field.say(application, P=Said(True, Decimal("7.5")))
    assert application.answers.get().points == Decimal("7.5")
    field.say(application, P=Said(False, Decimal("7.5")))
    assert application.answers.get().points is None


@pytest.mark.parametrize(("code", "note"), [("NESSUNO", ""), ("R1", "x" * 5001)])
def test_unknown_requirement_or_too_long_a_note_is_refused(field, code, note):
    application = field.start()
    with pytest.raises(ValidationError):
        field.say(application, **{code: Said(True, None, note)})
    assert application.answers.count() == 0


def test_answers_are_closed_to_strangers_and_after_the_submission(field):
    application = field.filled()
    with pytest.raises(PermissionDenied):
        field.say(application, by=UserFactory(), R1=False)
    field.submit(application)
    with pytest.raises(TransitionConflict):
        field.say(application, R1=False)
    assert application.answers.get(requirement__code="R1").met is True


def ask(field, application, *codes):
    Application.objects.filter(pk=application.pk).update(state="integration")
    request = IntegrationRequest.objects.create(
        application=application, asked_by=UserFactory(), due_on=D(2200, 1, 1)
    )
    for requirement in Requirement.objects.filter(version=field.version, code__in=codes):
        IntegrationItem.objects.create(request=request, requirement=requirement, question="Quale?")
    return request


def test_integration_opens_only_what_it_names(field):
    application = field.submitted()
    request = ask(field, application, "R2")
    field.say(application, R2=Said(True, None, "Ecco"))
    with pytest.raises(TransitionConflict):
        field.say(application, R1=False)
    evidence = field.attach(application, "R2")
    assert evidence.integration == request
    remove_evidence(evidence=evidence, by=field.clerk)
    assert AnswerEvidence.objects.current().count() == 0


def test_document_that_was_submitted_stays_during_an_integration(field):
    application = field.filled()
    evidence = field.attach(application, "R2")
    field.submit(application)
    ask(field, application, "R2")
    with pytest.raises(ValidationError):
        remove_evidence(evidence=AnswerEvidence.objects.get(pk=evidence.pk), by=field.clerk)


# Facts and versions


def test_facts_are_saved_and_an_unknown_service_is_refused(field):
    version = SchemeVersionFactory(with_requirements=1, valid_from=D(2022, 1, 1))
    version.services.create(code="catering", label="Ristorazione")
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    application = field.start()
    save_facts(application=application, employees=5, services=["catering", "catering"], by=field.clerk)
    assert (application.employees, application.services) == (5, ["catering"])
    with pytest.raises(ValidationError):
        save_facts(application=application, employees=5, services=["altro"], by=field.clerk)
    with pytest.raises(ValidationError):
        save_facts(application=application, employees=-1, services=[], by=field.clerk)


def test_new_version_blocks_the_submission_until_the_draft_is_brought_over(field):
    application = field.filled()
    version = SchemeVersionFactory(with_requirements=2, valid_from=D(2023, 1, 1), published=True)
    application = Application.objects.get(pk=application.pk)
    assert not readiness(application).is_ready
    moved = bring_up_to_date(application=application, by=field.clerk)
    assert moved.version == version
    answers = readiness(moved).assessment.items
    assert [(item.requirement.code, item.answer.met, item.to_check) for item in answers] == [
        ("R1", True, True),
        ("R2", True, True),
    ]
    assert "new_version" in verbs(moved)


# Evidence


def test_evidence_keeps_no_name_in_the_history(field):
    application = field.start()
    made = field.attach(application, "R1", text_file("mario_rossi.txt"))
    assert (made.document.title, application.answers.get().met) == ("Mario rossi", None)
    entry = HistoryEntry.objects.of(application).first()
    assert entry.label == "Documento allegato: R1"
    assert "rossi" not in str(entry.data)
    with pytest.raises(ValidationError, match="già allegato"):
        field.attach(application, "R1")


def test_refused_file_leaves_nothing_behind(field):
    application = field.start()
    with pytest.raises(ValidationError):
        field.attach(application, "R1", text_file("a.exe", "MZ\x00\x01"))
    assert (Document.objects.count(), application.answers.count()) == (0, 0)


# Submission


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
