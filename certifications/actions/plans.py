"""The company plan: begun as a copy of the last one, written, sent, sent back."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.closing import plan_faults
from certifications.models import Activity, CompanyPlan, Phase, PhaseTemplate, PlanField, Process
from certifications.permissions import can_draft_plan, can_return_plan, can_write_plan
from certifications.workflow import PLAN_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import advance

S = CompanyPlan.State


def plan_phase(process: Process) -> Phase | None:
    """The phase for which a new text may be begun: whose plan was sent back, else the open one that asks."""
    last = process.plans.select_related("phase__template").order_by("-phase__place", "-number").first()
    if last is not None and last.state == S.RETURNED:
        return last.phase
    if last is not None and last.state == S.DRAFT:
        return None
    asking = process.phases.filter(
        state=Phase.State.OPEN, template__closes_with__contains=[PhaseTemplate.Closing.PLAN]
    )
    phase = asking.select_related("template").first()
    return None if phase is None or (last is not None and last.phase_id == phase.pk) else phase


@transaction.atomic
def start_plan(*, process: Process, by: User) -> CompanyPlan:
    """Begin the next version, as a copy of the last one without its yearly updates."""
    if not can_draft_plan(by, process):
        raise PermissionDenied("start_plan")
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)
    phase = plan_phase(process)
    if phase is None:
        raise ValidationError(_("Ora non c'è una fase che chieda un piano nuovo."))
    last = process.plans.order_by("-phase__place", "-number").first()
    plan = CompanyPlan.objects.create(process=process, phase=phase, number=phase.plans.count() + 1)
    if last is not None:
        same_year = last.phase_id == phase.pk
        Activity.objects.bulk_create(_copy(old, plan, keep_update=same_year) for old in last.activities.all())
    record(process, "start_plan", label=lambda: _("Cominciato: %s") % plan.title, by=by)
    return plan


def _copy(old: Activity, plan: CompanyPlan, *, keep_update: bool) -> Activity:
    texts = {name: getattr(old, name) for name in Activity.TEXTS}
    if not keep_update:
        texts["update"] = ""
    return Activity(plan=plan, key=old.key, field_id=old.field_id, **texts)


@transaction.atomic
def save_activity(
    *, plan: CompanyPlan, by: User, field: PlanField, activity: Activity | None = None, **texts: Any
) -> Activity:
    """Add an activity to a draft, or change one of it. `texts` are those of Activity.TEXTS."""
    locked = _locked_draft(plan, by)
    if field.version_id != locked.process.version_id:
        raise ValidationError({"field": _("Il campo non è di questo disciplinare.")})
    if activity is None:
        numbers = (
            Activity.objects.filter(plan__process=locked.process_id).order_by("-key").values_list("key", flat=True)
        )
        activity = Activity(plan=locked, key=(numbers.first() or 0) + 1)
    elif activity.plan_id != locked.pk:
        raise PermissionDenied("save_activity")
    activity.field = field
    for name in Activity.TEXTS:
        if name in texts:
            setattr(activity, name, texts[name])
    activity.full_clean(exclude=["plan"])
    activity.save()
    return activity


@transaction.atomic
def remove_activity(*, activity: Activity, by: User) -> None:
    """Take a new activity out of a draft; one that an earlier version had is abandoned, not removed."""
    plan = _locked_draft(activity.plan, by)
    earlier = Activity.objects.filter(plan__process=plan.process_id, key=activity.key).exclude(plan=plan)
    if earlier.exists():
        raise ValidationError(_("L'attività è in una versione precedente: segnala come abbandonata."))
    title = activity.title
    activity.delete()
    record(plan, "remove_activity", label=lambda: _("Tolta dalla bozza l'attività «%s»") % title[:150], by=by)


def _locked_draft(plan: CompanyPlan, by: User) -> CompanyPlan:
    locked = (
        CompanyPlan.objects.select_for_update(of=("self",)).select_related("process__organisation").get(pk=plan.pk)
    )
    if not can_write_plan(by, locked):
        raise PermissionDenied("write plan")
    return locked


@transaction.atomic
def send_plan(*, plan: CompanyPlan, by: User) -> CompanyPlan:
    """Hand the plan over for evaluation; ValidationError says in words what the minimum content lacks."""
    if not PLAN_WORKFLOW.get("send").allowed(by, plan):
        raise PermissionDenied("send_plan")
    CompanyPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_draft and (faults := plan_faults(plan)):
        raise ValidationError([_("Il piano non si può ancora inviare."), *faults])
    fields = {"sent_at": timezone.now(), "sent_by": by}
    advance(PLAN_WORKFLOW, plan, "send", by=by, fields=fields)
    record(plan.process, "send_plan", label=lambda: _("Inviato: %s") % plan.title, by=by)
    emails.tell_process(plan.process, _("Inviato: %s") % plan.title, by=by)
    return plan


@transaction.atomic
def return_plan(*, plan: CompanyPlan, by: User, comment: str) -> CompanyPlan:
    """Ask for a new version of the last plan that was sent."""
    if not can_return_plan(by, plan):
        raise PermissionDenied("return_plan")
    last = plan.process.plans.order_by("-phase__place", "-number").first()
    if last is None or last.pk != plan.pk:
        raise ValidationError(_("C'è già una versione più recente del piano."))
    advance(PLAN_WORKFLOW, plan, "return", by=by, comment=comment)
    record(plan.process, "return_plan", label=lambda: _("Da rivedere: %s") % plan.title, by=by, comment=comment)
    emails.tell_process(plan.process, _("Da rivedere: %s") % plan.title, by=by)
    return plan
