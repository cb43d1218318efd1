"""One page for every step of a transfer: what it asks, then the action."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.kernel.pages import form_page
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.forms import transfers as forms
from practices.models import Transfer
from practices.views.transfers.work import load, steps_for
from practices.views.work import signed_in
from practices.workflow import TRANSFER_WORKFLOW

STEPS: dict[str, Step] = {
    "answer": Step(
        run=lambda t, by, data, act: actions.answer_request(t, by=by, **data),
        form=forms.AnswerForm,
        text=gettext_lazy("Chi ha chiesto la pratica riceve la risposta e sa con chi parlare."),
    ),
    "decline": Step(
        run=lambda t, by, data, act: actions.decline_request(t, by=by, **data),
        form=forms.ReasonForm,
        text=gettext_lazy("La richiesta si chiude. Chi l'ha fatta legge il motivo e può farne un'altra."),
    ),
    "start_adapting": Step(
        run=lambda t, by, data, act: actions.start_adapting(t, by=by),
        text=gettext_lazy("Da qui scrivi che cosa conservi, che cosa cambi, che cosa togli, e perché."),
    ),
    "declare": Step(
        run=lambda t, by, data, act: actions.declare_adoption(t, by=by, act=act, **data),
        form=forms.DeclareForm,
        with_act=True,
        text=gettext_lazy(
            "L'atto con cui l'ente adotta la pratica, per esempio una deliberazione. Poi confermano le parti; "
            "dopo la conferma atto e adattamento sono pubblici, e l'adattamento non si cambia più."
        ),
    ),
    "adopt": Step(
        run=lambda t, by, data, act: actions.confirm_adoption(t, by=by, **data),
        form=forms.NoteForm,
    ),
    "send_back": Step(
        run=lambda t, by, data, act: actions.send_back_adoption(t, by=by, **data),
        form=forms.ReasonForm,
        text=gettext_lazy("Chi adotta corregge e registra di nuovo l'atto. Le conferme già date non valgono più."),
    ),
    "record_outcome": Step(
        run=lambda t, by, data, act: actions.record_outcome(t, by=by, **data),
        form=forms.OutcomeForm,
        text=gettext_lazy("Anche un insuccesso serve a chi viene dopo. L'esito è pubblico."),
    ),
    "drop": Step(
        run=lambda t, by, data, act: actions.drop_transfer(t, by=by, **data),
        form=forms.ReasonForm,
        text=gettext_lazy("Il percorso si chiude. Resta leggibile alle due parti, con il motivo."),
    ),
}


@form_page
def step(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """404 for an unknown step, 403 for who may not, 409 when it is not the moment (any more)."""
    transfer, user = load(request, uuid), signed_in(request)
    if name not in STEPS:
        raise Http404
    transition = TRANSFER_WORKFLOW.get(name)
    if not transition.allowed(user, transfer):
        raise PermissionDenied
    given = list(transfer.confirmations.all())
    if name not in {each.name for each in steps_for(transfer, user, given)}:
        raise TransitionConflict(transfer)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None, initial=_initial(transfer))
    if page.take(transfer, user):
        messages.success(request, _("Fatto: %(what)s.") % {"what": transition.done})
        return redirect(transfer)
    return render(request, "practices/transfer_step.html", _context(transfer, name, page))


def _initial(transfer: Transfer) -> dict[str, Any]:
    return {"contact_email": transfer.owner.email, "changes": transfer.changes}


def _context(transfer: Transfer, name: str, page: StepPage) -> dict[str, Any]:
    transition = TRANSFER_WORKFLOW.get(name)
    return {
        "title": f"{transition.label} – {transfer.number}",
        "text": _what_is_confirmed(transfer) if name == "adopt" else page.step.text,
        "page": page,
        "submit_label": transition.label,
        "dangerous": transition.dangerous,
        "cancel_url": transfer.get_absolute_url(),
        "trail": [(_("Adozioni"), reverse("practices:transfers")), (transfer.number, transfer.get_absolute_url())],
    }


def _what_is_confirmed(transfer: Transfer) -> str:
    words = {
        "body": transfer.adopting_body,
        "title": transfer.practice.title,
        "act": transfer.act,
        "changes": transfer.changes,
    }
    return _("%(body)s ha adottato “%(title)s” con questo atto: %(act)s. Che cosa è cambiato: %(changes)s") % words
