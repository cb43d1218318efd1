"""Work pages of who organises events: list, plan, change, documents, practices, steps."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.models import Administration
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.combobox import suggestions
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict
from practices.actions import events as actions
from practices.forms.events import (
    EventForm,
    LinkPracticeForm,
    MaterialForm,
    MinutesForm,
    PracticeField,
    ReasonForm,
)
from practices.models import EventMaterial, ExchangeEvent, Registration
from practices.workflow.events import EVENT_WORKFLOW

PER_PAGE = 20
STEPS: dict[str, Step] = {
    "publish": Step(
        run=lambda event, by, data, act: actions.publish_event(event, by=by),
        text=gettext_lazy(
            "L'incontro compare nell'elenco e nel calendario, e si aprono le iscrizioni. Chi cura gli scambi "
            "nell'altra amministrazione riceve una notifica."
        ),
    ),
    "hold": Step(
        run=lambda event, by, data, act: actions.hold_event(event, by=by),
        text=gettext_lazy("Poi segni chi c'era, aggiungi i materiali e pubblichi il verbale."),
    ),
    "reopen": Step(
        run=lambda event, by, data, act: actions.reopen_event(event, by=by, **data),
        form=ReasonForm,
        text=gettext_lazy("Il verbale non è più visibile finché non lo pubblichi di nuovo."),
    ),
    "cancel": Step(
        run=lambda event, by, data, act: actions.cancel_event(event, by=by, **data),
        form=ReasonForm,
        text=gettext_lazy(
            "Tutti gli iscritti ricevono un messaggio con il motivo. La pagina resta, con scritto che è "
            "annullato: il motivo è pubblico."
        ),
    ),
    "discard": Step(
        run=lambda event, by, data, act: actions.discard_event(event, by=by),
        text=gettext_lazy("La bozza esce dall'elenco. Nessuno riceve messaggi."),
    ),
}


def load(request: UserRequest, uuid: UUID) -> ExchangeEvent:
    """An event that this person organises, or 404."""
    events = ExchangeEvent.objects.on_work_pages_of(request.user).for_page().with_taken()
    return get_object_or_404(events, uuid=uuid)


def administrations_of(request: UserRequest) -> QuerySet[Administration]:
    """For which administrations the person plans events; 403 for none."""
    own = request.user.administrations_with(Capability.EXCHANGE_MANAGE)
    require(bool(own))
    return Administration.objects.filter(pk__in=own)


@require_safe
def work(request: UserRequest) -> HttpResponse:
    """The events of one's own administrations, by state."""
    administrations_of(request)
    events = ExchangeEvent.objects.on_work_pages_of(request.user)
    counts = dict(events.order_by().values_list("state").annotate(n=Count("pk")))
    chosen = request.GET.get("state", "")
    rows = events.filter(state=chosen) if chosen in counts else events.exclude(state="discarded")
    page = Paginator(rows.for_cards().order_by("-starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(s.value, s.label, counts.get(s.value, 0)) for s in ExchangeEvent.State]
    total = sum(n for state, n in counts.items() if state != "discarded")
    context = {"page_obj": page, "tabs": tabs, "total": total, "chosen": chosen}
    return render(request, "practices/event_work_list.html", context)


@form_page
def create(request: UserRequest) -> HttpResponse:
    administrations = administrations_of(request)
    form = EventForm(request.POST or None, administrations=administrations, fixed=False)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        event = attempt(
            form,
            actions.create_event,
            administration=data["administration"],
            values=form.values(),
            co_organisers=data["co_organisers"],
            by=request.user,
        )
        if event:
            messages.success(request, _("Bozza salvata. Quando è pronta, pubblicala."))
            return redirect(event.work_url)
    return render(request, "practices/event_form.html", {"form": form}, status=422 if form.errors else 200)


@form_page
def edit(request: UserRequest, uuid: UUID) -> HttpResponse:
    event = load(request, uuid)
    if not event.is_editable:
        raise TransitionConflict(event)
    own = Administration.objects.filter(pk=event.administration_id)
    initial = {name: getattr(event, name) for name in actions.EVENT_FIELDS}
    initial |= {"co_organisers": list(event.co_organisers.all()), "base": actions.fingerprint(event)}
    form = EventForm(request.POST or None, administrations=own, fixed=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        others, base = form.cleaned_data["co_organisers"], form.cleaned_data["base"]
        changes = {"values": form.values(), "co_organisers": others, "base": base}
        if attempt(form, actions.update_event, event=event, by=request.user, **changes):
            messages.success(request, _("Modifiche salvate."))
            return redirect(event.work_url)
    context = {"form": form, "event": event}
    return render(request, "practices/event_form.html", context, status=422 if form.errors else 200)


@require_safe
def work_detail(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Where an event stands: what can be done, who comes, practices, documents, history."""
    event = load(request, uuid)
    return render(request, "practices/event_work_detail.html", _detail_context(request, event))


def _detail_context(request: UserRequest, event: ExchangeEvent, **forms: Any) -> dict[str, Any]:
    states = dict(event.registrations.order_by().values_list("state").annotate(n=Count("pk")))
    shown = [(s.label, states.get(s.value, 0)) for s in Registration.State if states.get(s.value)]
    return {
        "event": event,
        "steps": EVENT_WORKFLOW.available(event, request.user),
        "registration_counts": shown,
        "materials": list(event.materials.all()),
        "practice_form": LinkPracticeForm(),
        "material_form": MaterialForm(),
        "history": HistoryEntry.objects.of(event).select_related("actor", "act"),
    } | forms


@require_POST
def link_practice(request: UserRequest, uuid: UUID) -> HttpResponse:
    event = load(request, uuid)
    form = LinkPracticeForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.link_practice, event=event, practice=form.cleaned_data["practice"], by=request.user
    ):
        messages.success(request, _("Buona pratica collegata."))
        return redirect(event.work_url + "#practices")
    context = _detail_context(request, event, practice_form=form)
    return render(request, "practices/event_work_detail.html", context, status=422)


@require_POST
def unlink_practice(request: UserRequest, uuid: UUID, pk: int) -> HttpResponse:
    event = load(request, uuid)
    actions.unlink_practice(event, practice=get_object_or_404(event.practices, pk=pk), by=request.user)
    messages.success(request, _("Collegamento tolto."))
    return redirect(event.work_url + "#practices")


@require_safe
def suggest_practice(request: UserRequest) -> JsonResponse:
    """Public practices for the box of the form."""
    administrations_of(request)
    return JsonResponse({"results": suggestions(PracticeField(), request.GET.get("q", ""))})


@require_POST
def add_material(request: UserRequest, uuid: UUID) -> HttpResponse:
    event = load(request, uuid)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        arguments = {"upload": data["file"], "title": data["title"], "language": data["language"]}
        if attempt(form, actions.add_material, event=event, by=request.user, **arguments):
            messages.success(request, _("Documento aggiunto."))
            return redirect(event.work_url + "#materials")
    context = _detail_context(request, event, material_form=form)
    return render(request, "practices/event_work_detail.html", context, status=422)


@require_POST
def move_material(request: UserRequest, uuid: UUID, pk: int) -> HttpResponse:
    item = _material(request, uuid, pk)
    actions.move_material(item, up=request.POST.get("direction") == "up", by=request.user)
    return redirect(item.event.work_url + "#materials")


@form_page
def remove_material(request: UserRequest, uuid: UUID, pk: int) -> HttpResponse:
    item = _material(request, uuid, pk)
    if request.method == "POST":
        actions.remove_material(item, by=request.user)
        messages.success(request, _("Documento tolto dall'incontro."))
        return redirect(item.event.work_url + "#materials")
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": item.document.title},
        "text": _("Non sarà più nella pagina dell'incontro. La storia conserva la sua impronta."),
        "submit_label": _("Togli il documento"),
        "cancel_url": item.event.work_url,
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


def _material(request: UserRequest, uuid: UUID, pk: int) -> EventMaterial:
    items = EventMaterial.objects.select_related("document", "event__administration")
    return get_object_or_404(items, event=load(request, uuid), pk=pk)


@form_page
def close(request: UserRequest, uuid: UUID) -> HttpResponse:
    """The step that asks for a text and a file: publish the minutes."""
    event = load(request, uuid)
    _available(event, request, "close")
    posted = request.method == "POST"
    form = MinutesForm(
        request.POST if posted else None, request.FILES if posted else None, initial={"minutes": event.minutes}
    )
    publish = partial(actions.close_event, event, by=request.user)
    if posted and form.is_valid() and attempt(form, publish, **form.cleaned_data):
        messages.success(request, _("Verbale pubblicato."))
        return redirect(event.work_url)
    context = {
        "title": _("Verbale di “%(title)s”") % {"title": event.title},
        "text": _("Lo legge chiunque può vedere l'incontro. Non scrivere dati personali che non servono."),
        "form": form,
        "submit_label": _("Pubblica il verbale"),
        "cancel_url": event.work_url,
    }
    return render(request, "components/confirm.html", context, status=422 if form.errors else 200)


@form_page
def step(request: UserRequest, uuid: UUID, name: str) -> HttpResponse:
    """Every other step of EVENT_WORKFLOW: a page that says what will happen, then the step."""
    event = load(request, uuid)
    if name not in STEPS:
        raise Http404
    transition = _available(event, request, name)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None)
    if page.take(event, request.user):
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": transition.done, "title": event.title})
        return redirect("events:work_detail", uuid=event.uuid)
    context = {
        "title": f"{transition.label} – {event.title}",
        "text": page.step.text,
        "page": page,
        "submit_label": transition.label,
        "dangerous": transition.dangerous,
        "cancel_url": event.work_url,
        "trail": [(_("Incontri"), reverse("events:work")), (event.title, event.work_url)],
    }
    return render(request, "components/step.html", context)


def _available(event: ExchangeEvent, request: UserRequest, name: str) -> Any:
    """The transition, if it may be taken now: 409 otherwise."""
    for transition in EVENT_WORKFLOW.available(event, request.user):
        if transition.name == name:
            return transition
    raise TransitionConflict(event)
