"""All rows of a file, read in a fixed number of queries, whatever its size."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q

from certifications.dossier.life_reading import Life, read_life
from certifications.dossier.way_reading import Way, read_way
from certifications.models import (
    AccompanyingOpinion,
    Answer,
    AnswerEvidence,
    Application,
    AssessmentRound,
    Assignment,
    ClockEvent,
    Decision,
    Declaration,
    FileRelease,
    IntegrationItem,
    IntegrationRequest,
    Judgement,
    Receipt,
    RefusalNotice,
    Requirement,
    SchemeVersion,
    SiteVisit,
)
from certifications.schemefiles.phases import with_phases
from certifications.schemefiles.writing import with_parts
from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.organisations.models import OrganisationMember


@dataclass(frozen=True)
class FileContents:
    """The rows as they are: what of them may leave the office is not decided here."""

    application: Application
    version: SchemeVersion
    requirements: list[Requirement]
    answers: list[Answer]
    integrations: list[IntegrationRequest]
    round: AssessmentRound | None
    assignments: list[Assignment]
    notices: list[RefusalNotice]
    decision: Decision | None
    declaration: Declaration | None
    receipt: Receipt | None
    clock: list[ClockEvent]
    history: list[HistoryEntry]
    releases: list[FileRelease]
    opinions: list[AccompanyingOpinion]
    members: list[User]
    way: Way | None
    life: Life | None

    @property
    def decided(self) -> bool:
        """What the assessors found is for others only after this (certifications/permissions)."""
        return self.decision is not None

    @property
    def submitted(self) -> list[Assignment]:
        return [a for a in self.assignments if a.state == Assignment.State.SUBMITTED]


def read_file(application: Application) -> FileContents:
    """The whole file."""
    assignments = list(_assignments(application))
    version = with_phases(with_parts(SchemeVersion.objects.filter(pk=application.version_id))).get()
    return FileContents(
        application=application,
        version=version,
        requirements=list(version.requirements.all()),
        answers=list(_answers(application)),
        integrations=list(
            IntegrationRequest.objects.filter(application=application)
            .select_related("asked_by", "answered_by")
            .prefetch_related(Prefetch("items", IntegrationItem.objects.select_related("requirement")))
        ),
        round=AssessmentRound.objects.filter(application=application).select_related("closed_by").first(),
        assignments=assignments,
        notices=list(
            RefusalNotice.objects.filter(application=application)
            .select_related("sent_by", "observations_by")
            .prefetch_related("documents")
        ),
        decision=Decision.objects.filter(application=application)
        .select_related("act__document", "letter", "decided_by", "batch")
        .first(),
        declaration=Declaration.objects.filter(application=application)
        .select_related("delegation", "declared_by")
        .first(),
        receipt=Receipt.objects.filter(application=application)
        .select_related("document", "application_document")
        .first(),
        clock=list(ClockEvent.objects.filter(application=application).select_related("by")),
        history=list(_history(application, assignments)),
        releases=list(FileRelease.objects.filter(application=application).select_related("released_by")),
        opinions=list(
            AccompanyingOpinion.objects.filter(application=application).select_related(
                "administration", "given_by"
            )
        ),
        members=list(
            User.objects.filter(
                pk__in=OrganisationMember.objects.filter(organisation=application.organisation_id).values("user")
            )
        ),
        way=read_way(application),
        life=read_life(application),
    )


def _answers(application: Application) -> Any:
    """With the documents attached now. What was taken away or replaced was never sent: it is the applicant's."""
    evidence = AnswerEvidence.objects.current().select_related("document", "added_by")
    return (
        Answer.objects.filter(application=application)
        .select_related("requirement", "updated_by")
        .prefetch_related(Prefetch("evidence", evidence, to_attr="kept_evidence"))
    )


def _assignments(application: Application) -> Any:
    return (
        Assignment.objects.filter(application=application)
        .select_related("assessor__user", "assigned_by", "conflict")
        .prefetch_related(
            Prefetch("judgements", Judgement.objects.select_related("requirement")),
            Prefetch("visits", SiteVisit.objects.prefetch_related("documents")),
        )
    )


def _history(application: Application, assignments: list[Assignment]) -> Any:
    """The chains of the file and of its assignments, in the order in which they were written."""
    own = Q(content_type=ContentType.objects.get_for_model(Application), object_id=application.pk)
    theirs = Q(
        content_type=ContentType.objects.get_for_model(Assignment), object_id__in=[a.pk for a in assignments]
    )
    entries = HistoryEntry.objects.filter(own | theirs)
    return entries.select_related("actor", "act__document", "content_type").order_by("pk")
