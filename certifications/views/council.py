"""The work list of the Consiglio dell'Audit: the page, its downloads, the opinions of one session."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.council import TONES, Standing, waiting_for_council
from certifications.filters import CouncilFilter
from certifications.forms.processes import SessionForm
from certifications.models import CouncilOpinion, Phase
from certifications.permissions import can_advise_somewhere
from certifications.views.bulk import act_on_each, chosen_ids, tell_outcomes
from certifications.views.work_lists import CountedPaginator, counted, query_of
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import form_page, require
from familynet.kernel.spreadsheets import table_response

RELATED = (
    "process__organisation__municipality__province",
    "process__scheme",
    "process__administration",
    "template",
)
HEADER = (
    *("Codice", "Organizzazione", "Comune", "Provincia", "Marchio", "Fase", "Stato", "InAttesaDal", "InizioFase"),
    *("Termine", "GiorniAlTermine", "RelazioneInviataIl", "UltimaSedutaSfavorevole", "ChiCertifica"),
)


@form_page
def council(request: UserRequest) -> HttpResponse:
    """What waits for the opinion of the Consiglio dell'Audit; on POST the favourable opinions of one session."""
    require(can_advise_somewhere(request.user))
    form = SessionForm(request.POST or None)
    chosen = chosen_ids(request, "fase")
    if request.method == "POST":
        if not chosen:
            form.add_error(None, _("Scegli almeno una fase."))
        if form.is_valid():
            _give_opinions(request, form.cleaned_data, chosen)
            return redirect(f"{reverse('certifications:council')}?{request.GET.urlencode()}")
    filterset = _filtered(request)
    page = CountedPaginator(filterset.results.select_related(*RELATED), filterset.total).get_page(
        request.GET.get("page")
    )
    rows = [(phase, Standing(phase.standing).label, TONES[phase.standing]) for phase in page.object_list]
    context = {
        "filterset": filterset,
        "page_obj": page,
        "rows": rows,
        "may_give": any(phase.standing != Standing.LACKING for phase in page.object_list),
        "counts": counted(request, Standing.choices, filterset.counts, filterset.state),
        "total": filterset.total,
        "filtered": any(request.GET.get(name) for name in filterset.filters),
        "query": query_of(request),
        "form": form,
        "chosen": chosen,
    }
    return render(request, "certifications/council.html", context)


def _filtered(request: UserRequest) -> CouncilFilter:
    return CouncilFilter(request.GET, queryset=waiting_for_council(request.user))


def _give_opinions(request: UserRequest, session: dict[str, Any], chosen: list[str]) -> None:
    """One favourable opinion for each phase by itself; what was refused is said with the reason."""
    phases = waiting_for_council(request.user).filter(process__public_id__in=chosen).select_related(*RELATED)

    def give(phase: Phase) -> CouncilOpinion:
        favourable = CouncilOpinion.Outcome.FAVOURABLE
        return actions.give_opinion(phase=phase, by=request.user, outcome=favourable, **session)

    outcomes = act_on_each(give, phases)
    tell_outcomes(request, [(str(phase.process.organisation), why) for phase, why in outcomes])


@require_safe
def council_download(request: UserRequest, kind: str) -> HttpResponseBase:
    """The list under its filters as CSV or XLSX, row by row; no person is in it."""
    require(can_advise_somewhere(request.user))
    if kind not in ("csv", "xlsx"):
        raise Http404
    results = _filtered(request).results.select_related(*RELATED)
    return table_response(kind, "pareri", HEADER, _rows(results), about={})


def _rows(results: QuerySet) -> Iterator[list[Any]]:
    for phase in results.iterator(chunk_size=500):
        place = phase.process.organisation.municipality
        yield [
            phase.process.public_id,
            phase.process.organisation.name,
            place.name,
            place.province.abbreviation,
            phase.process.scheme.name,
            phase.title,
            str(Standing(phase.standing).label),
            phase.since,
            phase.starts_on,
            phase.due_on,
            phase.days_left,
            phase.report_on,
            phase.last_session,
            phase.process.administration.name,
        ]
