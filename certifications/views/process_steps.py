"""What each step of a process asks on its page, and the action it calls."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications import actions
from certifications.forms import processes as forms
from certifications.models import Appointment, Assessor, Phase, Process
from certifications.permissions import can_advise, can_bring_documents
from familynet.accounts.requests import UserRequest
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict, Workflow

Task = Assessor.Task

# Steps that are no transition of the process: their label.
PROCESS_EXTRA: dict[str, Promise] = {
    "consultant": _("Proponi chi fa da consulente"),
    "evaluator": _("Proponi chi valuta"),
    "fee": _("Registra l'avviso di pagamento"),
    "payment": _("Registra il pagamento"),
}
PHASE_EXTRA: dict[str, Promise] = {
    "opinion": _("Registra il parere del Consiglio"),
    "document": _("Consegna un documento"),
}


def _appoint(task: str) -> Callable[[Any], Step]:
    return lambda process: Step(
        run=lambda p, by, data, act: actions.appoint(process=p, by=by, **data),
        form=forms.appoint_form(process, task),
        text=_("Prima di vedere il percorso la persona dichiara se ha un conflitto di interessi."),
    )


def _end(name: str) -> Callable[[Any], Step]:
    return lambda process: Step(
        run=lambda p, by, data, act: actions.end_process(process=p, name=name, by=by, act=act, **data),
        form=forms.EndForm,
        with_act=True,
        text=_(
            "Il percorso si chiude e la certificazione cessa alla data dell'atto. Resta pubblica, con la storia."
        ),
    )


PROCESS_STEPS: dict[str, Callable[[Any], Step]] = {
    "activate": lambda process: Step(
        run=lambda p, by, data, act: actions.activate_process(process=p, by=by, **data),
        form=forms.StartForm,
        text=_("Da questo giorno si contano i termini delle fasi."),
    ),
    "start_cycle": lambda process: Step(
        run=lambda p, by, data, act: actions.start_cycle(process=p, by=by, **data),
        form=forms.cycle_form(process),
        text=_("Da questo giorno si contano i termini delle fasi del nuovo ciclo."),
    ),
    "revoke": _end("revoke"),
    "renounce": _end("renounce"),
    "consultant": _appoint(Task.CONSULTANT),
    "evaluator": _appoint(Task.EVALUATOR),
    "fee": lambda process: Step(
        run=lambda p, by, data, act: actions.note_fee(process=p, by=by, **data), form=forms.fee_form(process)
    ),
    "payment": lambda process: Step(
        run=lambda p, by, data, act: actions.note_payment(process=p, by=by, **data), form=forms.PaymentForm
    ),
}


def _hand_over(phase: Phase, by: Any, data: dict[str, Any], act: Any) -> Any:
    file = data["file"]
    return actions.add_phase_document(
        phase=phase, by=by, title=data["title"], file=file, media_type=file.media_type
    )


PHASE_STEPS: dict[str, Callable[[Any], Step]] = {
    "close": lambda phase: Step(
        run=lambda p, by, data, act: actions.close_phase(phase=p, by=by, **data), form=forms.CloseForm
    ),
    "grant": lambda phase: Step(
        run=lambda p, by, data, act: actions.close_phase(phase=p, by=by, act=act),
        with_act=True,
        text=_("I termini delle fasi che seguono si contano dalla data dell'atto."),
    ),
    "opinion": lambda phase: Step(
        run=lambda p, by, data, act: actions.give_opinion(phase=p, by=by, **data), form=forms.OpinionForm
    ),
    "document": lambda phase: Step(run=_hand_over, form=forms.PhaseDocumentForm),
}
APPOINTMENT_STEPS: dict[str, Callable[[Any], Step]] = {
    "end": lambda appointment: Step(
        run=lambda a, by, data, act: actions.end_appointment(appointment=a, by=by, **data), form=forms.CommentForm
    )
}


def process_steps(process: Process) -> list[tuple[str, Promise]]:
    """What the office may still do beside the workflow."""
    active = {appointment.task for appointment in process.appointments.all() if appointment.state in _ACTIVE}
    notice = next((fee for fee in process.fees.all() if fee.cycle_number == process.cycle_number), None)
    names = [
        name
        for name, task in (("consultant", Task.CONSULTANT), ("evaluator", Task.EVALUATOR))
        if task not in active
    ]
    if notice is None:
        names.append("fee")
    elif notice.paid_on is None:
        names.append("payment")
    return [(name, PROCESS_EXTRA[name]) for name in names]


_ACTIVE = (Appointment.State.ASKED, Appointment.State.ACCEPTED)


def phase_steps(phase: Phase, user: Any) -> list[tuple[str, Promise]]:
    """What the person may do in the phase beside the workflow."""
    allowed = {"opinion": can_advise(user, phase), "document": can_bring_documents(user, phase)}
    return [(name, PHASE_EXTRA[name]) for name, yes in allowed.items() if yes]


def _steps_of(obj: Any) -> dict[str, Callable[[Any], Step]]:
    if isinstance(obj, Process):
        return PROCESS_STEPS
    return PHASE_STEPS if isinstance(obj, Phase) else APPOINTMENT_STEPS


def step_page(
    request: UserRequest,
    obj: Any,
    name: str,
    workflow: Workflow | None,
    *,
    back: str,
    trail: list[tuple[str, str]],
) -> HttpResponse:
    """The page of one step; without a workflow the caller has checked who may."""
    label: Any = PROCESS_EXTRA.get(name) or PHASE_EXTRA.get(name)
    dangerous = False
    if workflow is not None:
        transition = workflow.get(name)
        if not transition.allowed(request.user, obj):
            raise PermissionDenied(f"{workflow.name}: {name}")
        if obj.state not in transition.sources:
            raise TransitionConflict(obj)
        label, dangerous = transition.label, transition.dangerous
    page = StepPage(_steps_of(obj)[name](obj), request.POST if request.method == "POST" else None)
    if page.step.form is forms.PhaseDocumentForm and request.method == "POST":
        page.form = forms.PhaseDocumentForm(request.POST, request.FILES)
    if request.method == "POST" and page.take(obj, request.user):
        messages.success(request, f"{label}: {_('fatto')}.")
        return redirect(back)
    context = {
        "title": label,
        "text": page.step.text,
        "page": page,
        "submit_label": label,
        "dangerous": dangerous,
        "cancel_url": back,
        "trail": trail,
    }
    return render(request, "components/step.html", context)
