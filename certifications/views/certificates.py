"""The officers' certificates: the list, one file, its missing act, its changes of state."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.actions import change_state, complete_act
from certifications.filters import WorkFilter
from certifications.forms import ChangeStateForm, MissingActForm
from certifications.models import Certificate
from certifications.permissions import (
    can_complete_act,
    can_manage_certificate,
    can_see_certificates,
    may_import_somewhere,
)
from certifications.workflow import BUTTONS, CERTIFICATE_WORKFLOW
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25


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
        "filtered": any(request.GET.get(name) for name in filterset.filters),
    }
    return render(request, "certifications/work_list.html", context)


def _visible(request: HttpRequest, public_id: str) -> Certificate:
    visible = Certificate.objects.on_file_for(request.user).select_related(*_related())
    return get_object_or_404(visible, public_id=public_id)


def work_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    certificate = _visible(request, public_id)
    transitions = [t for t in CERTIFICATE_WORKFLOW.available(certificate, request.user) if t.name in BUTTONS]
    context = {
        "certificate": certificate,
        "changes": certificate.status_changes.select_related("act").order_by("-created_at", "-pk"),
        "entries": HistoryEntry.objects.of(certificate).select_related("actor", "act"),
        "transitions": transitions,
        "base_url": reverse("certifications:work_detail", args=[public_id]),
        "may_complete_act": can_complete_act(request.user, certificate),
    }
    return render(request, "certifications/work_detail.html", context)


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
    """One row of the workflow, asked for and confirmed on its own page."""
    certificate = _visible(request, public_id)
    if name not in BUTTONS:
        raise Http404
    transition = CERTIFICATE_WORKFLOW.get(name)
    if not transition.allowed(request.user, certificate):
        raise PermissionDenied
    if certificate.state not in transition.sources:
        raise TransitionConflict(certificate)
    form = ChangeStateForm(request.POST or None, transition=transition, certificate=certificate)
    if request.method == "POST" and form.is_valid() and _changed(request, certificate, form):
        messages.success(request, str(transition.done))
        return redirect("certifications:work_detail", public_id=public_id)
    label = str(transition.label)
    return _confirm(request, certificate, form, label, label, dangerous=transition.dangerous)


def _changed(request: HttpRequest, certificate: Certificate, form: ChangeStateForm) -> bool:
    """Try the action; what it refuses is shown on the form."""
    try:
        change_state(
            certificate=certificate,
            name=form.transition.name,
            by=request.user,  # type: ignore[arg-type]
            comment=form.cleaned_data["comment"],
            act=form.act,
            effective_on=form.cleaned_data["effective_on"],
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _confirm(
    request: HttpRequest,
    certificate: Certificate,
    form: object,
    title: str,
    label: str,
    *,
    dangerous: bool = False,
) -> HttpResponse:
    context = {
        "title": title,
        "text": f"{certificate.organisation} – {certificate.scheme}",
        "form": form,
        "submit_label": label,
        "cancel_url": reverse("certifications:work_detail", args=[certificate.public_id]),
        "dangerous": dangerous,
    }
    return render(request, "components/confirm.html", context)
