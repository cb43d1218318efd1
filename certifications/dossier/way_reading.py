"""The way of a multi-year scheme that a file began: what was handed in, found and decided, phase by phase.

Drafts stay with who writes them (certifications/permissions/processes): plan, data and reports that were sent.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q

from certifications.engine.figures import Figure
from certifications.models import (
    Activity,
    Application,
    Appointment,
    CompanyPlan,
    CouncilOpinion,
    DataCollection,
    DataValue,
    EvaluatorReport,
    FeeNotice,
    Indicator,
    Phase,
    PhaseDocument,
    Process,
    Recommendation,
)
from certifications.yearly_figures import figures_of
from familynet.kernel.history import HistoryEntry


@dataclass(frozen=True)
class Way:
    """The rows of one process. `figures` are those of the sent years, by collection and code of indicator."""

    process: Process
    phases: list[Phase]
    appointments: list[Appointment]
    documents: list[PhaseDocument]
    plans: list[CompanyPlan]
    indicators: list[Indicator]
    collections: list[DataCollection]
    figures: dict[int, dict[str, Figure]]
    reports: list[EvaluatorReport]
    opinions: list[CouncilOpinion]
    fees: list[FeeNotice]
    history: list[HistoryEntry] = field(default_factory=list)

    def series(self) -> list[tuple[DataCollection, Indicator, Figure]]:
        """Every figure of every sent year, oldest first."""
        return [
            (collection, indicator, self.figures[collection.pk][indicator.code])
            for collection in self.collections
            for indicator in self.indicators
        ]


def read_way(application: Application) -> Way | None:
    """The process that the application opened; None for a scheme without phases. A fixed number of queries."""
    process = (
        Process.objects.filter(application=application)
        .select_related(
            *("organisation", "scheme", "version", "administration", "certificate__scheme"),
            *("cycle", "level", "level_act__document", "contact__user", "officer"),
        )
        .first()
    )
    if process is None:
        return None
    indicators = list(Indicator.objects.filter(version=process.version_id).order_by("order", "pk"))
    collections = list(_collections(process))
    phases = list(process.phases.select_related("template", "act__document"))
    plans = list(_plans(process))
    reports = list(_reports(process))
    return Way(
        process=process,
        phases=phases,
        appointments=list(process.appointments.select_related("assessor__user", "asked_by")),
        documents=list(
            PhaseDocument.objects.filter(phase__process=process).select_related(
                "document", "added_by", "phase__template"
            )
        ),
        plans=plans,
        indicators=indicators,
        collections=collections,
        figures=figures_of(collections, indicators),
        reports=reports,
        opinions=list(
            CouncilOpinion.objects.filter(phase__process=process).select_related("phase__template", "given_by")
        ),
        fees=list(process.fees.all()),
        history=list(_history(process, phases, collections, reports)),
    )


def _plans(process: Process) -> Any:
    activities = Activity.objects.select_related("field__area")
    return (
        process.plans.exclude(state=CompanyPlan.State.DRAFT)
        .select_related("phase__template", "sent_by")
        .prefetch_related(Prefetch("activities", activities))
    )


def _collections(process: Process) -> Any:
    values = DataValue.objects.select_related("indicator")
    return (
        process.collections.filter(state=DataCollection.State.SENT)
        .select_related("phase__template", "sent_by")
        .prefetch_related(Prefetch("values", values))
        .order_by("year")
    )


def _reports(process: Process) -> Any:
    recommendations = Recommendation.objects.select_related("followed_in__phase__template")
    return (
        EvaluatorReport.objects.filter(phase__process=process, state=EvaluatorReport.State.SENT)
        .select_related("phase__template", "appointment__assessor__user")
        .prefetch_related(Prefetch("recommendations", recommendations))
        .order_by("phase__place")
    )


def _history(process: Process, *groups: Any) -> Any:
    """The chains of the process, its phases, sent years and reports, in the order in which they were written.

    Not those of the plans: they tell of drafts, and what was sent stands in the chain of the process.
    """
    wanted = Q(content_type=ContentType.objects.get_for_model(Process), object_id=process.pk)
    for rows in groups:
        if rows:
            kind = ContentType.objects.get_for_model(rows[0])
            wanted |= Q(content_type=kind, object_id__in=[row.pk for row in rows])
    entries = HistoryEntry.objects.filter(wanted).select_related("actor", "act__document", "content_type")
    return entries.order_by("pk")
