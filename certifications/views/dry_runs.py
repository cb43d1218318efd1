"""Dry runs: asked for, watched, read, taken out as CSV, and the plan to ask the holders that follows."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certifications import actions
from certifications.forms import PlanForm
from certifications.models import DryRun, DryRunResult
from certifications.permissions import can_dry_run, can_plan_realignment
from certifications.views.schemes_work import form_view
from certifications.views.versions_work import load_version, version_trail
from certifications.wording.facts import fact_label
from familynet.accounts.models import User
from familynet.kernel.charts import Chart, Series, bar_chart
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.spreadsheets import csv_response

PAGE_SIZE = 50
DRAWN = 20  # requirements in the chart; all of them are in the table


def load_run(request: HttpRequest, run_id: uuid.UUID) -> DryRun:
    """A run of the official's own schemes; 404 for any other."""
    runs = DryRun.objects.visible_to(request.user)
    related = ("version__scheme__administration", "version__category", "requested_by")
    found: DryRun = get_object_or_404(runs.select_related(*related), uuid=run_id)
    return found


@require_POST
def dry_run_start(request: HttpRequest, version_id: int) -> HttpResponse:
    version = load_version(request, version_id)
    require(can_dry_run(request.user, version))
    try:
        run = actions.start_dry_run(version=version, by=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("certifications:version_work", version_id=version_id)
    return redirect("certifications:dry_run", run_id=run.uuid)


@require_safe
def dry_run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = load_run(request, run_id)
    outcome, code = _chosen(request)
    counts = actions.counts_by_requirement(run)
    texts = dict(run.version.requirements.values_list("code", "text"))
    context = {
        "run": run,
        "version": run.version,
        "progress": _progress(run),
        "outcomes": _outcomes(run, outcome),
        "outcome": outcome,
        "code": code,
        "by_points": run.results.filter(outcome=DryRunResult.Outcome.FAILS, failing=[]).count(),
        "by_requirement": [(each, texts.get(each, ""), number) for each, number in counts],
        "chart": _chart(run, counts),
        "page_obj": Paginator(_results(run, outcome, code), PAGE_SIZE).get_page(request.GET.get("page")),
        "trail": version_trail(run.version),
        "may_plan": can_plan_realignment(request.user, run.version) and run.state == DryRun.State.DONE,
    }
    return render(request, "certifications/schemes/dry_run.html", context)


def _results(run: DryRun, outcome: str, code: str) -> Any:
    results = run.results.select_related("certificate__organisation__municipality__province")
    if outcome in DryRunResult.Outcome.values:
        results = results.filter(outcome=outcome)
    # Of a holder without answers nobody can say on what it fails: it is not in the numbers by requirement either.
    found = results.filter(failing__contains=[code]).exclude(outcome=DryRunResult.Outcome.UNKNOWN)
    return found if code else results


def _chosen(request: HttpRequest) -> tuple[str, str]:
    """(outcome, code of a requirement) of the address; whatever nobody can have written is cut off."""
    return request.GET.get("esito", ""), request.GET.get("requisito", "").replace("\x00", "")[:20]


def _outcomes(run: DryRun, chosen: str) -> list[dict[str, Any]]:
    """The filter of the results: each outcome with its number."""
    numbers = {"passes": run.passing, "fails": run.failing, "unknown": run.unknown}
    every = {"value": "", "label": _("Tutti"), "n": run.total, "active": chosen == ""}
    return [every] + [
        {"value": o.value, "label": o.label, "n": numbers[o.value], "active": chosen == o.value}
        for o in DryRunResult.Outcome
    ]


def _chart(run: DryRun, counts: list[tuple[str, int]]) -> Chart:
    drawn = counts[:DRAWN]
    number = len(counts)
    return bar_chart(
        key="requisiti",
        title=_("Su quali requisiti"),
        description=ngettext(
            "Quante organizzazioni non soddisfano un requisito.",
            "Quante organizzazioni non soddisfano ognuno dei %(n)d requisiti.",
            number,
        )
        % {"n": number},
        labels=[code for code, _n in drawn],
        labels_title=_("Requisito"),
        series=[Series(_("Organizzazioni"), [n for _code, n in drawn])],
    )


def _progress(run: DryRun) -> dict[str, Any]:
    """How far a running computation is: per cent, or none while no worker has taken it."""
    found = actions.dry_run_progress(run) if run.is_running else None
    done, total = found or (0, 0)
    return {"state": run.state, "done": done, "total": total, "percent": 100 * done // total if total else 0}


@require_safe
def dry_run_status(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """For the script that follows a running computation."""
    return JsonResponse(_progress(load_run(request, run_id)))


@require_safe
def dry_run_csv(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    run = load_run(request, run_id)
    header = ["Organizzazione", "Comune", "Provincia", "Esito", "Punti", "Minimo", "PuntiMancanti"]
    header += ["RequisitiMancanti", "DatiMancanti", "RisposteRegistrate"]
    results = _results(run, *_chosen(request))

    def rows() -> Iterator[list[Any]]:
        for result in results.iterator(chunk_size=1000):
            organisation = result.certificate.organisation
            place = organisation.municipality
            yield [
                organisation.name,
                place.name,
                place.province.abbreviation,
                result.get_outcome_display(),
                result.points,
                result.minimum,
                result.missing_points,
                ", ".join(result.failing),
                ", ".join(fact_label(fact) for fact in result.missing_facts),
                result.has_answers,
            ]

    return csv_response("prova.csv", header, rows())


@form_page
def dry_run_plan(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Ask the holders that the run found lacking."""
    run = load_run(request, run_id)
    require(can_plan_realignment(request.user, run.version))
    form = PlanForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.plan_realignment, run=run, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("La richiesta parte ora: ogni organizzazione riceve una notifica."))
        return redirect("certifications:realignments", version_id=run.version_id)
    text = ngettext(
        "Si chiede a %(n)d organizzazione che non passerebbe: confermi il nuovo disciplinare.",
        "Si chiede alle %(n)d organizzazioni che non passerebbero: confermino il nuovo disciplinare.",
        run.failing,
    ) % {"n": run.failing}
    here = (_("Prova sui titolari"), reverse("certifications:dry_run", args=[run.uuid]))
    trail = [*version_trail(run.version), here]
    return form_view(request, form, _("Chiedi l'adeguamento ai titolari"), trail, text=text, submit=_("Chiedi"))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
