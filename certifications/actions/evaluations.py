"""The evaluator's report on a phase: written, its recommendations, what became of the earlier ones, sent."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.models import Appointment, Assessor, EvaluatorReport, Phase, PhaseTemplate, Recommendation
from certifications.permissions import can_evaluate
from certifications.workflow import REPORT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import advance


def to_follow_up(phase: Phase) -> list[Recommendation]:
    """The recommendations of earlier reports that this phase's report has to speak of, or already does."""
    earlier = Recommendation.objects.filter(
        report__phase__process=phase.process_id,
        report__state=EvaluatorReport.State.SENT,
        report__phase__place__lt=phase.place,
    )
    unanswered = earlier.filter(followed_in=None)
    mine = earlier.filter(followed_in__phase=phase)
    return list(
        (unanswered | mine).select_related("report__phase__template").order_by("report__phase__place", "pk")
    )


@transaction.atomic
def save_report(
    *,
    phase: Phase,
    by: User,
    text: str,
    visit_on: datetime.date | None,
    outcome: str,
    recommendations: Sequence[str],
    follow_ups: Mapping[int, tuple[str, str]],
) -> EvaluatorReport:
    """Keep a draft: `recommendations` are the sentences of this round; `follow_ups` what became of earlier ones,
    by their key, as (Recommendation.FollowUp, note)."""
    if not can_evaluate(by, phase):
        raise PermissionDenied("save_report")
    Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)
    report = EvaluatorReport.objects.filter(phase=phase).first()
    if report is None:
        mine = phase.process.appointments.get(
            assessor__user=by, task=Assessor.Task.EVALUATOR, state=Appointment.State.ACCEPTED
        )
        report = EvaluatorReport(phase=phase, appointment=mine)
    if report.is_sent:
        raise PermissionDenied("save_report: sent")
    if visit_on and visit_on > timezone.localdate():
        raise ValidationError({"visit_on": _("La visita è nel futuro.")})
    report.text, report.visit_on, report.outcome = text, visit_on, outcome
    report.save()
    report.recommendations.all().delete()
    Recommendation.objects.bulk_create(
        Recommendation(report=report, text=sentence.strip()) for sentence in recommendations if sentence.strip()
    )
    for recommendation in to_follow_up(phase):
        if recommendation.pk in follow_ups:
            recommendation.follow_up, recommendation.follow_up_note = follow_ups[recommendation.pk]
            recommendation.followed_in = report if recommendation.follow_up else None
            recommendation.save(update_fields=["follow_up", "follow_up_note", "followed_in"])
    return report


@transaction.atomic
def send_report(*, report: EvaluatorReport, by: User) -> EvaluatorReport:
    """Hand the report over: text, outcome, the visit of a round, a word on every earlier recommendation."""
    if not REPORT_WORKFLOW.get("send").allowed(by, report):
        raise PermissionDenied("send_report")
    if not report.is_sent and (faults := report_faults(report)):
        raise ValidationError([_("La relazione non si può ancora inviare."), *faults])
    phase = report.phase
    advance(REPORT_WORKFLOW, report, "send", by=by, fields={"sent_at": timezone.now()})
    record(phase.process, "send_report", label=lambda: _("Relazione di valutazione: %s") % phase.title, by=by)
    emails.tell_process(phase.process, _("Relazione di valutazione: %s") % phase.title, by=by)
    return report


def report_faults(report: EvaluatorReport) -> list[str]:
    """What a report lacks, in words."""
    faults = []
    if not report.text.strip():
        faults.append(_("Manca il testo della relazione."))
    if not report.outcome:
        faults.append(_("Manca il giudizio."))
    if report.phase.template.kind == PhaseTemplate.Kind.ROUND and report.visit_on is None:
        faults.append(_("Manca il giorno della visita."))
    silent = [r for r in to_follow_up(report.phase) if not r.follow_up]
    faults += [_("Di' com'è andata la raccomandazione: «%s».") % r.text[:80] for r in silent]
    return faults
