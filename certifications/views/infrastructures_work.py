"""Family infrastructures at work: for the people of who keeps them, and for officers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.features import described
from certifications.forms import CommentForm, InfrastructureForm, KindForm, owners_for
from certifications.models import Infrastructure
from certifications.permissions import can_edit_infrastructure, may_see_infrastructures
from certifications.workflow import INFRASTRUCTURE_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25
STEPS = {
    "publish": Step(lambda i, by, data, act: actions.move_infrastructure(infrastructure=i, name="publish", by=by)),
    "close": Step(
        lambda i, by, data, act: actions.move_infrastructure(infrastructure=i, name="close", by=by, **data),
        form=CommentForm,
    ),
}


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    require(may_see_infrastructures(request.user))
    found = Infrastructure.objects.visible_to(request.user).for_cards().order_by("state", "folded_name", "pk")
    state = request.GET.get("stato")
    if state in Infrastructure.State.values:
        found = found.filter(state=state)
    context = {
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": [(value, label, value == state) for value, label in Infrastructure.State.choices],
        "may_start": owners_for(request.user).exists(),
    }
    return render(request, "certifications/infrastructure_work_list.html", context)


def _load(request: UserRequest, public_id: str) -> Infrastructure:
    found = (
        Infrastructure.objects.visible_to(request.user).for_cards().select_related("certificate", "administration")
    )
    return get_object_or_404(found, public_id=public_id)


@require_safe
def work(request: UserRequest, public_id: str) -> HttpResponse:
    found = _load(request, public_id)
    context = {
        "infrastructure": found,
        "features": list(described(found.kind.features, found.features)),
        "transitions": INFRASTRUCTURE_WORKFLOW.available(found, request.user),
        "base_url": reverse("certifications:infrastructure_work", args=[public_id]),
        "may_edit": can_edit_infrastructure(request.user, found),
        "entries": HistoryEntry.objects.of(found).select_related("actor", "act"),
    }
    return render(request, "certifications/infrastructure_work.html", context)


@form_page
def new(request: UserRequest) -> HttpResponse:
    """First the kind, then what that kind asks."""
    require(owners_for(request.user).exists())
    chosen = KindForm(request.GET if "tipo" in request.GET else None)
    back = reverse("certifications:infrastructures_work")
    if not chosen.is_valid():
        context = {"form": chosen, "cancel_url": back}
        return render(request, "certifications/infrastructure_kind.html", context)
    return _edit(request, Infrastructure(kind=chosen.cleaned_data["tipo"]), back)


@form_page
def edit(request: UserRequest, public_id: str) -> HttpResponse:
    found = _load(request, public_id)
    require(can_edit_infrastructure(request.user, found))
    return _edit(request, found, reverse("certifications:infrastructure_work", args=[public_id]))


def _edit(request: UserRequest, found: Infrastructure, back: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = InfrastructureForm(data, instance=found, user=request.user)
    if form.is_valid() and attempt(
        form,
        actions.save_infrastructure,
        infrastructure=form.instance,
        features=form.features(),
        by=request.user,
    ):
        messages.success(request, _("Infrastruttura salvata."))
        return redirect("certifications:infrastructure_work", public_id=form.instance.public_id)
    context = {"form": form, "infrastructure": found, "cancel_url": back}
    return render(request, "certifications/infrastructure_form.html", context)


@form_page
def step(request: UserRequest, public_id: str, name: str) -> HttpResponse:
    found = _load(request, public_id)
    if name not in STEPS:
        raise Http404
    transition = INFRASTRUCTURE_WORKFLOW.get(name)
    if not transition.allowed(request.user, found):
        raise PermissionDenied
    if found.state not in transition.sources:
        raise TransitionConflict(found)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None)
    back = reverse("certifications:infrastructure_work", args=[public_id])
    if request.method == "POST" and page.take(found, request.user):
        messages.success(request, str(transition.done))
        return redirect(back)
    context = {
        "title": str(transition.label),
        "text": str(found),
        "page": page,
        "submit_label": str(transition.label),
        "cancel_url": back,
        "dangerous": transition.dangerous,
        "trail": [(found.name, back)],
    }
    return render(request, "components/step.html", context)
