"""What waits for the opinion of the Consiglio dell'Audit: what each phase lacks before it, and since when."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from certifications.models import (
    CompanyPlan,
    CouncilOpinion,
    DataCollection,
    EvaluatorReport,
    Phase,
    PhaseDocument,
    PhaseTemplate,
)
from familynet.accounts.roles import Capability

Closing = PhaseTemplate.Closing


class Standing(TextChoices):
    """How far a phase is on its way to the council; the values stand in addresses."""

    READY = "pronte", _("Pronta per il parere")
    AGAIN = "riesame", _("Da riesaminare")
    LACKING = "incomplete", _("Non ancora completa")


TONES = {Standing.READY: "info", Standing.AGAIN: "warning", Standing.LACKING: "neutral"}


def waiting_for_council(user: Any) -> QuerySet[Phase]:
    """The phases that wait for the opinion of a council in which `user` sits.

    Each with `standing`, `since` (the day from which it waits so), `report_on` (when the report was sent) and
    `last_session` (that of an unfavourable opinion).
    """
    opinions = CouncilOpinion.objects.filter(phase=OuterRef("pk")).order_by("-session_on", "-pk")
    reports = EvaluatorReport.objects.filter(phase=OuterRef("pk"), state=EvaluatorReport.State.SENT)
    waiting = Phase.objects.waiting_for_opinion().filter(
        process__administration__in=user.administrations_with(Capability.CERTIFICATE_ADVISE)
    )
    return waiting.annotate(
        last_session=Subquery(opinions.values("session_on")[:1]),
        report_on=Subquery(reports.annotate(day=TruncDate("sent_at")).values("day")[:1]),
        standing=Case(
            When(lacks_something(), then=Value(Standing.LACKING.value)),
            When(Exists(opinions), then=Value(Standing.AGAIN.value)),
            default=Value(Standing.READY.value),
            output_field=CharField(),
        ),
    ).annotate(since=Coalesce("last_session", "report_on", F("starts_on")))


def lacks_something() -> Q:
    """What closing.missing_for() says of all that comes before the opinion, for many phases in one query."""
    this = {"phase": OuterRef("pk")}
    newer = CompanyPlan.objects.filter(phase=OuterRef("phase"), number__gt=OuterRef("number"))
    plans = CompanyPlan.objects.filter(**this, state=CompanyPlan.State.SENT)
    there = {
        Closing.DOCUMENTS: Exists(PhaseDocument.objects.filter(**this)),
        Closing.DATA_MODEL: Exists(DataCollection.objects.filter(**this, state=DataCollection.State.SENT)),
        Closing.PLAN: Exists(plans.exclude(Exists(newer))),
        Closing.REPORT: Exists(EvaluatorReport.objects.filter(**this, state=EvaluatorReport.State.SENT))
        & ~Exists(_plans_sent_back()),
    }
    lacking = Q()
    for kind, found in there.items():
        lacking |= Q(template__closes_with__contains=[kind]) & ~Q(found)
    return lacking


def _plans_sent_back() -> QuerySet[CompanyPlan]:
    """The last plan of the process, where it was made for an earlier phase and its new version is not sent."""
    later = CompanyPlan.objects.filter(process=OuterRef("process")).filter(
        Q(phase__place__gt=OuterRef("phase__place"))
        | Q(phase__place=OuterRef("phase__place"), number__gt=OuterRef("number"))
    )
    plans = CompanyPlan.objects.filter(process=OuterRef("process")).exclude(phase=OuterRef("pk"))
    return plans.exclude(state=CompanyPlan.State.SENT).exclude(Exists(later))
