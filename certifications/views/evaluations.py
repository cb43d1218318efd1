"""The evaluator's report, the declaration of who is asked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from certifications import actions
from certifications.forms.processes import DeclarationForm, ReportForm
from certifications.models import Appointment, EvaluatorReport
from certifications.permissions import can_evaluate, is_appointee
from certifications.views.processes import frame_of, visible_phase
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.steps import show_errors
from familynet.kernel.workflow import TransitionConflict


@form_page
def report(request: UserRequest, public_id: str, place: int) -> HttpResponse:
    """Write the report of a phase; "send" saves first and then hands it over."""
    phase = visible_phase(request, public_id, place)
    require(can_evaluate(request.user, phase))
    found = EvaluatorReport.objects.filter(phase=phase).first()
    if found is not None and found.is_sent:
        raise TransitionConflict(found)
    form = ReportForm(request.POST or None, report=found, earlier=actions.to_follow_up(phase))
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, actions.save_report, phase=phase, by=request.user, **form.values())
        if saved and "send" not in request.POST:
            messages.success(request, _("Relazione salvata in bozza."))
            return redirect("certifications:report", public_id=public_id, place=place)
        if saved and _sent(request, saved, form):
            return redirect("certifications:phase", public_id=public_id, place=place)
    context = {**frame_of(phase.process, ""), "phase": phase, "form": form}
    return render(request, "certifications/report.html", context)


def _sent(request: UserRequest, saved: EvaluatorReport, form: ReportForm) -> bool:
    try:
        actions.send_report(report=saved, by=request.user)
    except ValidationError as error:
        show_errors(error, form)
        return False
    messages.success(request, _("Relazione inviata."))
    return True


@form_page
def appointment(request: UserRequest, pk: int) -> HttpResponse:
    """Say whether there is a conflict of interest; until then only the name of the organisation is told."""
    visible = Appointment.objects.visible_to(request.user).select_related(
        "process__organisation", "process__scheme", "assessor__user"
    )
    found = get_object_or_404(visible, pk=pk)
    require(is_appointee(request.user, found))
    if found.state != Appointment.State.ASKED:
        if found.state == Appointment.State.ACCEPTED and request.method != "POST":
            return redirect("certifications:process", public_id=found.process.public_id)
        raise TransitionConflict(found)
    form = DeclarationForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.declare, appointment=found, by=request.user, **form.cleaned_data):
        messages.success(request, _("Dichiarazione registrata."))
        return redirect("certifications:processes")
    context = {"appointment": found, "form": form}
    return render(request, "certifications/appointment.html", context)
