"""An officer's programmes: opened, written with their actions, approved, carried out, evaluated."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from districts import actions
from districts.forms.programmes import OpenForm, ProgrammePage, ProgressForm
from districts.models import Action, Programme
from districts.permissions import can_edit_programme, can_manage_part, can_record_progress
from districts.views.public import actions_of
from districts.views.steps import PROGRAMME_STEPS, take_step
from districts.views.work import load_district, trail_to
from districts.workflow import PROGRAMME_WORKFLOW
from familynet.accounts.requests import UserRequest
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.steps import Step, StepPage, show_errors
from familynet.kernel.workflow import TransitionConflict


def load_programme(request: UserRequest, slug: str, year: int, *, manage: bool = True) -> Programme:
    """The programme, or 404; 403 for whoever may read it and not change it."""
    rows = Programme.objects.visible_to(request.user).select_related(
        "district__administration", "district__lead_organisation", "approval_act"
    )
    programme = get_object_or_404(rows, district__slug=slug, year_from=year)
    if manage and not can_manage_part(request.user, programme):
        raise PermissionDenied("programme: manage")
    return programme


def page_of(programme: Programme) -> str:
    return reverse("districts:programme_manage", args=[programme.district.slug, programme.year_from])


@form_page
def programme_new(request: UserRequest, slug: str) -> HttpResponse:
    district = load_district(request, slug)
    form = OpenForm(request.POST or None, programmes=district.programmes.select_related("district"))
    if request.method == "POST" and form.is_valid():
        try:
            programme = actions.open_programme(district, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Programma aperto. Ora scrivi le azioni."))
            return redirect("districts:programme_edit", slug=slug, year=programme.year_from)
    return render(request, "districts/programme_new.html", {"form": form, "district": district})


@require_safe
def programme_manage(request: UserRequest, slug: str, year: int) -> HttpResponse:
    programme = load_programme(request, slug, year, manage=False)
    available = PROGRAMME_WORKFLOW.available(programme, request.user)
    context = {
        "programme": programme,
        "district": programme.district,
        "actions": actions_of(programme).prefetch_related("partners"),
        "steps": [step for step in available if step.name in PROGRAMME_STEPS],
        "base_url": page_of(programme) + "passi/",
        "may_edit": can_edit_programme(request.user, programme),
        "may_report": can_record_progress(request.user, programme),
        "entries": HistoryEntry.objects.of(programme).select_related("actor", "act"),
    }
    return render(request, "districts/programme_manage.html", context)


@form_page
def programme_edit(request: UserRequest, slug: str, year: int) -> HttpResponse:
    """Texts and actions of a draft on one page; "Aggiungi un'azione" keeps what was typed."""
    programme = load_programme(request, slug, year)
    if programme.is_frozen:
        raise TransitionConflict(programme)
    page = ProgrammePage(programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        try:
            actions.update_programme(programme, by=request.user, actions=page.rows, **page.texts.cleaned_data)
        except ValidationError as error:
            show_errors(error, page.texts)
        else:
            messages.success(request, _("Programma salvato."))
            return redirect(page_of(programme))
    context = {"page": page, "programme": programme, "district": programme.district}
    return render(request, "districts/programme_edit.html", context)


@form_page
def programme_step(request: UserRequest, slug: str, year: int, name: str) -> HttpResponse:
    programme = load_programme(request, slug, year)
    back, trail = page_of(programme), trail_to(programme.district)
    return take_step(request, programme, PROGRAMME_WORKFLOW, PROGRAMME_STEPS, name, back=back, trail=trail)


@form_page
def progress(request: UserRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """How far an action is."""
    programme = load_programme(request, slug, year)
    action = get_object_or_404(Action.objects.with_latest(), pk=pk, commitments__programme=programme)
    if programme.state != Programme.State.RUNNING:
        raise TransitionConflict(programme)
    step = Step(
        run=lambda a, by, data, act: actions.record_progress(a, by=by, programme=programme, **data),
        form=ProgressForm,
    )
    data = request.POST if request.method == "POST" else None
    page = StepPage(step, data, initial={"completion": getattr(action, "completion", 0)})
    if page.take(action, request.user):
        messages.success(request, _("Avanzamento registrato."))
        return redirect(page_of(programme))
    context = {
        "title": _("Avanzamento: %(title)s") % {"title": action.title},
        "text": action.goal,
        "page": page,
        "submit_label": _("Registra l'avanzamento"),
        "cancel_url": page_of(programme),
        "trail": [*trail_to(programme.district), (programme.years, page_of(programme))],
    }
    return render(request, "components/step.html", context)
