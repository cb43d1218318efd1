"""The company plan: its versions, its activities, what the minimum content lacks, two versions compared."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from certifications import actions
from certifications.closing import plan_faults
from certifications.forms.processes import ActivityForm, CommentForm
from certifications.models import Activity, CompanyPlan, PlanArea, Process
from certifications.permissions import can_draft_plan, can_see_drafts, can_write_plan
from certifications.plan_versions import compare as compare_versions
from certifications.views.processes import frame_of, visible_process
from certifications.workflow import PLAN_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PLAN_STEPS = {
    "send": Step(
        run=lambda plan, by, data, act: actions.send_plan(plan=plan, by=by),
        text=gettext_lazy("Inviato, il piano non cambia più: per correggerlo serve una nuova versione."),
    ),
    "return": Step(
        run=lambda plan, by, data, act: actions.return_plan(plan=plan, by=by, **data), form=CommentForm
    ),
}


def shown_plans(request: UserRequest, process: Process) -> QuerySet[CompanyPlan]:
    """All versions for who writes them; for all others those that were sent."""
    found = CompanyPlan.objects.filter(process=process)
    return found if can_see_drafts(request.user, process) else found.exclude(state=CompanyPlan.State.DRAFT)


@require_safe
def plans(request: UserRequest, public_id: str) -> HttpResponse:
    process = visible_process(request, public_id)
    versions = (
        shown_plans(request, process).select_related("phase__template").annotate(number_of=Count("activities"))
    )
    context = {
        **frame_of(process, "plans"),
        "plans": versions.order_by("-phase__place", "-number"),
        "may_start": can_draft_plan(request.user, process) and actions.plan_phase(process) is not None,
    }
    return render(request, "certifications/plans.html", context)


@require_POST
def plan_new(request: UserRequest, public_id: str) -> HttpResponse:
    process = visible_process(request, public_id)
    require(can_draft_plan(request.user, process))
    if actions.plan_phase(process) is None:
        raise TransitionConflict(process)
    made = actions.start_plan(process=process, by=request.user)
    return redirect("certifications:plan", public_id=public_id, pk=made.pk)


def _plan(request: UserRequest, public_id: str, pk: int) -> CompanyPlan:
    process = visible_process(request, public_id)
    shown = shown_plans(request, process)
    found = get_object_or_404(shown.select_related("phase__template", "sent_by"), pk=pk)
    found.process = process
    return found


@require_safe
def plan(request: UserRequest, public_id: str, pk: int) -> HttpResponse:
    found = _plan(request, public_id, pk)
    activities = list(found.activities.select_related("field__area"))
    may_write = can_write_plan(request.user, found)
    context = {
        **frame_of(found.process, "plans"),
        "plan": found,
        "areas": by_area(found, activities),
        "total": len(activities),
        "faults": plan_faults(found) if found.is_draft else [],
        "may_write": may_write,
        "steps": PLAN_WORKFLOW.available(found, request.user),
        "steps_url": reverse("certifications:plan", args=[public_id, pk]) + "passi/",
    }
    return render(request, "certifications/plan.html", context)


def by_area(
    plan: CompanyPlan, activities: Iterable[Activity]
) -> list[tuple[PlanArea, list[tuple[object, list[Activity]]]]]:
    """Every macro area with its fields and their activities, the empty ones too."""
    areas = PlanArea.objects.filter(version=plan.process.version_id).prefetch_related("fields")
    held: dict[int, list[Activity]] = {}
    for activity in activities:
        held.setdefault(activity.field_id, []).append(activity)
    return [(area, [(field, held.get(field.pk, [])) for field in area.fields.all()]) for area in areas]


@form_page
def plan_step(request: UserRequest, public_id: str, pk: int, name: str) -> HttpResponse:
    """Send the plan, or ask for a new version."""
    found = _plan(request, public_id, pk)
    if name not in PLAN_STEPS:
        raise Http404
    transition = PLAN_WORKFLOW.get(name)
    require(transition.allowed(request.user, found))
    if found.state not in transition.sources:
        raise TransitionConflict(found)
    page = StepPage(PLAN_STEPS[name], request.POST if request.method == "POST" else None)
    back = reverse("certifications:plan", args=[public_id, pk])
    if request.method == "POST" and page.take(found, request.user):
        messages.success(request, f"{transition.done}.")
        return redirect(back)
    context = {
        "title": transition.label,
        "text": page.step.text,
        "page": page,
        "submit_label": transition.label,
        "cancel_url": back,
        "trail": [(str(found.process.organisation), back)],
    }
    return render(request, "components/step.html", context)


@form_page
def activity_new(request: UserRequest, public_id: str, pk: int) -> HttpResponse:
    return _activity_page(request, _plan(request, public_id, pk), None)


@form_page
def activity(request: UserRequest, public_id: str, pk: int, key: int) -> HttpResponse:
    found = _plan(request, public_id, pk)
    return _activity_page(request, found, get_object_or_404(found.activities, key=key))


def _activity_page(request: UserRequest, found: CompanyPlan, activity: Activity | None) -> HttpResponse:
    require(can_write_plan(request.user, found))
    initial = (
        {"field": request.GET.get("campo")}
        if activity is None and request.GET.get("campo", "").isdecimal()
        else {}
    )
    form = ActivityForm(request.POST or None, instance=activity, process=found.process, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = Activity.objects.get(pk=activity.pk) if activity else None
        data = form.cleaned_data
        if attempt(form, actions.save_activity, plan=found, by=request.user, activity=kept, **data):
            messages.success(request, _("Attività salvata."))
            return redirect("certifications:plan", public_id=found.process.public_id, pk=found.pk)
    context = {
        **frame_of(found.process, "plans"),
        "plan": found,
        "activity": activity,
        "form": form,
    }
    return render(request, "certifications/activity.html", context)


@form_page
def activity_remove(request: UserRequest, public_id: str, pk: int, key: int) -> HttpResponse:
    found = _plan(request, public_id, pk)
    require(can_write_plan(request.user, found))
    removed = get_object_or_404(found.activities, key=key)
    removed.plan = found
    step = Step(run=lambda a, by, data, act: actions.remove_activity(activity=a, by=by))
    page = StepPage(step, request.POST if request.method == "POST" else None)
    back = reverse("certifications:plan", args=[public_id, pk])
    if request.method == "POST" and page.take(removed, request.user):
        messages.success(request, _("Attività tolta dalla bozza."))
        return redirect(back)
    context = {
        "title": _("Togli l'attività"),
        "text": removed.title,
        "page": page,
        "submit_label": _("Togli"),
        "dangerous": True,
        "cancel_url": back,
        "trail": [(found.title, back)],
    }
    return render(request, "components/step.html", context)


@require_safe
def compare(request: UserRequest, public_id: str) -> HttpResponse:
    """Two versions: ?prima=<key>&dopo=<key>; the last two when not said."""
    process = visible_process(request, public_id)
    shown = shown_plans(request, process)
    versions = list(shown.select_related("phase__template").order_by("phase__place", "number"))
    if len(versions) < 2:
        raise Http404
    by_pk = {str(version.pk): version for version in versions}
    older = by_pk.get(request.GET.get("prima", ""), versions[-2])
    newer = by_pk.get(request.GET.get("dopo", ""), versions[-1])
    activities = Activity.objects.select_related("field__area")
    context = {
        **frame_of(process, "plans"),
        "versions": versions,
        "older": older,
        "newer": newer,
        "comparison": compare_versions(activities.filter(plan=older), activities.filter(plan=newer)),
    }
    return render(request, "certifications/plan_compare.html", context)
