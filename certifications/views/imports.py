"""Imports of a register: upload, report row by row, start, progress."""

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
from django.views.decorators.http import require_POST

from certifications import actions
from certifications.forms import ImportForm
from certifications.models import ImportRow, ImportRun
from certifications.permissions import importing_administration, may_import_somewhere
from familynet.accounts.models import User
from familynet.kernel.documents import serve
from familynet.kernel.pages import form_page
from familynet.kernel.spreadsheets import csv_response

PAGE_SIZE = 50


def _officer(request: HttpRequest) -> User:
    """The signed-in person, who may import for at least one administration."""
    if not may_import_somewhere(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def _visible(request: HttpRequest, run_id: uuid.UUID) -> ImportRun:
    visible = ImportRun.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("document", "administration", "uploaded_by"), uuid=run_id)


def import_list(request: HttpRequest) -> HttpResponse:
    user = _officer(request)
    runs = ImportRun.objects.visible_to(user).select_related("document", "administration", "uploaded_by")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "certifications/import_list.html", {"page_obj": page})


@form_page
def import_new(request: HttpRequest) -> HttpResponse:
    user = _officer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (run := _uploaded(user, form)):
        return redirect("certifications:import", run_id=run.uuid)
    return render(request, "certifications/import_new.html", {"form": form})


def _uploaded(user: User, form: ImportForm) -> ImportRun | None:
    """Try the upload; what it refuses is shown on the form."""
    file, administration = form.cleaned_data["file"], importing_administration(user)
    assert administration is not None
    try:
        return actions.upload_import(
            by=user,
            administration=administration,
            file=file,
            media_type=file.media_type,
            skip_errors=form.cleaned_data["skip_errors"],
        )
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


def import_detail(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    outcome = request.GET.get("esito", "")
    rows = run.rows.filter(outcome=outcome) if outcome in ImportRow.Outcome.values else run.rows.all()
    context = {
        "run": run,
        "outcomes": _outcomes(run, outcome),
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "progress": _progress(run),
    }
    return render(request, "certifications/import_detail.html", context)


def _outcomes(run: ImportRun, chosen: str) -> list[dict[str, Any]]:
    """The filter of the report: each outcome with its number."""
    numbers = {"new": run.new, "changed": run.changed, "unchanged": run.unchanged, "error": run.wrong}
    every = {"value": "", "label": _("Tutte"), "n": run.total, "active": chosen == ""}
    return [every] + [
        {"value": o.value, "label": o.label, "n": numbers[o.value], "active": chosen == o.value}
        for o in ImportRow.Outcome
    ]


def _progress(run: ImportRun) -> dict[str, Any]:
    """How far a running import is: per cent, or none while no worker has taken it."""
    found = actions.import_progress(run) if run.state == ImportRun.State.RUNNING else None
    done, total = found or (0, run.total)
    return {"state": run.state, "done": done, "total": total, "percent": 100 * done // total if total else 0}


def import_status(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """For the script that follows a running import."""
    return JsonResponse(_progress(_visible(request, run_id)))


def import_csv(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    run = _visible(request, run_id)
    rows = ([r.line, r.get_outcome_display(), r.name, r.reason] for r in run.rows.iterator(chunk_size=1000))
    return csv_response("resoconto.csv", ["Riga", "Esito", "Denominazione", "Motivo"], rows)


def import_file(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    return serve(_visible(request, run_id).document)


@require_POST
def import_start(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    try:
        actions.start_import(run=run, by=_officer(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("certifications:import", run_id=run_id)


@require_POST
def import_check(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    try:
        actions.check_import(run=run, by=_officer(request))
        messages.success(request, _("Il file è stato controllato di nuovo."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("certifications:import", run_id=run_id)


@form_page
def import_refuse(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = _visible(request, run_id)
    if request.method == "POST":
        actions.refuse_import(run=run, by=_officer(request))
        messages.success(request, _("Il file è stato scartato: nulla è stato importato."))
        return redirect("certifications:imports")
    context = {
        "title": _("Scarta il file"),
        "text": _("Il file «%(name)s» non sarà importato. Il resoconto resta leggibile.") % {"name": run},
        "submit_label": _("Scarta il file"),
        "cancel_url": reverse("certifications:import", args=[run_id]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
