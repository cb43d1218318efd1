"""What goes at the end of a retention, what stays, and when."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from certifications.actions import clear_expired
from certifications.actions.clearing import (
    FILE_DOCUMENTS,
    FILE_TEXTS,
    LIFE_DOCUMENTS,
    LIFE_TEXTS,
    LISTS,
    WAY_DOCUMENTS,
    WAY_TEXTS,
)
from certifications.models import (
    Application,
    Appointment,
    Certificate,
    ConflictDeclaration,
    FileRelease,
    PhaseDocument,
    Process,
    RealignmentAnswer,
    RefusalNotice,
    SiteVisit,
    StatusChange,
)
from familynet.kernel.documents import Document
from familynet.kernel.history import HistoryEntry
from tests.factories.accounts import UserFactory
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.dossier import NOTES, FileReleaseFactory, stored, whole_file
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.processes import AppointmentFactory, PhaseFactory, ProcessFactory
from tests.factories.schemes import RealignmentFactory

D = datetime.date
LAST, AFTER = D(2026, 1, 31), D(2026, 2, 1)

RULES = "a published rule or a text of the office for everybody"
REASONS = "the reasons an act rests on (L. 241/1990, art. 3)"
OFFICE = "what the office answered or decided, and why"
PUBLISHED = "public facts of the register, a call or a place"
FIGURES = "codes and figures, nothing typed"
ROLES = "the plan of the company, with roles and not persons"
KEPT = {
    **dict.fromkeys(("Scheme.name", "Scheme.mark", "Scheme.summary", "Scheme.logo", "Scheme.logo_text"), RULES),
    **dict.fromkeys(("Category.name", "Category.note", "IntakeWindow.reason"), RULES),
    **dict.fromkeys((f"SchemeVersion.{f}" for f in ("label", "introduction", "declarations", "fee_note")), RULES),
    **dict.fromkeys(("RequirementSection.title", "RequirementSection.guidance", "SchemeService.label"), RULES),
    **dict.fromkeys((f"Requirement.{f}" for f in ("text", "guidance", "evidence_text", "applies_if")), RULES),
    **dict.fromkeys(("PassBand.label", "PassBand.condition", "Level.title", "Cycle.title"), RULES),
    **dict.fromkeys(("PhaseTemplate.title", "PhaseTemplate.guidance", "PlanArea.title", "PlanField.title"), RULES),
    **dict.fromkeys(("Indicator.title", "Indicator.help", "RequirementMap.note", "RequirementMatch.note"), RULES),
    **dict.fromkeys((f"LetterTemplate.{f}" for f in ("subject", "body", "appeals")), RULES),
    **dict.fromkeys(("RealignmentPlan.reason", "Declaration.texts"), RULES),
    **dict.fromkeys(("Certificate.source", "Certificate.search_text", "Assessor.body"), PUBLISHED),
    **dict.fromkeys((f"FundingCall.{f}" for f in ("slug", "title", "summary", "requirements")), PUBLISHED),
    **dict.fromkeys(("FundingCall.condition", "FundingCall.source_note", "BudgetIncrease.note"), PUBLISHED),
    **dict.fromkeys(("FundedProject.title", "FundedProject.note", "CallDocument.document"), PUBLISHED),
    "CallDocument.close_reason": PUBLISHED,
    **dict.fromkeys((f"InfrastructureKind.{f}" for f in ("name", "summary", "features", "source")), PUBLISHED),
    **dict.fromkeys((f"Infrastructure.{f}" for f in ("name", "address", "features", "feature_codes")), PUBLISHED),
    **dict.fromkeys(("Infrastructure.description", "Infrastructure.opening"), PUBLISHED),
    **dict.fromkeys((f"ImportRun.{f}" for f in ("document", "message", "unknown_columns")), PUBLISHED),
    **dict.fromkeys(("ImportRow.name", "ImportRow.reason", "CertificateTransfer.from_name"), PUBLISHED),
    **dict.fromkeys(("Application.facts", "FileRelease.items"), FIGURES),
    **dict.fromkeys(("AssessmentRound.third_reason", "AssessmentRound.summary", "Judgement.note"), REASONS),
    **dict.fromkeys(("Assignment.opinion_text", "SiteVisit.findings", "SiteVisit.place"), REASONS),
    **dict.fromkeys(("AccompanyingOpinion.text", "CouncilOpinion.text", "EvaluatorReport.text"), REASONS),
    **dict.fromkeys(("Recommendation.text", "Recommendation.follow_up_note"), REASONS),
    **dict.fromkeys(("RefusalNotice.reasons", "Decision.reasons", "Decision.letter"), REASONS),
    **dict.fromkeys(("StatusChange.reason", "PlannedChange.reason", "PlannedChange.closing_reason"), REASONS),
    **dict.fromkeys(("Condition.reason", "OverdueNotice.closing_reason", "CertificateTransfer.reason"), OFFICE),
    **dict.fromkeys(("Process.end_reason", "FileRelease.reason"), OFFICE),
    **dict.fromkeys((f"Activity.{f}" for f in ("title", "responsible", "times", "description")), ROLES),
    **dict.fromkeys((f"Activity.{f}" for f in ("expected", "indicators", "update")), ROLES),
}


def is_free(field):
    """Somebody may have typed anything in it, or it is a document."""
    if isinstance(field, models.TextField | models.JSONField) or field.related_model is Document:
        return True
    return isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= 100


def free_fields():
    for model in apps.get_app_config("certifications").get_models():
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
            if is_free(field):
                yield f"{model.__name__}.{field.name}"


def cleared_fields():
    texts = {f"{t.model.__name__}.{n}" for t in (*FILE_TEXTS, *LIFE_TEXTS, *WAY_TEXTS) for n in t.empty}
    files = (*FILE_DOCUMENTS, *LIFE_DOCUMENTS, *WAY_DOCUMENTS)
    return texts | {f"{f.model.__name__}.{n}" for f in files for n in f.columns} | {".".join(row) for row in LISTS}


def test_every_free_text_and_document_is_cleared_or_kept_for_a_reason():
    free, cleared = set(free_fields()), cleared_fields()
    assert free - cleared - KEPT.keys() == set(), "say in actions/clearing.py or here what becomes of it"
    assert cleared & KEPT.keys() == set()
    assert (cleared | KEPT.keys()) - free == set(), "no such field any more"


# --- Files ---------------------------------------------------------------------------------------


@pytest.fixture
def file(db):
    application = whole_file()
    Application.objects.filter(pk=application.pk).update(retention_until=LAST)
    return application


def clear(day=AFTER):
    return clear_expired(today=day)


def test_observations_and_their_documents_go_and_the_reasons_of_the_office_stay(
    file, django_capture_on_commit_callbacks
):
    notice = file.refusal_notices.get()
    document = stored("Le nostre osservazioni", name="osservazioni-rossi.txt")
    notice.documents.add(document)
    storage, name, digest = document.file.storage, document.file.name, document.sha256
    with django_capture_on_commit_callbacks(execute=True):
        assert clear() == 1
    notice.refresh_from_db()
    document.refresh_from_db()
    assert (notice.observations, notice.reasons) == ("", NOTES["motivi"])
    assert notice.observations_at is not None
    assert (document.file.name, document.name, document.sha256) == ("", "Documento cancellato", digest)
    assert not storage.exists(name)


def test_people_and_photos_of_a_visit_go_and_the_findings_stay(file):
    visit = SiteVisit.objects.get()
    photo = stored("foto", name="rossi.txt")
    visit.documents.add(photo)
    clear()
    visit.refresh_from_db()
    photo.refresh_from_db()
    assert (visit.people, visit.findings) == ("", NOTES["sopralluogo"])
    assert not photo.file


def test_text_of_a_declared_conflict_goes_and_the_declaration_stays(file):
    clear()
    declaration = ConflictDeclaration.objects.get()
    assert (declaration.text, declaration.has_conflict) == ("", False)


def test_declaration_is_still_never_changed_otherwise(file):
    for change in ({"text": ""}, {"has_conflict": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConflictDeclaration.objects.update(**change)
    clear()
    for change in ({"text": "Altro"}, {"has_conflict": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConflictDeclaration.objects.update(**change)


def test_act_letter_and_outcome_stay(file):
    clear()
    decision = Application.objects.get(pk=file.pk).decision
    assert decision.letter.file
    assert (decision.outcome, decision.reasons, decision.act.number) == ("refused", NOTES["decisione"], "77")


def test_what_was_cleared_is_said_in_the_history(file):
    clear()
    entry = HistoryEntry.objects.of(file).first()
    assert entry.verb == "clear"
    assert {k: entry.data[k] for k in ("refusalnotice", "sitevisit", "conflictdeclaration")} == {
        "refusalnotice": 1,
        "sitevisit": 1,
        "conflictdeclaration": 1,
    }
    assert entry.data["documents"] == 4
    file.refresh_from_db()
    assert file.cleared_at is not None


def test_file_is_not_touched_before_its_term_or_while_it_runs(file):
    assert clear(LAST) == 0
    Application.objects.filter(pk=file.pk).update(state="assessed")
    assert clear() == 0
    assert RefusalNotice.objects.get().observations == NOTES["osservazioni"]


def awarded(certificate, **fields):
    return ApplicationFactory(
        version=SchemeVersionFactory(with_requirements=1),
        organisation=certificate.organisation,
        certificate=certificate,
        state="awarded",
        retention_until=LAST,
        **fields,
    )


def test_file_on_which_a_certificate_in_force_rests_stays(db):
    certificate = CertificateFactory()
    first = awarded(certificate)
    last = awarded(certificate, kind="renewal")
    assert clear() == 1
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.cleared_at is None, last.cleared_at is None) == (False, True)
    Certificate.objects.update(state="revoked", ended_on=LAST)
    assert clear() == 1


# --- Certificates --------------------------------------------------------------------------------

ENDED = D(2016, 1, 31)  # and ten years


@pytest.fixture
def ended(db):
    return CertificateFactory(state="expired", ended_on=ENDED, award_date=D(2014, 1, 1), note="Parla con Rossi")


def gone(document):
    document.refresh_from_db()
    return not document.file and document.title == "Documento cancellato"


def test_evidence_and_notes_of_conditions_go_and_the_check_stays(ended):
    condition = ConditionFactory(
        certificate=ended, state="met", note="Rossi", sent_note="Rossi", reason="Va bene", due_on=D(2015, 1, 1)
    )
    document = stored("prova")
    ConditionEvidenceFactory(condition=condition, document=document)
    assert clear(LAST) == 0
    assert clear() == 1
    condition.refresh_from_db()
    assert (condition.note, condition.sent_note, condition.reason, condition.state) == ("", "", "Va bene", "met")
    assert condition.met_on == D(2015, 1, 1)
    assert gone(document)


def test_documents_and_notes_of_realignments_go(ended):
    realignment = RealignmentFactory(certificate=ended, state="confirmed", act=ActFactory())
    document = stored("prova")
    answer = RealignmentAnswer.objects.create(
        realignment=realignment, code="R1", met=True, note="Rossi", document=document
    )
    clear()
    answer.refresh_from_db()
    assert (answer.note, answer.met) == ("", True)
    assert gone(document)


def test_letters_and_reports_of_changes_go_and_acts_stay(ended):
    report, letter, planned = stored("verbale"), stored("lettera"), stored("piano")
    act = ActFactory(document=stored("atto"))
    change = StatusChange.objects.create(
        certificate=ended, from_state="valid", to_state="expired", reason="Scaduta", act=act, document=report
    )
    StatusChange.objects.create(certificate=ended, to_state="valid", document=act.document)
    request = RenunciationRequestFactory(
        certificate=ended, document=letter, outcome="withdrawn", closed_at=timezone.now()
    )
    PlannedChangeFactory(certificate=ended, document=planned, state="cancelled")
    clear()
    change.refresh_from_db()
    request.refresh_from_db()
    assert (change.reason, change.act, request.reason) == ("Scaduta", act, "–")
    assert gone(report)
    assert gone(letter)
    assert gone(planned)
    assert not gone(act.document)


def test_clearing_of_a_certificate_is_marked_and_told(ended):
    clear()
    ended.refresh_from_db()
    assert (ended.note, ended.cleared_at is not None) == ("", True)
    entry = HistoryEntry.objects.of(ended).first()
    assert (entry.verb, entry.data) == ("clear", {"certificate": 1, "documents": 0})
    assert clear() == 0


def test_certificate_is_not_touched_in_force_or_with_an_open_file(ended):
    running = ApplicationFactory(
        version=SchemeVersionFactory(with_requirements=1), certificate=ended, kind="renewal", state="in_review"
    )
    CertificateFactory(note="In vigore", award_date=D(1999, 1, 1))
    assert clear() == 0
    Application.objects.filter(pk=running.pk).update(state="withdrawn")
    assert clear() == 1


def test_term_of_a_certificate_follows_its_disciplinare(db):
    version = SchemeVersionFactory(retention_months=24)
    CertificateFactory(version=version, state="expired", ended_on=D(2024, 2, 29))
    assert clear(D(2026, 2, 28)) == 0
    assert clear(D(2026, 3, 1)) == 1


def test_copy_of_a_cleared_file_loses_what_it_held_of_the_life(ended):
    application = awarded(ended, cleared_at=timezone.now())
    release = FileReleaseFactory(application=application, files=[{"path": "a", "sha256": "0", "text": "Rossi"}])
    clear()
    assert FileRelease.objects.get(pk=release.pk).files == [{"path": "a", "sha256": "0"}]


def test_conflicts_and_papers_of_a_multi_year_scheme_go_with_the_certificate(ended):
    process = ProcessFactory(certificate=ended)
    Process.objects.filter(pk=process.pk).update(state="ended", ended_on=ENDED)
    AppointmentFactory(process=process, conflict_text="Mio cugino Rossi")
    document = stored("dichiarazione")
    PhaseDocument.objects.create(phase=PhaseFactory(process=process), document=document, added_by=UserFactory())
    clear()
    assert Appointment.objects.get().conflict_text == ""
    assert gone(document)


def test_cleared_document_is_not_found(db, client_as):
    application = whole_file()
    row = application.answers.get().evidence.get()
    Application.objects.filter(pk=application.pk).update(retention_until=LAST)
    clear()
    url = reverse("certifications:file_document", args=[application.public_id, row.document.uuid])
    assert client_as(application.submitted_by).get(url).status_code == 404


def test_evidence_of_a_condition_outlives_a_renewal_that_took_it_over(db):
    certificate = CertificateFactory()
    evidence = ConditionEvidenceFactory(
        condition=ConditionFactory(certificate=certificate, state="met"), document=stored("Delibera")
    )
    renewal = ApplicationFactory(
        organisation=certificate.organisation,
        certificate=certificate,
        kind="renewal",
        state="withdrawn",
        retention_until=LAST,
    )
    AnswerFactory(application=renewal).evidence.create(document=evidence.document, copied=True)
    assert clear_expired(today=AFTER) == 1
    assert Document.objects.get(pk=evidence.document_id).file
    Certificate.objects.filter(pk=certificate.pk).update(state="revoked", ended_on=LAST)
    assert clear_expired(today=D(2037, 1, 1)) == 1
    assert not Document.objects.get(pk=evidence.document_id).file
