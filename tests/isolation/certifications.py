"""Private objects of certifications."""

import datetime

from django.urls import reverse
from django.utils import timezone

from certifications.actions import EvidenceFiles
from certifications.models import (
    AnswerEvidence,
    Application,
    Appointment,
    AssessmentRound,
    Assessor,
    Assignment,
    Certificate,
    Condition,
    ConditionEvidence,
    DecisionBatch,
    DryRun,
    ImportRun,
    IntegrationRequest,
    LetterTemplate,
    OverdueNotice,
    Phase,
    PlannedChange,
    Process,
    Realignment,
    RenunciationRequest,
    RequirementMap,
    SchemeVersion,
)
from familynet.kernel.uploads import UploadInProgress, start_upload
from tests.factories.applications import (
    ApplicationFactory,
    AssessmentRoundFactory,
    AssessorFactory,
    AssignmentFactory,
    DecisionBatchFactory,
    DecisionFactory,
    LetterTemplateFactory,
    SchemeVersionFactory,
)
from tests.factories.certifications import CertificateFactory, DocumentFactory, ImportRunFactory, SchemeFactory
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    OverdueNoticeFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.organisations import (
    OrganisationFactory,
)
from tests.factories.processes import AppointmentFactory, PhaseFactory, ProcessFactory, family_audit
from tests.factories.recognition import RequirementMapFactory
from tests.factories.schemes import DryRunFactory, RealignmentFactory
from tests.isolation.private import (
    FILE_READERS,
    OF_THE_ORGANISATION,
    OFFICIALS,
    PROCESS_READERS,
    READERS_OF_FILES,
    SCHEME_READERS,
    Private,
    work,
)


def certificate(world):
    """Given by Piemonte to an organisation of Piemonte."""
    scheme = SchemeFactory(slug="marchio-piemonte", administration=world.piemonte)
    return CertificateFactory(scheme=scheme, organisation=world.organisation)


def draft_version(world):
    """A draft of a scheme of Piemonte."""
    scheme = SchemeFactory(slug="marchio-piemonte", administration=world.piemonte)
    return SchemeVersionFactory(scheme=scheme, with_requirements=1)


def realignment(world):
    """Asked by Piemonte of an organisation of Piemonte."""
    return RealignmentFactory(plan__run__version=draft_version(world), organisation=world.organisation)


def process(world):
    """Run by Piemonte for an organisation of Piemonte."""
    return ProcessFactory(
        version=family_audit(),
        administration=world.piemonte,
        organisation=world.organisation,
        state="ended",
        ended_on=datetime.date(2024, 6, 1),
    )


def file_of_piemonte(world):
    """An application to Piemonte, of its own territory, while it is assessed."""
    scheme = SchemeFactory(slug="marchio-piemonte", administration=world.piemonte)
    version = SchemeVersionFactory(scheme=scheme, with_requirements=1, published=True)
    return ApplicationFactory(
        organisation=OrganisationFactory(administration=world.piemonte), version=version, state="in_assessment"
    )


def decided_together(world):
    """A batch of one decision."""
    by = world.people["piemonte:certification_manager"]
    batch = DecisionBatchFactory(administration=world.piemonte, decided_by=by)
    application = file_of_piemonte(world)
    DecisionFactory(application=application, batch=batch, act=batch.act, decided_by=by)
    return batch


def integration_request(world):
    """Asked by Piemonte about an application of its own organisation to its own mark."""
    scheme = SchemeFactory(slug="marchio-piemonte", administration=world.piemonte)
    version = SchemeVersionFactory(scheme=scheme, category=None, with_requirements=1, published=True)
    application = ApplicationFactory(organisation=world.organisation, version=version, state="integration")
    asked_by = world.people["piemonte:certification_officer"]
    return IntegrationRequest.objects.create(application=application, asked_by=asked_by, due_on="2027-01-31")


def document_behind_an_answer(world):
    application = integration_request(world).application
    answer = application.answers.create(requirement=application.version.requirements.get())
    return AnswerEvidence.objects.create(answer=answer, document=DocumentFactory())


def upload(world):
    """A file on its way to a draft of the organisation of Piemonte, from the contact there."""
    version = SchemeVersionFactory(with_requirements=1, published=True)
    application = ApplicationFactory(organisation=world.organisation, version=version)
    place = EvidenceFiles(application, version.requirements.get())
    return start_upload(place, name="a.txt", size=5, by=world.people["organisation:contact"])


ROWS = {
    Application: Private(
        lambda w: integration_request(w).application,
        work("certifications:application", "public_id"),
        READERS_OF_FILES,
    ),
    AnswerEvidence: Private(
        document_behind_an_answer,
        work("certifications:application_evidence", "answer.application.public_id", "pk"),
        READERS_OF_FILES,
    ),
    UploadInProgress: Private(
        upload,
        lambda found: reverse(
            "certifications:application_upload_part",
            args=[found.target.public_id, found.slot.partition(":")[2], found.uuid],
        ),
        ("organisation:contact",),
    ),
    IntegrationRequest: Private(
        integration_request,
        work("certifications:file_integrations", "application.public_id"),
        READERS_OF_FILES,
    ),
    RequirementMap: Private(
        lambda w: RequirementMapFactory(
            to_version__scheme=SchemeFactory(slug="marchio-piemonte", administration=w.piemonte)
        ),
        work("certifications:recognition_edit", "pk"),
        ("piemonte:certification_officer", "piemonte:certification_manager", "piemonte:auditor"),
    ),
    Certificate: Private(
        certificate, work("certifications:work_detail", "public_id"), (*OFFICIALS, *OF_THE_ORGANISATION)
    ),
    Condition: Private(
        lambda w: ConditionFactory(certificate=certificate(w)),
        work("certifications:condition_check", "certificate.public_id", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    ConditionEvidence: Private(
        lambda w: ConditionEvidenceFactory(
            condition=ConditionFactory(
                certificate=certificate(w),
                state="submitted",
                submitted_at=timezone.now() + datetime.timedelta(minutes=1),
            )
        ),
        work("certifications:evidence", "document.uuid"),
        (*SCHEME_READERS, *OF_THE_ORGANISATION),
    ),
    OverdueNotice: Private(
        lambda w: OverdueNoticeFactory(certificate=certificate(w), state="proposed"),
        work("certifications:proposal_dismiss", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    PlannedChange: Private(
        lambda w: PlannedChangeFactory(certificate=certificate(w)),
        work("certifications:planned_cancel", "certificate.public_id", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    RenunciationRequest: Private(
        lambda w: RenunciationRequestFactory(certificate=certificate(w)),
        work("certifications:renunciation_withdraw", "certificate.public_id"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    SchemeVersion: Private(draft_version, work("certifications:version_work", "pk"), SCHEME_READERS),
    DryRun: Private(
        lambda w: DryRunFactory(version=draft_version(w)), work("certifications:dry_run", "uuid"), SCHEME_READERS
    ),
    Realignment: Private(
        realignment,
        work("certifications:realignment", "uuid"),
        (*SCHEME_READERS, *OF_THE_ORGANISATION),
    ),
    Process: Private(process, work("certifications:process", "public_id"), PROCESS_READERS),
    Phase: Private(
        lambda w: PhaseFactory(process=process(w)),
        work("certifications:phase", "process.public_id", "place"),
        PROCESS_READERS,
    ),
    Appointment: Private(
        lambda w: AppointmentFactory(process=process(w)),
        work("certifications:appointment", "pk"),
        FILE_READERS,
    ),
    Assessor: Private(
        lambda w: AssessorFactory(administration=w.piemonte), work("certifications:assessor", "pk"), FILE_READERS
    ),
    Assignment: Private(
        lambda w: AssignmentFactory(application=file_of_piemonte(w), assessor__administration=w.piemonte),
        work("certifications:file_assessment", "application.public_id"),
        FILE_READERS,
    ),
    AssessmentRound: Private(
        lambda w: AssessmentRoundFactory(application=file_of_piemonte(w)),
        work("certifications:file_assessment", "application.public_id"),
        FILE_READERS,
    ),
    DecisionBatch: Private(
        decided_together,
        lambda batch: reverse(
            "certifications:file_decision", args=[batch.decisions.first().application.public_id]
        ),
        FILE_READERS,
    ),
    LetterTemplate: Private(
        lambda w: LetterTemplateFactory(
            administration=w.piemonte,
            scheme=SchemeFactory(slug="marchio-piemonte", administration=w.piemonte),
            written_by=w.people["piemonte:certification_manager"],
        ),
        work("certifications:letter", "outcome", "scheme.slug"),
        FILE_READERS,
    ),
    ImportRun: Private(
        lambda w: ImportRunFactory(administration=w.piemonte, state="uploaded"),
        work("certifications:import", "uuid"),
        ("piemonte:certification_officer",),
    ),
}
