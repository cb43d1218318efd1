"""Processes with phases at work: the list, one process, one phase, their steps."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions, phase_line
from certifications.closing import missing_for
from certifications.forms import processes as forms
from certifications.models import Application, Certificate, Phase, Process, Scheme
from certifications.permissions import (
    can_advise,
    can_bring_documents,
    can_evaluate,
    can_name_contact,
    can_open_process,
    can_read_report,
    can_run_process,
    can_see_drafts,
)
from certifications.views.process_steps import PHASE_EXTRA, PROCESS_EXTRA, phase_steps, process_steps, step_page
from certifications.workflow import APPOINTMENT_WORKFLOW, PHASE_WORKFLOW, PROCESS_BUTTONS, PROCESS_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import serve
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page, require
from familynet.organisations.models import Organisation

RELATED = (
    "organisation__municipality__province",
    "scheme",
    "version",
    "cycle",
    "level",
    "level_act",
    "officer",
    "certificate",
)


def visible_process(request: UserRequest, public_id: str) -> Process:
    """The process, when the person may see it; 404 else."""
    visible = Process.objects.visible_to(request.user).select_related(*RELATED, "contact__user", "administration")
    return get_object_or_404(visible, public_id=public_id)


def tabs_of(process: Process, active: str) -> list[dict[str, object]]:
    """The pages of one process."""
    pages = (("process", _("Percorso")), ("plans", _("Piano aziendale")), ("data", _("Dati dell'anno")))
    return [
        {
            "label": label,
            "url": reverse(f"certifications:{name}", args=[process.public_id]),
            "active": name == active,
        }
        for name, label in pages
    ]


def frame_of(process: Process, active: str) -> dict[str, object]:
    """What every page of a process shows on top."""
    return {"process": process, "tabs": tabs_of(process, active)}


@require_safe
def process_detail(request: UserRequest, public_id: str) -> HttpResponse:
    process = visible_process(request, public_id)
    phases = list(process.phases.select_related("template", "template__grants", "act"))
    for phase in phases:
        phase.process = process
    open_phase = next((phase for phase in phases if phase.is_open), None)
    cycle = [phase for phase in phases if phase.cycle_number == process.cycle_number]
    steps = [t for t in PROCESS_WORKFLOW.available(process, request.user) if t.name in PROCESS_BUTTONS]
    runs = can_run_process(request.user, process) and not process.is_ended
    context = {
        **frame_of(process, "process"),
        "phases": phases,
        "open_phase": open_phase,
        "missing": missing_for(open_phase) if open_phase else [],
        "timeline": phase_line.draw(cycle, timezone.localdate()),
        "appointments": process.appointments.select_related("assessor__user"),
        "fees": process.fees.all(),
        "steps": steps,
        "extra_steps": process_steps(process) if runs else [],
        "steps_url": reverse("certifications:process", args=[public_id]) + "passi/",
        "runs": runs,
        "may_name": can_name_contact(request.user, process.organisation),
        "entries": history_of(process),
    }
    return render(request, "certifications/process.html", context)


def history_of(process: Process) -> QuerySet[HistoryEntry]:
    """The entries of the process, newest first."""
    return HistoryEntry.objects.of(process).select_related("actor", "act")


@form_page
def process_step(request: UserRequest, public_id: str, name: str) -> HttpResponse:
    """Activate, start a cycle, end by an act; ask a person, note the fee and its payment."""
    process = visible_process(request, public_id)
    if name in PROCESS_EXTRA:
        require(can_run_process(request.user, process))
        if process.is_ended:
            raise Http404
    elif name not in PROCESS_BUTTONS:
        raise Http404
    workflow = None if name in PROCESS_EXTRA else PROCESS_WORKFLOW
    back = reverse("certifications:process", args=[public_id])
    return step_page(request, process, name, workflow, back=back, trail=[(str(process.organisation), back)])


@form_page
def appointment_end(request: UserRequest, public_id: str, pk: int) -> HttpResponse:
    process = visible_process(request, public_id)
    found = get_object_or_404(process.appointments.select_related("assessor__user", "process"), pk=pk)
    found.process = process
    back = reverse("certifications:process", args=[public_id])
    return step_page(request, found, "end", APPOINTMENT_WORKFLOW, back=back, trail=[(str(process), back)])


def visible_phase(request: UserRequest, public_id: str, place: int) -> Phase:
    """A phase of a process that the person may see; 404 else."""
    process = visible_process(request, public_id)
    phase = get_object_or_404(process.phases.select_related("template__grants", "act"), place=place)
    phase.process = process
    return phase


@require_safe
def phase_detail(request: UserRequest, public_id: str, place: int) -> HttpResponse:
    phase = visible_phase(request, public_id, place)
    report = getattr(phase, "report", None)
    may_read = report is not None and can_read_report(request.user, report)
    context = {
        **frame_of(phase.process, ""),
        "phase": phase,
        "missing": missing_for(phase) if phase.is_open else [],
        "documents": phase.documents.select_related("document"),
        "opinions": phase.opinions.all(),
        "report": report if may_read else None,
        "recommendations": report.recommendations.select_related("followed_in") if may_read and report else [],
        "plans": [p for p in phase.plans.all() if not p.is_draft or can_see_drafts(request.user, phase.process)],
        "steps": PHASE_WORKFLOW.available(phase, request.user),
        "extra_steps": phase_steps(phase, request.user),
        "steps_url": reverse("certifications:phase", args=[public_id, place]) + "passi/",
        "may_evaluate": can_evaluate(request.user, phase) and not (report and report.is_sent),
    }
    return render(request, "certifications/phase.html", context)


@form_page
def phase_step(request: UserRequest, public_id: str, place: int, name: str) -> HttpResponse:
    """Close or grant a phase, hand over a document, record the council's opinion."""
    phase = visible_phase(request, public_id, place)
    if name in PHASE_EXTRA:
        allowed = {"opinion": can_advise, "document": can_bring_documents}[name]
        require(allowed(request.user, phase))
    elif name not in ("close", "grant"):
        raise Http404
    workflow = None if name in PHASE_EXTRA else PHASE_WORKFLOW
    back = reverse("certifications:phase", args=[public_id, place])
    process_url = reverse("certifications:process", args=[public_id])
    trail = [(str(phase.process.organisation), process_url), (phase.title, back)]
    return step_page(request, phase, name, workflow, back=back, trail=trail)


@require_safe
def phase_document(request: UserRequest, public_id: str, place: int, pk: int) -> HttpResponseBase:
    phase = visible_phase(request, public_id, place)
    return serve(get_object_or_404(phase.documents.select_related("document"), pk=pk).document)


@form_page
def contact(request: UserRequest, slug: str, scheme: str) -> HttpResponse:
    """The legal representative names the internal contact, before applying or later."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    found = get_object_or_404(Scheme, slug=scheme, pk__in=Scheme.objects.with_phases())
    require(can_name_contact(request.user, organisation))
    form = forms.ContactForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        if attempt(
            form, actions.name_contact, organisation=organisation, scheme=found, user=user, by=request.user
        ):
            messages.success(request, _("Referente interno nominato."))
            return redirect("certifications:processes")
    current = actions.contact_on(organisation, found, timezone.localdate())
    words = _("Oggi è %s.") % current.user if current else _("Va nominato prima di presentare la domanda.")
    context = {
        "title": _("Referente interno per «%s»") % found,
        "text": f"{organisation}. {words}",
        "form": form,
        "submit_label": _("Nomina"),
        "cancel_url": reverse("certifications:processes"),
    }
    return render(request, "components/confirm.html", context)


@form_page
def open_from_application(request: UserRequest, public_id: str) -> HttpResponse:
    """The officer begins the process of an application in review."""
    application = get_object_or_404(Application.objects.visible_to(request.user), public_id=public_id)
    require(can_open_process(request.user, application.administration_id))
    form = forms.OpenForm(request.POST or None, initial={"size": application.organisation.size})
    if request.method == "POST" and form.is_valid():
        size = form.cleaned_data["size"]
        made = attempt(form, actions.open_process, application=application, size=size, by=request.user)
        if made:
            messages.success(request, _("Percorso aperto: ora assegna consulente e valutatore."))
            return redirect("certifications:process", public_id=made.public_id)
    return _confirm(request, form, _("Apri il percorso"), str(application))


@form_page
def take_over(request: UserRequest, public_id: str) -> HttpResponse:
    """The officer brings a holder on its way already into the portal."""
    visible = Certificate.objects.visible_to(request.user).select_related("organisation", "scheme", "act")
    certificate = get_object_or_404(visible, public_id=public_id)
    require(can_open_process(request.user, certificate.administration_id))
    form = forms.TakeOverForm(
        request.POST or None, certificate=certificate, initial={"size": certificate.organisation.size}
    )
    if form.version is None or Process.objects.open().filter(certificate=certificate).exists():
        raise Http404
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, actions.take_over_process, certificate=certificate, by=request.user, **data)
        if made:
            messages.success(request, _("Percorso registrato."))
            return redirect("certifications:process", public_id=made.public_id)
    return _confirm(request, form, _("Registra un percorso già avviato"), str(certificate))


def _confirm(request: UserRequest, form: object, title: str, text: str) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "form": form,
        "submit_label": title,
        "cancel_url": reverse("certifications:processes"),
    }
    return render(request, "components/confirm.html", context)
