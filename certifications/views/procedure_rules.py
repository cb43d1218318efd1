"""The rules of the terms and of reminders of one's administration: read, and added from a day on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms import LifeRulesForm, RulesForm
from certifications.models import LifeRules, ProcedureRules
from certifications.permissions import can_keep_rules
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.pages import attempt, form_page, require


@require_safe
def rules(request: UserRequest) -> HttpResponse:
    """All rules of the administrations whose files one reads, the newest first."""
    mine = request.user.administrations_with(Capability.APPLICATION_VIEW)
    require(bool(mine))
    rows = ProcedureRules.objects.filter(administration__in=mine).select_related("administration", "scheme")
    context = {
        "rules": rows,
        "life_rules": LifeRules.objects.filter(scheme__administration__in=mine).select_related("scheme"),
        "today": timezone.localdate(),
        "may_add": can_keep_rules(request.user, request.user.administration),
    }
    return render(request, "certifications/rules.html", context)


@form_page
def rules_new(request: UserRequest) -> HttpResponse:
    """New rules for the own administration."""
    administration = request.user.administration
    require(administration is not None and can_keep_rules(request.user, administration))
    form = RulesForm(
        request.POST or None, administration=administration, initial={"valid_from": timezone.localdate()}
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(form, actions.add_rules, rules=form.instance, by=request.user):
        messages.success(request, _("Regole aggiunte: valgono per le domande presentate da quel giorno."))
        return redirect("certifications:rules")
    return render(request, "certifications/rules_new.html", {"form": form}, status=422 if form.errors else 200)


@form_page
def life_rules_new(request: UserRequest) -> HttpResponse:
    """New rules of reminders and notices for a mark of the own administration."""
    administration = request.user.administration
    require(administration is not None and can_keep_rules(request.user, administration))
    initial = {"valid_from": timezone.localdate()}
    form = LifeRulesForm(request.POST or None, administration=administration, initial=initial)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(form, actions.add_life_rules, rules=form.instance, by=request.user):
        messages.success(request, _("Regole aggiunte: valgono per i promemoria e gli avvisi da quel giorno."))
        return redirect("certifications:rules")
    context = {
        "title": _("Aggiungi regole di promemoria e avvisi"),
        "text": _("Quando si ricordano le scadenze, e quanto tempo lascia l'avviso a chi è in ritardo."),
        "form": form,
        "submit_label": _("Aggiungi"),
        "cancel_url": reverse("certifications:rules"),
        "trail": [(_("Regole dei termini"), reverse("certifications:rules"))],
    }
    return render(request, "components/confirm.html", context, status=422 if form.errors else 200)
