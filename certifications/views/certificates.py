"""The officers' certificates: the list, one file, its missing act, its changes of state."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions import change_state, complete_act, plan_change
from certifications.filters import WorkFilter
from certifications.forms import ChangeStateForm, MissingActForm
from certifications.models import Certificate, PlannedChange
from certifications.permissions import (
    can_complete_act,
    can_decide_certificate,
    can_manage_certificate,
    can_read_papers,
    can_see_certificates,
    can_see_notices,
    can_transfer,
    may_import_somewhere,
)
from certifications.standing import progress_of, realignment_of, timeline
from certifications.views.held import signed_in
from certifications.workflow import BUTTONS, CERTIFICATE_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.documents import Document, store_document
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.steps import show_errors
from familynet.kernel.workflow import Transition, TransitionConflict

PAGE_SIZE = 25
CONFIRM = "confirm_realignment"


def _related() -> tuple[str, ...]:
    return ("organisation__municipality__province", "scheme", "category", "act", "administration")


def work_list(request: HttpRequest) -> HttpResponse:
    if not can_see_certificates(request.user):
        raise PermissionDenied
    visible = Certificate.objects.on_file_for(request.user).select_related(*_related())
    filterset = WorkFilter(request.GET, queryset=visible)
    context = {
        "filterset": filterset,
        "page_obj": Paginator(filterset.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_import": may_import_somewhere(request.user),
        "may_follow_up": can_see_notices(request.user),
        "filtered": any(request.GET.get(name) for name in filterset.filters),
    }
    return render(request, "certifications/work_list.html", context)


def _visible(request: HttpRequest, public_id: str) -> Certificate:
    visible = Certificate.objects.on_file_for(request.user).select_related(*_related())
    return get_object_or_404(visible, public_id=public_id)


def work_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    certificate = _visible(request, public_id)
    realignment = realignment_of(certificate)
    transitions = [
        t
        for t in CERTIFICATE_WORKFLOW.available(certificate, request.user)
        if t.name in BUTTONS and not (realignment and t.name == CONFIRM)
    ]
    conditions = list(certificate.conditions.all())
    context = {
        "certificate": certificate,
        "events": timeline(certificate),
        "entries": HistoryEntry.objects.of(certificate).select_related("actor", "act"),
        "transitions": transitions,
        "base_url": reverse("certifications:work_detail", args=[public_id]),
        "may_complete_act": can_complete_act(request.user, certificate),
        "may_transfer": can_transfer(request.user, certificate),
        "may_read_papers": can_read_papers(request.user, certificate),
        "may_decide": can_decide_certificate(request.user, certificate),
        "conditions": conditions,
        "progress": progress_of(certificate, conditions, timezone.localdate()),
        "planned": _planned(certificate),
        "realignment": realignment,
        "today": timezone.localdate(),
        "renunciation": certificate.renunciations.open().select_related("document", "asked_by").first(),
    }
    return render(request, "certifications/work_detail.html", context)


def _planned(certificate: Certificate) -> list[tuple[PlannedChange, Any]]:
    """What is to happen, and what could not: each with the label of its change."""
    shown = (PlannedChange.State.PLANNED, PlannedChange.State.FAILED)
    found = certificate.planned_changes.filter(state__in=shown).select_related("act")
    return [(planned, CERTIFICATE_WORKFLOW.get(planned.name).label) for planned in found]


@form_page
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add the act of the award that the source did not give."""
    certificate = _visible(request, public_id)
    if not can_complete_act(request.user, certificate):
        if certificate.has_complete_act and can_manage_certificate(request.user, certificate):
            raise TransitionConflict(certificate)
        raise PermissionDenied
    form = MissingActForm(request.POST or None, certificate=certificate)
    if request.method == "POST" and form.is_valid():
        try:
            complete_act(certificate=certificate, by=request.user, act=form.instance)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("L'atto è stato aggiunto."))
            return redirect("certifications:work_detail", public_id=public_id)
    return _confirm(request, certificate, form, _("Aggiungi l'atto di assegnazione"), _("Salva l'atto"))


@form_page
def change(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """One row of the workflow, asked for and confirmed on its own page; with a future day it is planned."""
    certificate = _visible(request, public_id)
    if name not in BUTTONS:
        raise Http404
    transition = CERTIFICATE_WORKFLOW.get(name)
    if not transition.allowed(request.user, certificate):
        raise PermissionDenied
    if not may_follow(certificate, transition):
        raise TransitionConflict(certificate)
    if name == CONFIRM and (asked := realignment_of(certificate)):
        return redirect("certifications:realignment", uuid=asked.uuid)
    form = ChangeStateForm(
        request.POST or None, request.FILES or None, transition=transition, certificate=certificate
    )
    if request.method == "POST" and form.is_valid() and _changed(request, certificate, form):
        planned = _("Il cambio è previsto: avverrà quel giorno.")
        messages.success(request, planned if form.is_future else str(transition.done))
        return redirect("certifications:work_detail", public_id=public_id)
    label = str(transition.label)
    return _confirm(request, certificate, form, label, label, dangerous=transition.dangerous)


def may_follow(certificate: Certificate, transition: Transition) -> bool:
    """The state of today allows it, or one that is planned will."""
    if certificate.state in transition.sources:
        return True
    names = certificate.planned_changes.waiting().values_list("name", flat=True)
    return any(CERTIFICATE_WORKFLOW.get(name).target in transition.sources for name in names)


def _changed(request: HttpRequest, certificate: Certificate, form: ChangeStateForm) -> bool:
    """Try the action; what it refuses is shown on the form, and a report is kept only with the change."""
    data, user = form.cleaned_data, signed_in(request)
    arguments = {"name": form.transition.name, "comment": data["comment"], "effective_on": data["effective_on"]}
    try:
        with transaction.atomic():
            arguments["document"] = _report(data.get("report"), user)
            action = plan_change if form.is_future else change_state
            action(certificate=certificate, by=user, act=form.act, **arguments)
    except ValidationError as error:
        show_errors(error, form)
        return False
    return True


def _report(upload: Any, user: User) -> Document | None:
    if not upload:
        return None
    return store_document(upload, title=_("Verbale della verifica"), by=user, media_type=upload.media_type)


def _confirm(
    request: HttpRequest,
    certificate: Certificate,
    form: object,
    title: str,
    label: str,
    *,
    dangerous: bool = False,
) -> HttpResponse:
    back = reverse("certifications:work_detail", args=[certificate.public_id])
    context = {
        "title": title,
        "text": f"{certificate.organisation} – {certificate.scheme}",
        "form": form,
        "submit_label": label,
        "cancel_url": back,
        "dangerous": dangerous,
        "trail": [
            (_("Certificazioni"), reverse("certifications:work_list")),
            (certificate.organisation.name, back),
        ],
    }
    return render(request, "components/confirm.html", context)
