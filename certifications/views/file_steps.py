"""The officer's steps on a file, each with its own page: take, assign, close, pass on, protocol numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications import actions
from certifications.forms import OfficerForm, ProtocolForm, ReasonForm
from certifications.models import Application, Decision
from certifications.permissions import can_assign_officer, can_handle
from certifications.recipients import officers_of
from certifications.views.file_pages import load_file
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

STEPS: dict[str, Step] = {
    "take": Step(
        run=lambda a, by, data, act: actions.take_application(application=a, by=by, **data),
        form=OfficerForm,
        text=gettext_lazy(
            "Chi ha presentato la domanda riceve la comunicazione di avvio, con responsabile e termine."
        ),
    ),
    "close_integration": Step(
        run=lambda a, by, data, act: actions.close_integration(application=a, by=by),
        text=gettext_lazy("L'esame riprende con quello che c'è, e il termine torna a correre."),
    ),
    "skip_assessment": Step(
        run=lambda a, by, data, act: actions.skip_assessment(application=a, by=by, **data),
        form=ReasonForm,
        text=gettext_lazy(
            "I requisiti sono quelli di prima e le prove bastano: la domanda di rinnovo va a chi decide, "
            "senza una nuova valutazione."
        ),
    ),
    "start_assessment": Step(
        run=lambda a, by, data, act: actions.start_assessment(application=a, by=by),
        text=gettext_lazy("L'istruttoria è finita: la domanda passa a chi la valuta."),
    ),
    "reopen_review": Step(
        run=lambda a, by, data, act: actions.reopen_review(application=a, by=by, **data),
        form=ReasonForm,
        text=gettext_lazy(
            "La pratica torna a chi la istruisce. Le valutazioni consegnate restano; poi si passa di nuovo alla "
            "valutazione."
        ),
    ),
}
# Steps that are done on a page of their own: the transition → its tab, and what the button says.
ELSEWHERE = {
    "close_assessment": ("certifications:file_assessment", gettext_lazy("Vai alla valutazione")),
    "award": ("certifications:file_decision", gettext_lazy("Vai alla decisione")),
}
ASSIGN = Step(
    run=lambda a, by, data, act: actions.assign_officer(application=a, by=by, **data),
    form=OfficerForm,
    text=gettext_lazy(
        "La persona scelta riceve una notifica; se il procedimento è avviato, anche l'organizzazione."
    ),
)


@dataclass(frozen=True)
class NextStep:
    """A button of the summary."""

    label: str | Promise
    url: str
    dangerous: bool = False


def next_steps(user: Any, application: Application) -> Iterator[NextStep]:
    """What the person can do on this file now, most likely first."""
    for transition in APPLICATION_WORKFLOW.available(application, user):
        if transition.name == "ask_integration":
            if not actions.obstacle_to_asking(application):
                yield NextStep(transition.label, reverse("certifications:file_ask", args=[application.public_id]))
        elif transition.name in ELSEWHERE:
            route, label = ELSEWHERE[transition.name]
            yield NextStep(label, reverse(route, args=[application.public_id]))
        elif transition.name in STEPS and is_time_for(transition.name, application):
            yield NextStep(transition.label, _step_url(application, transition.name), transition.dangerous)
    if can_assign_officer(user, application) and not application.is_concluded:
        said = _("Cambia responsabile") if application.officer_id else _("Assegna il responsabile")
        yield NextStep(said, _step_url(application, "assign_officer"))


def is_time_for(name: str, application: Application) -> bool:
    """False for what the calendar does not allow yet."""
    if name != "close_integration":
        return True
    asked = application.integrations.open().first()
    return asked is not None and asked.due_on < timezone.localdate()


def _step_url(application: Application, name: str) -> str:
    return reverse("certifications:file_step", args=[application.public_id, name])


@form_page
def step(request: UserRequest, public_id: str, name: str) -> HttpResponse:
    """One step: what it asks, then the action."""
    application = load_file(request, public_id)
    chosen, label, done = _chosen(request.user, application, name)
    page = StepPage(
        chosen,
        request.POST if request.method == "POST" else None,
        initial={"officer": application.officer_id or request.user.pk},
    )
    if isinstance(page.form, OfficerForm):
        page.form.fields["officer"].queryset = officers_of([application.administration_id])  # type: ignore[attr-defined]
    if request.method == "POST" and page.take(application, request.user):
        messages.success(request, f"{done}.")
        return redirect("certifications:file", public_id=public_id)
    context = {
        "title": label,
        "text": chosen.text,
        "page": page,
        "submit_label": label,
        "cancel_url": reverse("certifications:file", args=[public_id]),
        "trail": trail(application),
    }
    return render(request, "components/step.html", context, status=422 if page.form.errors else 200)


def _chosen(user: Any, application: Application, name: str) -> tuple[Step, Any, Any]:
    """(step, its label, the sentence when done); 404, 403 or 409 when it cannot be taken."""
    if name == "assign_officer":
        if not can_assign_officer(user, application):
            raise PermissionDenied("application: assign officer")
        if application.is_concluded:
            raise TransitionConflict(application)
        return ASSIGN, _("Assegna il responsabile"), _("Responsabile assegnato")
    if name not in STEPS:
        raise Http404
    transition = APPLICATION_WORKFLOW.get(name)
    if not transition.allowed(user, application):
        raise PermissionDenied(f"application: {name}")
    if application.state not in transition.sources:
        raise TransitionConflict(application)
    return STEPS[name], transition.label, transition.done


def trail(application: Application) -> list[tuple[str, str]]:
    """The way back to the file."""
    return [
        (_("Pratiche"), reverse("certifications:files")),
        (application.organisation.name, reverse("certifications:file", args=[application.public_id])),
    ]


@form_page
def protocol(request: UserRequest, public_id: str, kind: str, pk: int, way: str) -> HttpResponse:
    """The protocol number of the application itself, of a request for integrations, a notice or the letter."""
    application = load_file(request, public_id)
    if not can_handle(request.user, application):
        raise PermissionDenied("application: protocol")
    known = _known_protocol(application, kind, pk, way)
    form = ProtocolForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _record(request, application, form, kind, pk, way):
        messages.success(request, _("Numero di protocollo registrato."))
        return redirect("certifications:file_correspondence", public_id=public_id)
    context = {
        "title": _("Numero di protocollo"),
        "text": f"{application.organisation} – {application.title}",
        "form": form,
        "submit_label": _("Registra"),
        "cancel_url": reverse("certifications:file_correspondence", args=[public_id]),
        "trail": trail(application),
    }
    return render(request, "components/confirm.html", context, status=422 if form.errors else 200)


def _exchange(application: Application, kind: str, pk: int) -> Any:
    rows: dict[str, Any] = {
        "integrazione": application.integrations,
        "preavviso": application.refusal_notices,
        "decisione": Decision.objects.filter(application=application).exclude(letter=None),
    }
    if kind not in rows:
        raise Http404
    return get_object_or_404(rows[kind], pk=pk)


def _known_protocol(application: Application, kind: str, pk: int, way: str) -> dict[str, Any]:
    """What is recorded already; 404 for an exchange that the file does not have."""
    if kind == "domanda" and way == "entrata" and pk == 0:
        number, date = application.protocol_number, application.protocol_date
    elif way == "uscita" or (way == "entrata" and kind != "decisione"):
        exchange = _exchange(application, kind, pk)
        name = "protocol_in" if way == "entrata" else "protocol_out"
        number, date = getattr(exchange, name), getattr(exchange, f"{name}_date")
    else:
        raise Http404
    return {"number": number, "date": date or timezone.localdate()}


def _record(request: UserRequest, application: Application, form: forms.Form, kind: str, pk: int, way: str) -> Any:
    values = {**form.cleaned_data, "by": request.user}
    if kind == "domanda":
        return attempt(form, actions.record_protocol, application=application, **values)
    exchange = _exchange(application, kind, pk)
    return attempt(form, actions.record_exchange_protocol, exchange=exchange, incoming=way == "entrata", **values)
