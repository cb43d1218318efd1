"""Mutual recognition: read by anyone, written by the office that recognises, used by who applies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.actions import (
    Row,
    bring_over,
    move_map,
    recognised_lines,
    save_matches,
    start_map,
    usable_maps,
)
from certifications.forms import CloseMapForm, MapNoteForm, MatchForm, NewMapForm
from certifications.models import Application, Requirement, RequirementMap, SchemeVersion
from certifications.permissions import can_map_somewhere, can_read_maps, can_write, can_write_map, is_applicant
from certifications.skos import MEDIA_TYPE, describe_map
from certifications.workflow import RECOGNITION_WORKFLOW
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page, require
from familynet.kernel.steps import Step, StepPage
from familynet.kernel.workflow import TransitionConflict

PAGE_SIZE = 25
STEPS = {
    "publish": Step(
        run=lambda table, by, data, act: move_map(table=table, name="publish", by=by, act=act), with_act=True
    ),
    "close": Step(
        run=lambda table, by, data, act: move_map(
            table=table, name="close", by=by, act=act, comment=data["comment"]
        ),
        form=CloseMapForm,
        with_act=True,
    ),
}


# --- For everybody -------------------------------------------------------------------------------


@login_not_required
def recognition_list(request: HttpRequest) -> HttpResponse:
    tables = RequirementMap.objects.public().with_versions().order_by("state", "-updated_at", "pk")
    page = Paginator(tables, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "certifications/recognition_list.html", {"page_obj": page})


@login_not_required
def recognition(request: HttpRequest, pk: int) -> HttpResponse:
    table = get_object_or_404(RequirementMap.objects.public().with_versions(), pk=pk)
    context = {"table": table, "matches": table.matches.select_related("target__section", "source")}
    return render(request, "certifications/recognition.html", context)


@login_not_required
def recognition_skos(request: HttpRequest, pk: int) -> HttpResponse:
    table = get_object_or_404(RequirementMap.objects.public().with_versions(), pk=pk)
    matches = list(table.matches.select_related("target", "source"))
    response = JsonResponse(describe_map(table, matches), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="corrispondenze-{pk}.jsonld"'
    return response


@login_not_required
def requirement_id(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that a requirement keeps; it leads to the disciplinare in which it stands."""
    published = Requirement.objects.filter(version__in=SchemeVersion.objects.public())
    found = get_object_or_404(published.select_related("version__scheme"), pk=pk)
    page = reverse("certifications:version", args=[found.version.scheme.slug, found.version_id])
    return redirect(f"{page}#requisito-{found.pk}", permanent=True)


# --- At work -------------------------------------------------------------------------------------


def recognition_work(request: HttpRequest) -> HttpResponse:
    require(can_read_maps(request.user))
    tables = RequirementMap.objects.visible_to(request.user).with_versions()
    context = {
        "page_obj": Paginator(tables, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_start": can_map_somewhere(request.user),
    }
    return render(request, "certifications/recognition_work.html", context)


@form_page
def recognition_new(request: HttpRequest) -> HttpResponse:
    require(can_map_somewhere(request.user))
    form = NewMapForm(request.POST or None, user=request.user)  # type: ignore[arg-type]
    if form.is_valid():
        try:
            table = start_map(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("certifications:recognition_edit", pk=table.pk)
    context = {
        "title": _("Nuova tabella di corrispondenza"),
        "form": form,
        "submit_label": _("Apri la tabella"),
        "cancel_url": reverse("certifications:recognition_work"),
    }
    return render(request, "components/confirm.html", context)


def _table(request: HttpRequest, pk: int) -> RequirementMap:
    return get_object_or_404(RequirementMap.objects.visible_to(request.user).with_versions(), pk=pk)


@form_page
def recognition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All requirements with what corresponds to them; whoever may not write reads."""
    table = _table(request, pk)
    require(can_read_maps(request.user))
    may_write = can_write_map(request.user, table)
    if request.method == "POST":
        require(may_write)
    choices = list(table.from_version.requirements.select_related("section"))
    matches = list(table.matches.select_related("target__section", "source"))
    data = request.POST or None
    forms = [MatchForm(data, match=match, choices=choices) for match in matches]
    note_form = MapNoteForm(data, initial={"note": table.note})
    # Every form is looked at, so that all errors are shown at once.
    valid = [form.is_valid() for form in [note_form, *forms]]
    if data is not None and all(valid):
        rows = [Row(target=form.match.target, **form.cleaned_data) for form in forms]
        save_matches(table=table, rows=rows, note=note_form.cleaned_data["note"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Corrispondenze salvate."))
        return redirect("certifications:recognition_edit", pk=pk)
    context = {
        "table": table,
        "forms": forms,
        "note_form": note_form,
        "may_write": may_write,
        "transitions": RECOGNITION_WORKFLOW.available(table, request.user),
        "base_url": reverse("certifications:recognition_edit", args=[pk]),
        "entries": HistoryEntry.objects.of(table).select_related("actor", "act"),
    }
    return render(request, "certifications/recognition_edit.html", context)


@form_page
def recognition_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    table = _table(request, pk)
    if name not in STEPS:
        raise Http404
    transition = RECOGNITION_WORKFLOW.get(name)
    require(transition.allowed(request.user, table))
    if table.state not in transition.sources:
        raise TransitionConflict(table)
    page = StepPage(STEPS[name], request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.take(table, request.user):
        messages.success(request, str(transition.done))
        return redirect("certifications:recognition_edit", pk=pk)
    back = reverse("certifications:recognition_edit", args=[pk])
    context = {
        "title": str(transition.label),
        "text": str(table),
        "page": page,
        "submit_label": str(transition.label),
        "cancel_url": back,
        "dangerous": transition.dangerous,
        "trail": [(str(table), back)],
    }
    return render(request, "components/step.html", context)


# --- For who applies -----------------------------------------------------------------------------


@form_page
def application_recognition(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the marks already held cover, what is left to show, and one button that brings the answers over."""
    visible = Application.objects.visible_to(request.user).select_related(
        "organisation__municipality", "version", "scheme", "category"
    )
    application = get_object_or_404(visible, public_id=public_id)
    # It tells of other applications of the organisation, which the others who see this one may not know.
    require(is_applicant(request.user, application))
    usable = usable_maps(application)
    if request.method == "POST":
        if not can_write(request.user, application):
            raise PermissionDenied
        chosen = next(((t, s) for t, s in usable if str(t.pk) == request.POST.get("table")), None)
        if chosen is None:
            raise Http404
        table, source = chosen
        number = bring_over(application=application, table=table, source=source, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Risposte riportate: %(n)d.") % {"n": number})
        return redirect("certifications:application_recognition", public_id=public_id)
    context = {
        "application": application,
        "tables": [(table, source, recognised_lines(application, table, source)) for table, source in usable],
        "may_write": can_write(request.user, application),
    }
    return render(request, "certifications/application_recognition.html", context)
