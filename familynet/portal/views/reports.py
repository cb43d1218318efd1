"""Reports of readers, for the people who look after the portal."""

import uuid
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.pages import form_page
from familynet.portal.actions import answer_report
from familynet.portal.forms import AnswerForm
from familynet.portal.models import FaultReport
from familynet.portal.permissions import can_answer_report

PAGE = 25


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated or not user.administrations_with(Capability.PEOPLE_VIEW):
        raise PermissionDenied
    reports = FaultReport.objects.visible_to(user).select_related("administration")
    page = Paginator(reports.order_by("-answered_at", "due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/report_list.html", {"page_obj": page})


@form_page
def report_answer(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    reports = FaultReport.objects.visible_to(request.user).select_related("administration")
    report = get_object_or_404(reports, uuid=number)
    may_answer = can_answer_report(request.user, report) and report.answered_at is None
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not may_answer):
        answer_report(report, by=cast(User, request.user), answer=form.data.get("answer", ""))
        messages.success(request, _("Risposta salvata."))
        return redirect("portal:reports")
    context = {"report": report, "form": form if may_answer else None}
    return render(request, "portal/report_answer.html", context)
