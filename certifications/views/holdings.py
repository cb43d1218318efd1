"""The holder's pages: my certificates, what is due, evidence for conditions, renewal, renunciation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications.actions import (
    ask_renunciation,
    attach_to_condition,
    may_ask_renewal,
    renewal_opens_on,
    save_note,
    send_condition,
    withdraw_renunciation,
)
from certifications.forms import ConditionForm, RenunciationForm
from certifications.models import Certificate, Condition, ReminderStop, RenunciationRequest
from certifications.permissions import acts_for_someone, can_ask_renunciation, can_send_condition
from certifications.standing import progress_of, realignment_of, timeline
from certifications.stopping import resume_reminders, stop_reminders
from certifications.views.condition_files import file_list
from certifications.views.held import held, held_condition, signed_in
from familynet.accounts.models import User
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All certificates of the person's organisations, with what falls due next."""
    user = signed_in(request)
    require(user.administration_id is None or acts_for_someone(user))
    found = Certificate.objects.held_by(user).with_next_condition()
    found = found.select_related("organisation", "scheme", "category").order_by("sort_name", "pk")
    context = {
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "certifications/mine.html", context)


@require_safe
def holding(request: HttpRequest, public_id: str) -> HttpResponse:
    """One certificate as its holder sees it: what to do, until when, what was decided."""
    certificate, user, today = held(request, public_id), signed_in(request), timezone.localdate()
    conditions = list(certificate.conditions.select_related("requirement__section"))
    opens = renewal_opens_on(certificate)
    context = {
        "certificate": certificate,
        "conditions": conditions,
        "progress": progress_of(certificate, conditions, today),
        "overdue_notices": certificate.overdue_notices.open().prefetch_related("conditions__requirement"),
        "planned": certificate.planned_changes.waiting().select_related("act"),
        "events": timeline(certificate),
        "realignment": realignment_of(certificate),
        "renewal_opens": opens,
        "may_renew": may_ask_renewal(certificate, opens=opens),
        "renunciation": certificate.renunciations.open().first(),
        "may_renounce": can_ask_renunciation(user, certificate),
        "stopped": ReminderStop.objects.filter(user=user, certificate=certificate).exists(),
        "today": today,
    }
    return render(request, "certifications/holding.html", context)


@form_page
def condition(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """One condition: note and documents, saved as often as one likes, then sent to the office."""
    found, user = held_condition(request, public_id, pk), signed_in(request)
    may_write = found.is_with_holder and can_send_condition(user, found)
    form = ConditionForm(request.POST or None, request.FILES or None, initial={"note": found.note})
    if request.method == "POST":
        require(can_send_condition(user, found))
        if not found.is_with_holder:
            raise TransitionConflict(found)
        if form.is_valid() and _kept(form, found, user, send="send" in request.POST):
            sent = "send" in request.POST
            messages.success(request, _("Inviato all'ufficio.") if sent else _("Salvato. Non è ancora inviato."))
            return redirect("certifications:condition", public_id=public_id, pk=pk)
    context = {
        "certificate": found.certificate,
        "condition": found,
        "form": form,
        "may_write": may_write,
        "files": file_list(found),
        "today": timezone.localdate(),
    }
    return render(request, "certifications/condition.html", context)


def _kept(form: ConditionForm, condition: Condition, user: User, *, send: bool) -> bool:
    """Keep documents and note; then, if asked, send. What was kept stays also when sending is refused."""
    uploads, note = form.cleaned_data["documents"], form.cleaned_data["note"]
    if uploads and not attempt(form, attach_to_condition, condition=condition, by=user, uploads=uploads):
        return False
    if not send:
        save_note(condition=condition, by=user, note=note)
        return True
    return bool(attempt(form, send_condition, condition=condition, by=user, note=note))


@form_page
def renunciation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The legal representative gives the certificate up."""
    certificate, user = held(request, public_id), signed_in(request)
    require(can_ask_renunciation(user, certificate))
    form = RenunciationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = attempt(
            form,
            ask_renunciation,
            certificate=certificate,
            by=user,
            reason=form.cleaned_data["reason"],
            upload=form.cleaned_data["letter"],
        )
        if asked:
            messages.success(request, _("La rinuncia è stata chiesta. L'ufficio la registra con un atto."))
            return redirect("certifications:holding", public_id=public_id)
    context = {
        "title": _("Rinuncia alla certificazione"),
        "text": _(
            "Chiedi di rinunciare a %(scheme)s. La certificazione resta com'è finché l'ufficio non registra la "
            "rinuncia; fino ad allora puoi ritirarla."
        )
        % {"scheme": certificate.scheme},
        "form": form,
        "submit_label": _("Chiedi la rinuncia"),
        "cancel_url": reverse("certifications:holding", args=[public_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def renunciation_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    certificate = held(request, public_id)
    asked = get_object_or_404(RenunciationRequest.objects.open(), certificate=certificate)
    asked.certificate = certificate
    withdraw_renunciation(request=asked, by=signed_in(request))
    messages.success(request, _("La rinuncia è stata ritirata."))
    return redirect("certifications:holding", public_id=public_id)


@require_POST
def reminders(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop the reminders about one certificate, or want them again (`wanted`)."""
    certificate, user = held(request, public_id), signed_in(request)
    if "wanted" in request.POST:
        resume_reminders(user, certificate)
        messages.success(request, _("Riceverai di nuovo i promemoria di questa certificazione."))
    else:
        stop_reminders(user, certificate)
        messages.success(request, _("Non riceverai più i promemoria di questa certificazione."))
    return redirect("certifications:holding", public_id=public_id)
