"""Imports of practices: upload, report row by row, start, progress."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.documents import serve
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.spreadsheets import csv_response
from practices.actions import imports as actions
from practices.columns import COLUMNS
from practices.forms.imports import ImportForm
from practices.models import PracticeImport, PracticeImportRow
from practices.views.work import signed_in

PAGE_SIZE = 50


def _writer(request: HttpRequest) -> User:
    """The signed-in person, who writes practices for at least one administration."""
    user = signed_in(request)
    if not user.administrations_with(Capability.PRACTICE_WRITE):
        raise PermissionDenied
    return user


def _visible(request: HttpRequest, run_id: uuid.UUID) -> PracticeImport:
    visible = PracticeImport.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("document", "administration", "uploaded_by"), uuid=run_id)


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    runs = PracticeImport.objects.visible_to(_writer(request)).select_related("document", "uploaded_by")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "practices/import_list.html", {"page_obj": page})


@form_page
def import_new(request: HttpRequest) -> HttpResponse:
    user = _writer(request)
    own = list(Administration.objects.filter(pk__in=user.administrations_with(Capability.PRACTICE_WRITE)))
    form = ImportForm(request.POST or None, request.FILES or None, administrations=own)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        run = attempt(
            form,
            actions.upload_import,
            by=user,
            administration=data.get("administration") or own[0],
            file=data["file"],
            media_type=data["file"].media_type,
            skip_errors=data["skip_errors"],
        )
        if run:
            return redirect("practices:import", run_id=run.uuid)
    return render(request, "practices/import_new.html", {"form": form, "columns": COLUMNS})


@require_safe
def import_detail(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    outcome = request.GET.get("esito", "")
    rows = run.rows.select_related("practice")
    if outcome in PracticeImportRow.Outcome.values:
        rows = rows.filter(outcome=outcome)
    context = {
        "run": run,
        "outcomes": _outcomes(run, outcome),
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "progress": _progress(run),
    }
    return render(request, "practices/import_detail.html", context)


def _outcomes(run: PracticeImport, chosen: str) -> list[dict[str, Any]]:
    """The filter of the report: each outcome with its number."""
    numbers = {"new": run.new, "changed": run.changed, "unchanged": run.unchanged, "error": run.wrong}
    every = {"value": "", "label": _("Tutte"), "n": run.total, "active": chosen == ""}
    return [every] + [
        {"value": o.value, "label": o.label, "n": numbers[o.value], "active": chosen == o.value}
        for o in PracticeImportRow.Outcome
    ]


def _progress(run: PracticeImport) -> dict[str, Any]:
    """How far the job of this import is. The script of the page follows while the state says "running"."""
    found = actions.import_progress(run) if run.is_working else None
    done, total = found or (0, run.total)
    state = "running" if run.is_working else run.state
    return {"state": state, "done": done, "total": total, "percent": 100 * done // total if total else 0}


@require_safe
def import_status(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """For the script that follows a running import."""
    return JsonResponse(_progress(_visible(request, run_id)))


@require_safe
def import_report(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    run = _visible(request, run_id)
    rows = ([r.line, r.get_outcome_display(), r.title, r.reason] for r in run.rows.iterator(chunk_size=500))
    return csv_response("resoconto.csv", ["riga", "esito", "titolo", "che_cosa_succede"], rows)


@require_safe
def import_file(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    return serve(_visible(request, run_id).document)


@require_POST
def import_check(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    actions.check_again(_visible(request, run_id), by=_writer(request))
    return redirect("practices:import", run_id=run_id)


@require_POST
def import_start(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    try:
        actions.start_import(_visible(request, run_id), by=_writer(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("practices:import", run_id=run_id)


@form_page
def import_discard(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    if request.method == "POST":
        actions.discard_import(run, by=_writer(request))
        messages.success(request, _("Il file è stato scartato: nulla è stato importato."))
        return redirect("practices:imports")
    context = {
        "title": _("Scarta il file"),
        "text": _("Il file «%(name)s» non sarà importato. Il resoconto resta leggibile.") % {"name": run},
        "submit_label": _("Scarta il file"),
        "cancel_url": reverse("practices:import", args=[run_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
