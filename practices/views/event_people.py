"""The people of an event, for who organises it: the list, the download, one step for one person."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.spreadsheets import csv_response
from practices.actions.registrations import (
    add_participant,
    cancel_registration,
    contacts_kept_until,
    mark_attendance,
)
from practices.forms.events import ParticipantForm
from practices.models import ExchangeEvent, Registration
from practices.views.event_work import load

PER_PAGE = 50
HEADER = (_l("Nome"), _l("Ente o organizzazione"), _l("E-mail"), _l("Stato"), _l("Ordine"), _l("Iscrizione del"))


@form_page
def participants(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Who comes, who waits, who came; and a form to add somebody who asked by telephone."""
    event = load(request, uuid)
    form = ParticipantForm(request.POST or None)
    add = partial(add_participant, event, by=request.user)
    if request.method == "POST" and form.is_valid() and attempt(form, add, **form.cleaned_data):
        messages.success(request, _("Persona aggiunta."))
        return redirect("events:participants", uuid=uuid)
    rows = event.registrations.exclude(state=Registration.State.CANCELLED)
    rows = rows.select_related("person__administration").order_by("place", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "page_obj": page,
        "form": form,
        "may_add": event.state in (ExchangeEvent.State.PUBLISHED, ExchangeEvent.State.HELD),
        "has_begun": event.starts_at <= timezone.now(),
        "kept_until": contacts_kept_until(event),
    }
    return render(request, "practices/event_participants.html", context, status=422 if form.errors else 200)


@require_safe
def participants_csv(request: UserRequest, uuid: UUID) -> StreamingHttpResponse:
    """The list for a spreadsheet, formulas made harmless."""
    event = load(request, uuid)
    rows = event.registrations.exclude(state__in=[Registration.State.CANCELLED, Registration.State.PENDING])
    people = rows.select_related("person__administration").order_by("place", "pk")
    lines = (
        (p.who, p.body, p.address, p.get_state_display(), p.place, f"{timezone.localtime(p.created_at):%d/%m/%Y}")
        for p in people.iterator(chunk_size=500)
    )
    response = csv_response(f"iscritti-{event.slug}.csv", HEADER, lines)
    response["Cache-Control"] = "private, no-store"
    return response


@form_page
def participant_step(request: UserRequest, uuid: UUID, registration: UUID, name: str) -> HttpResponse:
    """Mark that somebody came (or take it back) at once; cancel a registration after a question."""
    event = load(request, uuid)
    rows = event.registrations.select_related("person", "event__administration")
    one = get_object_or_404(rows, uuid=registration)
    if name not in ("attend", "unattend", "cancel"):
        raise Http404
    back = reverse("events:participants", kwargs={"uuid": uuid})
    if request.method != "POST":
        return render(request, "components/confirm.html", _question(one, name, back))
    try:
        if name == "cancel":
            cancel_registration(one, by=request.user)
        else:
            mark_attendance(one, present=name == "attend", by=request.user)
        messages.success(request, _("Elenco aggiornato."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(back)


def _question(one: Registration, name: str, back: str) -> dict[str, object]:
    if name == "cancel":
        title = _("Vuoi annullare l'iscrizione di %(name)s?")
        text, label = (
            _("La persona riceve un messaggio. Il posto va alla lista d'attesa."),
            _("Annulla l'iscrizione"),
        )
    else:
        title = _("Presenza di %(name)s")
        text, label = "", _("Segna presente") if name == "attend" else _("Togli la presenza")
    return {
        "title": title % {"name": one.who},
        "text": text,
        "submit_label": label,
        "cancel_url": back,
        "dangerous": name == "cancel",
    }
