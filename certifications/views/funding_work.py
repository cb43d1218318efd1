"""Calls for funding at work: draft, publish, increase, record projects and move them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms import CommentForm, FundingCallForm, GrantForm, IncreaseForm, ProjectForm, TieForm
from certifications.forms.ties import CertificateField, FileField
from certifications.models import FundedProject, FundingCall
from certifications.permissions import (
    can_add_call_document,
    can_add_project,
    can_change_call_document,
    can_edit_call,
    can_increase,
    can_tie_project,
    certificates_to_tie,
    files_to_tie,
    may_see_calls,
)
from certifications.views.funding import facts_of
from certifications.workflow import CALL_WORKFLOW, PROJECT_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.combobox import MAX_KEY, suggestions
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25
CERTIFICATE = ("certificate__scheme", "certificate__category")
CALL_STEPS = {
    "publish": Step(
        lambda c, by, data, act: actions.move_call(call=c, name="publish", by=by, act=act), with_act=True
    ),
    "close": Step(
        lambda c, by, data, act: actions.move_call(call=c, name="close", by=by, comment=data["comment"]),
        form=CommentForm,
    ),
}


def _move(name: str) -> Any:
    def run(project: FundedProject, by: Any, data: dict[str, Any], act: Any) -> None:
        actions.move_project(project=project, name=name, by=by, act=act, **data)

    return run


PROJECT_STEPS = {
    "grant": Step(_move("grant"), form=GrantForm, with_act=True),
    "reject": Step(_move("reject"), form=CommentForm, with_act=True),
    "report": Step(_move("report")),
    "close": Step(_move("close"), with_act=True),
    "revoke": Step(_move("revoke"), form=CommentForm, with_act=True),
}
INCREASE = Step(
    lambda c, by, data, act: actions.increase_budget(call=c, by=by, act=act, **data),
    form=IncreaseForm,
    with_act=True,
    act_optional=True,
)


@require_safe
def calls_work(request: UserRequest) -> HttpResponse:
    require(may_see_calls(request.user))
    found = FundingCall.objects.visible_to(request.user).with_sums().select_related("administration")
    context = {
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_start": bool(request.user.administrations_with(Capability.CERTIFICATE_ACCOMPANY)),
    }
    return render(request, "certifications/call_work_list.html", context)


def load_call(request: UserRequest, slug: str) -> FundingCall:
    """A call as its officials see it, or 404."""
    found = FundingCall.objects.visible_to(request.user).with_sums().select_related("administration", "act")
    return get_object_or_404(found, slug=slug)


@require_safe
def call_work(request: UserRequest, slug: str) -> HttpResponse:
    """One call with its projects, whatever their state."""
    call = load_call(request, slug)
    projects = call.projects.select_related(
        "organisation", "act", "call", "application__scheme", "application__category", *CERTIFICATE
    ).prefetch_related("partners")
    page = Paginator(projects, PAGE_SIZE).get_page(request.GET.get("page"))
    rows: Any = page.object_list
    seen = set(files_to_tie(request.user).filter(funded_projects__in=rows).values_list("pk", flat=True))
    for project in rows:
        project.next_steps = PROJECT_WORKFLOW.available(project, request.user)
        project.may_tie = can_tie_project(request.user, project)
        project.shows_file = project.application_id in seen
    context = {
        **facts_of(call),
        "page_obj": page,
        "transitions": CALL_WORKFLOW.available(call, request.user),
        "base_url": reverse("certifications:call_work", args=[slug]),
        "may_edit": can_edit_call(request.user, call),
        "may_add": can_add_project(request.user, call),
        **_documents(request, call),
        "may_increase": can_increase(request.user, call),
        "entries": HistoryEntry.objects.of(call).select_related("actor", "act"),
    }
    return render(request, "certifications/call_work.html", context)


def _documents(request: UserRequest, call: FundingCall) -> dict[str, Any]:
    """Those in use with what the person may do to each, and those that were replaced or taken off."""
    items = list(call.call_documents.select_related("document", "added_by", "closed_by", "call"))
    for item in items:
        item.may_change = can_change_call_document(request.user, item)  # type: ignore[attr-defined]
    return {
        "documents": [item for item in items if item.is_current],
        "earlier": [item for item in reversed(items) if not item.is_current],
        "may_add_document": can_add_call_document(request.user, call),
    }


@form_page
def call_new(request: UserRequest) -> HttpResponse:
    mine = request.user.administrations_with(Capability.CERTIFICATE_ACCOMPANY)
    require(bool(mine))
    return _edit(request, FundingCall(), mine, _("Nuovo bando"), reverse("certifications:calls_work"))


@form_page
def call_edit(request: UserRequest, slug: str) -> HttpResponse:
    call = load_call(request, slug)
    require(can_edit_call(request.user, call))
    back = reverse("certifications:call_work", args=[slug])
    return _edit(request, call, [call.administration_id], _("Modifica il bando"), back)


def _edit(request: UserRequest, call: FundingCall, mine: Any, title: str, back: str) -> HttpResponse:
    form = FundingCallForm(request.POST if request.method == "POST" else None, instance=call, administrations=mine)
    if form.is_valid() and attempt(form, actions.save_call, call=form.instance, by=request.user):
        messages.success(request, _("Bando salvato."))
        return redirect("certifications:call_work", slug=form.instance.slug)
    context = {"title": title, "form": form, "call": call, "cancel_url": back}
    return render(request, "certifications/call_form.html", context)


@form_page
def project_new(request: UserRequest, slug: str) -> HttpResponse:
    call = load_call(request, slug)
    require(can_add_project(request.user, call))
    posted = request.POST if request.method == "POST" else None
    form = ProjectForm(posted, instance=FundedProject(call=call), user=request.user)
    if form.is_valid():
        partner = form.cleaned_data["partner"]
        if attempt(
            form,
            actions.add_project,
            project=form.instance,
            partners=[partner] if partner else [],
            by=request.user,
        ):
            messages.success(request, _("Progetto registrato."))
            return redirect("certifications:call_work", slug=slug)
    context = {
        "title": _("Registra un progetto"),
        "text": call.title,
        "form": form,
        "submit_label": _("Registra il progetto"),
        "cancel_url": reverse("certifications:call_work", args=[slug]),
    }
    return render(request, "components/confirm.html", context)


@form_page
def call_increase(request: UserRequest, slug: str) -> HttpResponse:
    call = load_call(request, slug)
    require(can_increase(request.user, call))
    return _take(request, call, INCREASE, _("Aumenta lo stanziamento"), call)


@form_page
def call_step(request: UserRequest, slug: str, name: str) -> HttpResponse:
    call = load_call(request, slug)
    return _transition(request, call, CALL_WORKFLOW, CALL_STEPS, name, call)


@form_page
def project_ties(request: UserRequest, pk: int) -> HttpResponse:
    """Which file and which certificate a project belongs to."""
    project = _project(request, pk)
    require(can_tie_project(request.user, project))
    form = TieForm(request.POST if request.method == "POST" else None, project=project, user=request.user)
    if form.is_valid() and attempt(
        form, actions.tie_project, project=project, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Collegamenti salvati."))
        return redirect("certifications:call_work", slug=project.call.slug)
    back = reverse("certifications:call_work", args=[project.call.slug])
    context = {
        "title": _("Collega domanda e certificato"),
        "text": str(project),
        "form": form,
        "submit_label": _("Salva i collegamenti"),
        "cancel_url": back,
        "trail": [(_("Bandi"), reverse("certifications:calls_work")), (project.call.title, back)],
    }
    return render(request, "components/confirm.html", context)


@require_safe
def suggest_application(request: UserRequest) -> JsonResponse:
    """Files for the box of the form, of the project's organisation where there is a project."""
    return _suggest(request, FileField(), files_to_tie)


@require_safe
def suggest_certificate(request: UserRequest) -> JsonResponse:
    return _suggest(request, CertificateField(), certificates_to_tie)


def _suggest(request: UserRequest, field: Any, queryset: Any) -> JsonResponse:
    require(bool(request.user.administrations_with(Capability.CERTIFICATE_ACCOMPANY)))
    number = request.GET.get("progetto", "")
    known = number.isascii() and number.isdecimal() and len(number) <= MAX_KEY
    project = _project(request, int(number)) if known else None
    field.queryset = queryset(request.user, project.organisation if project else None)
    return JsonResponse({"results": suggestions(field, request.GET.get("q", ""))})


def _project(request: UserRequest, pk: int) -> FundedProject:
    found = FundedProject.objects.visible_to(request.user)
    related = ("call__administration", "organisation", "application", *CERTIFICATE)
    return get_object_or_404(found.select_related(*related), pk=pk)


@form_page
def project_step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    project = _project(request, pk)
    return _transition(request, project, PROJECT_WORKFLOW, PROJECT_STEPS, name, project.call)


def _transition(
    request: UserRequest, obj: Any, workflow: Any, steps: dict[str, Step], name: str, call: FundingCall
) -> HttpResponse:
    if name not in steps:
        raise Http404
    transition = workflow.get(name)
    if not transition.allowed(request.user, obj):
        raise PermissionDenied
    if obj.state not in transition.sources:
        raise TransitionConflict(obj)
    return _take(request, obj, steps[name], str(transition.label), call, dangerous=transition.dangerous)


def _take(
    request: UserRequest, obj: Any, step: Step, title: str, call: FundingCall, *, dangerous: bool = False
) -> HttpResponse:
    page = StepPage(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.take(obj, request.user):
        messages.success(request, _("Registrato."))
        return redirect("certifications:call_work", slug=call.slug)
    back = reverse("certifications:call_work", args=[call.slug])
    context = {
        "title": title,
        "text": str(obj),
        "page": page,
        "submit_label": title,
        "cancel_url": back,
        "dangerous": dangerous,
        "trail": [(_("Bandi"), reverse("certifications:calls_work")), (call.title, back)],
    }
    return render(request, "components/step.html", context)
