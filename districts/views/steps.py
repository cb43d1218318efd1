"""What each step asks on its page, and the action it calls; the one view shape they share."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from districts import actions
from districts.forms import districts as forms
from districts.forms.programmes import EvaluationForm
from districts.permissions import can_manage_part
from familynet.accounts.requests import UserRequest
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict, Workflow

AGREEMENT_STEPS: dict[str, Step] = {
    "approve": Step(
        run=lambda a, by, data, act: actions.approve_agreement(a, by=by, act=act),
        with_act=True,
        text=_("L'atto con cui l'amministrazione approva lo schema di accordo."),
    ),
    "sign": Step(
        run=lambda a, by, data, act: actions.sign_agreement(a, by=by, **data),
        form=forms.SignatureForm,
        text=_("Con la firma il distretto diventa attivo e pubblico."),
    ),
    "renew": Step(
        run=lambda a, by, data, act: actions.renew_agreement(a, by=by, act=act, **data),
        form=forms.SignatureForm,
        with_act=True,
        text=_("L'accordo di oggi si chiude il giorno prima che cominci quello nuovo."),
    ),
    "revoke": Step(
        run=lambda a, by, data, act: actions.revoke_agreement(a, by=by, act=act, **data),
        form=forms.RevocationForm,
        with_act=True,
        text=_("La revoca chiude anche il distretto. Resta pubblica, con la sua storia."),
    ),
}

MEMBER_STEPS: dict[str, Step] = {
    "admit": Step(
        run=lambda m, by, data, act: actions.admit_member(m, by=by, act=act, **data),
        form=forms.AdmissionForm,
        with_act=True,
        act_optional=True,
    ),
    "withdraw": Step(
        run=lambda m, by, data, act: actions.member_leaves(m, by=by, act=act, **data),
        form=forms.DepartureForm,
        with_act=True,
        act_optional=True,
        text=_("L'organizzazione esce dal distretto per sua scelta, o ritira la richiesta."),
    ),
    "exclude": Step(
        run=lambda m, by, data, act: actions.exclude_member(m, by=by, act=act, **data),
        form=forms.DepartureForm,
        with_act=True,
        text=_("L'organizzazione esce dal distretto con un atto."),
    ),
}

PROGRAMME_STEPS: dict[str, Step] = {
    "approve": Step(
        run=lambda p, by, data, act: actions.approve_programme(p, by=by, act=act),
        with_act=True,
        text=_("Dopo l'approvazione testo e azioni non cambiano più: si registra solo l'avanzamento."),
    ),
    "start": Step(
        run=lambda p, by, data, act: actions.start_programme(p, by=by),
        text=_("Da ora puoi registrare l'avanzamento delle azioni."),
    ),
    "self_evaluate": Step(
        run=lambda p, by, data, act: actions.self_evaluate(p, by=by, **data),
        form=EvaluationForm,
        text=_("Conclude il lavoro: ogni azione ha già il suo avanzamento."),
    ),
    "close": Step(
        run=lambda p, by, data, act: actions.close_programme(p, by=by),
        text=_("Al programma chiuso non si aggiunge più nulla."),
    ),
}


def take_step(
    request: UserRequest,
    obj: Any,
    workflow: Workflow,
    steps: dict[str, Step],
    name: str,
    *,
    back: str,
    trail: list[tuple[str, str]],
) -> HttpResponse:
    """The page of one step of `obj`; after it, back to `back`."""
    if name not in steps:
        raise Http404
    transition = workflow.get(name)
    if not can_manage_part(request.user, obj):
        raise PermissionDenied(f"{workflow.name}: {name}")
    if obj.state not in transition.sources:
        raise TransitionConflict(obj)
    page = StepPage(steps[name], request.POST if request.method == "POST" else None)
    if page.take(obj, request.user):
        messages.success(request, f"{transition.done}.")
        return redirect(back)
    context = {
        "title": f"{transition.label} – {obj}",
        "text": page.step.text,
        "page": page,
        "submit_label": transition.label,
        "dangerous": transition.dangerous,
        "cancel_url": back,
        "trail": trail,
    }
    return render(request, "components/step.html", context)
