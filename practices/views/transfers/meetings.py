"""Pages of the meetings of a transfer: plan, change, report, cancel, documents."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from familynet.kernel.documents import serve
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.forms import transfers as forms
from practices.models import MeetingDocument, Transfer, TransferMeeting
from practices.permissions.transfers import can_meet
from practices.views.transfers.work import load
from practices.views.work import signed_in
from practices.workflow import MEETING_WORKFLOW

STEPS: dict[str, Step] = {
    "hold": Step(
        run=lambda m, by, data, act: actions.hold_meeting(m, by=by, **data),
        form=forms.ReportForm,
        text=gettext_lazy("Il resoconto lo leggono solo le due amministrazioni."),
    ),
    "cancel": Step(run=lambda m, by, data, act: actions.cancel_meeting(m, by=by, **data), form=forms.ReasonForm),
}


def _load_own(request: HttpRequest, uuid: UUID) -> Transfer:
    transfer = load(request, uuid)
    if not can_meet(signed_in(request), transfer):
        raise PermissionDenied
    return transfer


def _meeting(transfer: Transfer, pk: int) -> TransferMeeting:
    """With the transfer that is already loaded."""
    meeting = get_object_or_404(transfer.meetings.all(), pk=pk)
    meeting.transfer = transfer
    return meeting


@form_page
def plan_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    transfer = _load_own(request, uuid)
    if transfer.state not in Transfer.TALKING_STATES:
        raise TransitionConflict(transfer)
    form = forms.MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.plan_meeting, transfer=transfer, by=signed_in(request), **form.cleaned_data)
        if made:
            messages.success(request, _("Incontro in programma. L'altra parte lo sa."))
            return redirect(made)
    return render(request, "practices/transfer_meeting.html", {"transfer": transfer, "form": form})


@form_page
def change(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    transfer = _load_own(request, uuid)
    meeting = _meeting(transfer, pk)
    if meeting.state != TransferMeeting.State.PLANNED:
        raise TransitionConflict(meeting)
    form = forms.MeetingForm(request.POST or None, instance=transfer.meetings.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        by, plan = signed_in(request), form.cleaned_data
        changed = attempt(form, actions.change_meeting, meeting=meeting, by=by, **plan)
        if changed:
            messages.success(request, _("Incontro aggiornato."))
            return redirect(meeting)
    context = {"transfer": transfer, "form": form, "meeting": meeting}
    return render(request, "practices/transfer_meeting.html", context)


@form_page
def step(request: HttpRequest, uuid: UUID, pk: int, name: str) -> HttpResponse:
    """Report or cancel."""
    transfer = _load_own(request, uuid)
    meeting = _meeting(transfer, pk)
    if name not in STEPS:
        raise Http404
    transition = MEETING_WORKFLOW.get(name)
    if meeting.state not in transition.sources:
        raise TransitionConflict(meeting)
    data = request.POST if request.method == "POST" else None
    page = StepPage(STEPS[name], data, initial={"participants": meeting.participants})
    if page.take(meeting, signed_in(request)):
        messages.success(request, _("Fatto: %(what)s.") % {"what": transition.done})
        return redirect(meeting)
    context = {
        "title": f"{transition.label} – {meeting}",
        "text": page.step.text,
        "page": page,
        "submit_label": transition.label if transition.dangerous else _("Salva il resoconto"),
        "dangerous": transition.dangerous,
        "cancel_url": meeting.get_absolute_url(),
        "trail": [(_("Adozioni"), reverse("practices:transfers")), (transfer.number, transfer.get_absolute_url())],
    }
    return render(request, "practices/transfer_step.html", context)


@form_page
def add_document(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    transfer = _load_own(request, uuid)
    meeting = _meeting(transfer, pk)
    if meeting.state == TransferMeeting.State.CANCELLED:
        raise TransitionConflict(meeting)
    form = forms.MeetingDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            actions.add_meeting_document,
            meeting=meeting,
            upload=data["file"],
            title=data["title"],
            by=signed_in(request),
        )
        if kept:
            messages.success(request, _("Documento aggiunto."))
            return redirect(meeting)
    context = {
        "title": _("Aggiungi un documento – %(meeting)s") % {"meeting": meeting},
        "text": _("Programma, presentazioni, verbale: li leggono solo le due amministrazioni."),
        "form": form,
        "submit_label": _("Aggiungi il documento"),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "components/confirm.html", context)


@require_safe
def document(request: HttpRequest, uuid: UUID, pk: int, document: UUID) -> HttpResponseBase:
    """A file of a meeting, for who sees the transfer."""
    transfer = load(request, uuid)
    items = MeetingDocument.objects.select_related("document")
    found = get_object_or_404(items, meeting__transfer=transfer, meeting=pk, document__uuid=document)
    return serve(found.document)
