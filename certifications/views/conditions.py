"""The office's pages about conditions: those of one certificate, what waits for a check, proposals to suspend."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certifications.actions import check_condition, dismiss_notice, waive_condition
from certifications.forms import CheckForm, ReasonForm
from certifications.models import Certificate, Condition, OverdueNotice
from certifications.permissions import (
    can_check_condition,
    can_dismiss_notice,
    can_read_papers,
    can_see_notices,
    can_waive_condition,
)
from certifications.standing import progress_of
from certifications.views.held import signed_in
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25
WAIVE = Step(
    run=lambda c, by, data, act: waive_condition(condition=c, by=by, act=act, **data),
    form=ReasonForm,
    with_act=True,
    text=gettext_lazy("Il requisito non si conta più tra quelli da soddisfare. L'atto e la data sono pubblici."),
)


def on_file(request: HttpRequest, public_id: str) -> Certificate:
    """A certificate as its officials see it; 404 for all others."""
    seen = Certificate.objects.on_file_for(request.user).select_related(
        "organisation__municipality__province", "scheme", "category", "act", "administration", "version"
    )
    return get_object_or_404(seen, public_id=public_id)


def _condition(request: HttpRequest, public_id: str, pk: int) -> Condition:
    certificate = on_file(request, public_id)
    related = ("requirement__section", "act", "submitted_by", "checked_by")
    condition = get_object_or_404(certificate.conditions.select_related(*related), pk=pk)
    condition.certificate = certificate
    return condition


@require_safe
def conditions_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """All conditions of one certificate, with its notices."""
    certificate, today = on_file(request, public_id), timezone.localdate()
    conditions = list(certificate.conditions.select_related("requirement__section", "act"))
    context = {
        "certificate": certificate,
        "conditions": conditions,
        "progress": progress_of(certificate, conditions, today),
        "may_read_papers": can_read_papers(signed_in(request), certificate),
        "overdue_notices": certificate.overdue_notices.select_related("closed_by").prefetch_related(
            "conditions__requirement"
        ),
    }
    return render(request, "certifications/conditions_work.html", context)


@form_page
def condition_check(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """One condition as the office sees it: note, documents, and the outcome of the check."""
    condition, user = _condition(request, public_id, pk), signed_in(request)
    require(can_read_papers(user, condition.certificate))
    waiting = condition.state == Condition.State.SUBMITTED
    form = CheckForm(request.POST or None)
    if request.method == "POST":
        require(can_check_condition(user, condition))
        if not waiting:
            raise TransitionConflict(condition)
        if form.is_valid() and _checked(form, condition, user):
            messages.success(request, _("Il controllo è registrato. L'organizzazione lo sa."))
            return redirect("certifications:conditions_work", public_id=public_id)
    context = {
        "certificate": condition.certificate,
        "condition": condition,
        "evidence": condition.evidence.visible_to(user).current().select_related("document"),
        "form": form if waiting and can_check_condition(user, condition) else None,
        "may_waive": not condition.is_settled and can_waive_condition(user, condition),
    }
    return render(request, "certifications/condition_check.html", context)


def _checked(form: CheckForm, condition: Condition, user: User) -> bool:
    met = form.cleaned_data["outcome"] == CheckForm.MET
    reason = form.cleaned_data["reason"]
    return bool(attempt(form, check_condition, condition=condition, by=user, met=met, reason=reason))


@form_page
def condition_waive(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """A requirement is no longer due: act and reason."""
    condition, user = _condition(request, public_id, pk), signed_in(request)
    require(can_waive_condition(user, condition))
    if condition.is_settled:
        raise TransitionConflict(condition)
    page = StepPage(WAIVE, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.take(condition, user):
        messages.success(request, _("Il requisito non è più dovuto."))
        return redirect("certifications:conditions_work", public_id=public_id)
    back = reverse("certifications:conditions_work", args=[public_id])
    context = {
        "title": _("Requisito %(code)s: non più dovuto") % {"code": condition.requirement.code},
        "text": WAIVE.text,
        "page": page,
        "submit_label": _("Registra"),
        "cancel_url": reverse("certifications:condition_check", args=[public_id, pk]),
        "trail": [(str(condition.certificate.organisation), back)],
    }
    return render(request, "components/step.html", context)


def managed(user: User) -> Any:
    """The administrations whose certificates the person manages or decides."""
    return user.administrations_with(Capability.CERTIFICATE_MANAGE) | user.administrations_with(
        Capability.CERTIFICATE_DECIDE
    )


@require_safe
def to_check(request: HttpRequest) -> HttpResponse:
    """What holders sent and nobody has checked, the longest waiting first."""
    user = signed_in(request)
    require(can_see_notices(user))
    waiting = (
        Condition.objects.filter(state=Condition.State.SUBMITTED, certificate__administration__in=managed(user))
        .select_related("requirement", "certificate__organisation__municipality", "certificate__scheme")
        .order_by("submitted_at", "pk")
    )
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "certifications/to_check.html", {"page_obj": page, "today": timezone.localdate()})


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Overdue conditions: the proposals that wait for a manager, and the notices that still run."""
    user = signed_in(request)
    require(can_see_notices(user))
    notices = (
        OverdueNotice.objects.open()
        .filter(certificate__administration__in=managed(user))
        .select_related("certificate__organisation", "certificate__scheme", "certificate__administration")
        .prefetch_related("conditions__requirement")
        .order_by("state", "answer_by", "pk")
    )
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "deciding": user.administrations_with(Capability.CERTIFICATE_DECIDE)}
    return render(request, "certifications/proposals.html", context)


@form_page
def proposal_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager decides not to suspend, with the reason."""
    user = signed_in(request)
    seen = OverdueNotice.objects.filter(certificate__in=Certificate.objects.on_file_for(user))
    related = ("certificate__organisation", "certificate__scheme", "certificate__administration")
    notice = get_object_or_404(seen.select_related(*related), pk=pk)
    require(can_dismiss_notice(user, notice))
    if notice.state != OverdueNotice.State.PROPOSED:
        raise TransitionConflict(notice)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, dismiss_notice, notice=notice, by=user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("La proposta è archiviata. L'organizzazione lo sa."))
        return redirect("certifications:proposals")
    context = {
        "title": _("Non sospendere"),
        "text": f"{notice.certificate.organisation} – {notice.certificate.scheme}",
        "form": form,
        "submit_label": _("Archivia la proposta"),
        "cancel_url": reverse("certifications:proposals"),
    }
    return render(request, "components/confirm.html", context)
