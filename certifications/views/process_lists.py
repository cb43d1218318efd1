"""The list of multi-year processes: the page, its downloads, what is to be begun."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.filters import ProcessFilter
from certifications.models import Application, Appointment, Certificate, Process, Scheme
from certifications.permissions import can_see_processes
from certifications.views.work_lists import CountedPaginator, counted, query_of
from familynet.accounts.models import User
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.pages import require
from familynet.kernel.spreadsheets import table_response
from familynet.organisations.models import OrganisationMember

SHOWN = 10
RELATED = ("organisation__municipality__province", "scheme", "cycle", "level", "administration")
HEADER = (
    *("Codice", "Organizzazione", "Comune", "Provincia", "Marchio", "Livello", "Ciclo", "Fase", "Giro", "Giri"),
    *("TermineFase", "GiorniAlTermine", "Stato", "ChiCertifica"),
)


def _filtered(request: UserRequest) -> ProcessFilter:
    require(can_see_processes(request.user))
    return ProcessFilter(request.GET, queryset=Process.objects.visible_to(request.user).with_current_phase())


@require_safe
def process_list(request: UserRequest) -> HttpResponse:
    """What the person may see, the nearest term first; above it what waits to be begun."""
    filterset = _filtered(request)
    paginator = CountedPaginator(filterset.results.select_related(*RELATED), filterset.total)
    asked = Appointment.objects.filter(assessor__user=request.user, state=Appointment.State.ASKED)
    context = {
        "filterset": filterset,
        "page_obj": paginator.get_page(request.GET.get("page")),
        "counts": counted(request, Process.State.choices, filterset.counts, filterset.state),
        "filtered": any(request.GET.get(name) for name in filterset.filters),
        "query": query_of(request),
        "appointments": asked,
        "openings": [*_contacts_to_name(request.user), *_to_open(request.user)],
        "today": timezone.localdate(),
    }
    return render(request, "certifications/process_list.html", context)


@require_safe
def download(request: UserRequest, kind: str) -> HttpResponseBase:
    """The list under its filters as CSV or XLSX, row by row; no person is in it."""
    filterset = _filtered(request)
    if kind not in ("csv", "xlsx"):
        raise Http404
    return table_response(kind, "percorsi", HEADER, _rows(filterset.results.select_related(*RELATED)), about={})


def _rows(results: QuerySet) -> Iterator[list[Any]]:
    today = timezone.localdate()
    for process in results.iterator(chunk_size=500):
        place = process.organisation.municipality
        yield [
            process.public_id,
            process.organisation.name,
            place.name,
            place.province.abbreviation,
            process.scheme.name,
            process.level.title if process.level else "",
            process.cycle.title,
            process.phase_title,
            process.phase_round,
            process.phase_repeats,
            process.phase_due,
            (process.phase_due - today).days if process.phase_due else "",
            process.get_state_display(),
            process.administration.name,
        ]


def _contacts_to_name(user: User) -> list[tuple[str, str]]:
    """For a legal representative: where to name the internal contact, as (words, address)."""
    role = OrganisationMember.Role.LEGAL_REPRESENTATIVE
    members = OrganisationMember.objects.current().filter(user=user, role=role).select_related("organisation")
    found = [member.organisation for member in members[:SHOWN]]
    schemes = list(Scheme.objects.with_phases()) if found else []
    return [
        (
            _("Referente interno per «%(scheme)s»: %(organisation)s") % {"scheme": s, "organisation": o},
            reverse("certifications:internal_contact", args=[o.slug, s.slug]),
        )
        for o in found
        for s in schemes
    ]


def _to_open(user: User) -> list[tuple[str, str]]:
    """For an officer: applications in review and holders whose process is not here yet."""
    mine = user.administrations_with(Capability.CERTIFICATE_MANAGE)
    if not mine:
        return []
    with_phases = {"administration__in": mine, "scheme__in": Scheme.objects.with_phases(), "process": None}
    applications = Application.objects.filter(state=Application.State.IN_REVIEW, **with_phases)
    holders = Certificate.objects.open().filter(**with_phases)
    return [
        (_("Apri il percorso: %s") % a.organisation, reverse("certifications:process_open", args=[a.public_id]))
        for a in applications.select_related("organisation")[:SHOWN]
    ] + [
        (
            _("Registra un percorso già avviato: %s") % c.organisation,
            reverse("certifications:process_take_over", args=[c.public_id]),
        )
        for c in holders.select_related("organisation")[:SHOWN]
    ]
