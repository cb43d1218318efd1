"""Drafts, answers, evidence, submission, withdrawal, retention."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from certifications.actions import (
    Said,
    bring_up_to_date,
    copy_answers,
    readiness,
    remove_evidence,
    save_facts,
)
from certifications.models import (
    AnswerEvidence,
    Application,
    SchemeVersion,
)
from familynet.kernel.documents import Document
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.certifications.applying import Field, ask, reason_of, text_file, verbs
from tests.factories.accounts import UserFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def field(db):
    return Field()


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
