"""What readers send without signing in: an answer on clarity, the report of a fault."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from familynet.kernel.pages import form_page
from familynet.kernel.visitors import anonymous_post
from familynet.portal.actions import leave_feedback, report_fault
from familynet.portal.forms import FaultReportForm, FeedbackForm


@login_not_required
@require_POST
@anonymous_post("feedback", limit=20, seconds=3600)
def feedback(request: HttpRequest) -> HttpResponse:
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/feedback.html", {"form": form}, status=422)
    leave_feedback(**form.cleaned_data)
    return HttpResponseRedirect(reverse("portal:feedback_thanks"), status=303)


@login_not_required
@form_page
@anonymous_post("report", limit=5, seconds=3600)
def report(request: HttpRequest) -> HttpResponse:
    form = FaultReportForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        return render(request, "portal/report_done.html", {"report": report_fault(**form.cleaned_data)})
    return render(request, "portal/report.html", {"form": form}, status=422 if form.errors else 200)
