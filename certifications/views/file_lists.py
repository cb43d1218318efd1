"""The work lists of files: the page, its downloads, what is done to many at once."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications import actions
from certifications.filters import FileFilter
from certifications.forms import OfficerForm
from certifications.models import Application
from certifications.permissions import can_assign_officer, can_handle
from certifications.recipients import officers_of
from certifications.views.bulk import act_on_each, chosen_ids, tell_outcomes
from certifications.views.work_lists import counted, query_of
from certifications.wording.clock import light_of
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability
from familynet.kernel.spreadsheets import table_response

C = Capability
PAGE_SIZE, MOST_PAGES = 25, 40
RELATED = ("organisation__municipality__province", "scheme", "category", "officer", "administration")
# What a row of the page says, and no column more.
SHOWN_RELATED = ("organisation__municipality__province", "scheme", "category", "officer")
SHOWN = (
    *("public_id", "state", "waiting_since", "started_on", "due_on", "warn_on", "stopped_on", "concluded_on"),
    *(
        "organisation__name",
        "organisation__municipality__name",
        "organisation__municipality__province__abbreviation",
    ),
    *("scheme__name", "category__name", "officer__full_name", "officer__email"),
)
HEADER = (
    *("Codice", "Organizzazione", "Comune", "Provincia", "Marchio", "Categoria", "Tipo", "Stato"),
    *("InQuestoStatoDal", "PresentataIl", "Avvio", "Termine", "SospesoDal", "ConclusoIl", "GiorniAlTermine"),
    *("Responsabile", "ChiCertifica", "NumeroProtocollo", "DataProtocollo", "Punteggio"),
    *("ProtocolloDecisione", "DataProtocolloDecisione"),
)
# Which files a list holds: the word in the address → the queryset.
SIDES: dict[str, Callable[[Any], QuerySet]] = {
    "mie": lambda user: Application.objects.handled_by(user).waiting_for(user),
    "tutte": lambda user: Application.objects.handled_by(user),
    "accompagnate": lambda user: Application.objects.accompanied_by(user),
}


class FilePaginator(Paginator):
    """Pages whose total the counts have given; far pages are not counted out: filters lead there."""

    def __init__(self, filterset: FileFilter) -> None:
        super().__init__(filterset.results.values_list("pk", flat=True), PAGE_SIZE)
        self.total = filterset.total

    @property
    def count(self) -> int:
        return min(self.total, PAGE_SIZE * MOST_PAGES)

    def get_page(self, number: Any) -> Page:
        """First the ids, which an index gives alone, then only these rows."""
        page = super().get_page(number)
        ids = list(page.object_list)
        found = Application.objects.filter(pk__in=ids).select_related(*SHOWN_RELATED).only(*SHOWN)
        rows = {row.pk: row for row in found}
        page.object_list = [rows[pk] for pk in ids if pk in rows]
        return page


def _side(request: UserRequest) -> str:
    """Which list: the one asked for, else the first that the person may have."""
    user = request.user
    if not user.administrations_with(C.APPLICATION_VIEW):
        raise PermissionDenied("application: list")
    asked = request.GET.get("elenco", "")
    if asked in SIDES:
        return asked
    works = user.administrations_with(C.CERTIFICATE_MANAGE) | user.administrations_with(C.CERTIFICATE_DECIDE)
    return "mie" if works else "tutte"


def _filtered(request: UserRequest, side: str) -> FileFilter:
    return FileFilter(request.GET, queryset=SIDES[side](request.user), user=request.user)


@require_safe
def files(request: UserRequest) -> HttpResponse:
    """One list: counts per state, filters, the most urgent first, what can be done to many."""
    side = _side(request)
    filterset = _filtered(request, side)
    paginator = FilePaginator(filterset)
    page, today = paginator.get_page(request.GET.get("page")), timezone.localdate()
    context = {
        "side": side,
        "sides": [(name, _side_url(name), name == side) for name in SIDES],
        "filterset": filterset,
        "page_obj": page,
        "rows": [(application, light_of(application, today)) for application in page.object_list],
        "total": filterset.total,
        "is_cut": filterset.total > paginator.count,
        "counts": counted(request, Application.State.choices, filterset.counts, filterset.state),
        "filtered": any(request.GET.get(name) for name in filterset.filters),
        "clear_url": _side_url(side),
        "query": query_of(request),
        "officers": filterset.officers if side != "accompagnate" else [],
        "may_work": bool(request.user.administrations_with(C.CERTIFICATE_MANAGE)),
        "may_assign": side != "accompagnate"
        and bool(
            request.user.administrations_with(C.CERTIFICATE_MANAGE)
            or request.user.administrations_with(C.CERTIFICATE_DECIDE)
        ),
    }
    return render(request, "certifications/file_list.html", context)


def _side_url(side: str) -> str:
    return f"{reverse('certifications:files')}?elenco={side}"


@require_safe
def download(request: UserRequest, kind: str) -> HttpResponseBase:
    """The list under its filters as CSV or XLSX, row by row."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    results = _filtered(request, _side(request)).results.select_related(*RELATED)
    return table_response(kind, "pratiche", HEADER, _rows(results), about={})


def _rows(results: QuerySet) -> Iterator[list[Any]]:
    today = timezone.localdate()
    results = results.annotate(
        letter_number=F("decision__protocol_out"), letter_on=F("decision__protocol_out_date")
    )
    for application in results.iterator(chunk_size=500):
        place = application.organisation.municipality
        yield [
            application.public_id,
            application.organisation.name,
            place.name,
            place.province.abbreviation,
            application.scheme.name,
            application.category.name if application.category else "",
            application.get_kind_display(),
            application.get_state_display(),
            timezone.localdate(application.waiting_since),
            timezone.localdate(application.submitted_at) if application.submitted_at else "",
            application.started_on,
            application.due_on,
            application.stopped_on,
            application.concluded_on,
            application.days_left(today) if not application.is_concluded else "",
            str(application.officer) if application.officer else "",
            application.administration.name,
            application.protocol_number,
            application.protocol_date,
            application.score,
            application.letter_number,
            application.letter_on,
        ]


@require_POST
def bulk(request: UserRequest) -> HttpResponse:
    """Assign many files to somebody, or pass many to assessment; each file by itself, with what was refused."""
    wanted = chosen_ids(request, "pratica")
    back = redirect(f"{reverse('certifications:files')}?{request.POST.get('torna', '')}")
    if not request.user.administrations_with(C.APPLICATION_VIEW):
        raise PermissionDenied("application: bulk")
    applications = list(
        Application.objects.handled_by(request.user).filter(public_id__in=wanted).select_related(*RELATED)
    )
    if not applications:
        messages.warning(request, _("Scegli almeno una pratica."))
        return back
    act = _chosen_action(request, applications)
    if act is not None:
        tell_outcomes(request, [(str(a.organisation), why) for a, why in act_on_each(act, applications)])
    return back


def _chosen_action(request: UserRequest, applications: list[Application]) -> Callable[[Application], Any] | None:
    """The action for one file; None after saying what is missing. 403 for who may do it on none of them."""
    by, name = request.user, request.POST.get("azione", "")
    if name == "valutazione":
        _require_any(can_handle, by, applications)
        return lambda application: actions.start_assessment(application=application, by=by)
    if name != "assegna":
        messages.warning(request, _("Scegli che cosa fare."))
        return None
    _require_any(can_assign_officer, by, applications)
    form = OfficerForm(request.POST)
    form.fields["officer"].queryset = officers_of({a.administration_id for a in applications})  # type: ignore[attr-defined]
    if not form.is_valid():
        messages.warning(request, _("Scegli una persona."))
        return None
    officer = form.cleaned_data["officer"]
    return lambda application: actions.assign_officer(application=application, officer=officer, by=by)


def _require_any(allowed: Callable[[Any, Application], bool], by: Any, applications: list[Application]) -> None:
    if not any(allowed(by, application) for application in applications):
        raise PermissionDenied("application: bulk")
