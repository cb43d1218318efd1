"""Take part in an event: with an account, or without one by a link that is sent to the address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.visitors import anonymous_post
from practices.actions.calendars import renew_calendar, stop_calendar
from practices.actions.registrations import (
    ask_to_join,
    cancel_registration,
    confirm_registration,
    contacts_kept_until,
    join_event,
    waiting_position,
)
from practices.forms.events import AskToJoinForm, StepForm
from practices.models import CalendarKey, ExchangeEvent, Registration, registration_key
from practices.permissions.events import can_have_calendar, can_see_link, can_take_part
from practices.views.events import load, own_registration


@login_not_required
@form_page
@anonymous_post("event_registration", limit=20, seconds=3600)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for people without an account; uses nothing of the person, so it needs no cookie."""
    event = get_object_or_404(ExchangeEvent.objects.public().for_page().with_taken(), slug=slug)
    form = AskToJoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "email", "organisation")}
        if event.takes_registrations and attempt(form, ask_to_join, event=event, **data):
            return render(request, "practices/event_asked.html", {"event": event, "email": data["email"]})
    context = {"event": event, "form": form, "kept_until": contacts_kept_until(event)}
    return render(request, "practices/event_ask.html", context, status=422 if form.errors else 200)


@login_not_required
@form_page
@anonymous_post("event_registration_link", limit=40, seconds=3600)
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """What the signed link of the mail opens: confirm, see where and how, cancel. Reading changes nothing."""
    found, error = _by_token(token), ""
    if request.method == "POST":
        error = _confirm_or_cancel(found, request.POST.get("step", ""))
        if not error:
            return redirect(found.own_url)
    context = {
        "registration": found,
        "event": found.event,
        "position": waiting_position(found) if found.state == Registration.State.WAITING else None,
        "show_link": can_see_link(None, found.event, found),
        "error": error,
    }
    response = render(request, "practices/event_registration.html", context, status=422 if error else 200)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _confirm_or_cancel(found: Registration, step: str) -> str:
    """What the person asked for; the sentence of a refusal, or nothing."""
    try:
        if step == "confirm":
            confirm_registration(found)
        elif step == "cancel":
            cancel_registration(found, by=None)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _by_token(token: str) -> Registration:
    """The registration of a signed link; 404 for any other, and for one that was forgotten."""
    key = registration_key(token)
    rows = Registration.objects.filter(person=None, forgotten_at=None)
    related = ("person", "event__administration", "event__municipality__province")
    return get_object_or_404(rows.select_related(*related), uuid=key)


@form_page
def join(request: UserRequest, slug: str) -> HttpResponse:
    """Register oneself, or give the place back: a question, then the step."""
    event = load(request, slug)
    own = own_registration(request, event)
    if own is None:
        require(can_take_part(request.user, event))
    if request.method == "POST":
        return _join_or_leave(request, event, own)
    question = _("Vuoi annullare la tua iscrizione a “%(title)s”?") if own else _("Vuoi iscriverti a “%(title)s”?")
    context = {
        "title": question % {"title": event.title},
        "text": _("Il tuo posto va alla prima persona in lista d'attesa.") if own else _seats_sentence(event),
        "form": StepForm(initial={"step": "leave" if own else "join"}),
        "submit_label": _("Annulla la mia iscrizione") if own else _("Iscrivimi"),
        "cancel_url": event.get_absolute_url(),
        "dangerous": own is not None,
    }
    return render(request, "components/confirm.html", context)


def _join_or_leave(request: UserRequest, event: ExchangeEvent, own: Registration | None) -> HttpResponse:
    try:
        if own is not None and request.POST.get("step") == "leave":
            cancel_registration(own, by=request.user)
            messages.success(request, _("Iscrizione annullata."))
        elif own is None and request.POST.get("step") == "join":
            made = join_event(event, by=request.user)
            seated = made.state in Registration.SEATED_STATES
            messages.success(request, _("Sei iscritto.") if seated else _("Sei in lista d'attesa."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(event.get_absolute_url())


def _seats_sentence(event: ExchangeEvent) -> str:
    if event.seats_left == 0:
        return _("I posti sono finiti: entri in lista d'attesa. Se si libera un posto ti avvisiamo.")
    return _("Ti avvisiamo se cambiano data o luogo, e il giorno prima. Puoi annullare in ogni momento.")


@require_safe
def mine(request: UserRequest) -> HttpResponse:
    """One's own registrations, and the calendar to subscribe to."""
    own = Registration.objects.filter(person=request.user).exclude(state=Registration.State.CANCELLED)
    rows = own.select_related("event__administration", "event__municipality__province")
    page = Paginator(rows.order_by("-event__starts_at", "pk"), 25).get_page(request.GET.get("page"))
    return render(request, "practices/event_mine.html", _calendar_context(request) | {"page_obj": page})


@require_POST
def calendar_key(request: UserRequest) -> HttpResponse:
    """Make, renew or stop the secret calendar; the address is shown on this answer only."""
    require(can_have_calendar(request.user))
    if request.POST.get("step") == "stop":
        stop_calendar(by=request.user)
        messages.success(request, _("Il tuo calendario è chiuso: l'indirizzo di prima non funziona più."))
        return redirect("events:mine")
    token = renew_calendar(by=request.user)
    address = settings.SITE_URL + reverse("events:private_feed", kwargs={"token": token})
    return render(request, "practices/event_calendar_key.html", {"address": address})


def _calendar_context(request: UserRequest) -> dict[str, object]:
    may_have = can_have_calendar(request.user)
    key = CalendarKey.objects.filter(user=request.user).first() if may_have else None
    return {"may_have_calendar": may_have, "key": key}
