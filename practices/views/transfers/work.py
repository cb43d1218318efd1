"""Work pages of the transfers: the list with its CSV, the request, the page of one transfer."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.spreadsheets import csv_response
from familynet.kernel.workflow import Transition
from practices.actions import ask_for_practice
from practices.filters.transfers import TransferFilter
from practices.forms.transfers import AskForm
from practices.models import Practice, Transfer, TransferConfirmation, TransferQuerySet
from practices.permissions import can_create
from practices.permissions.transfers import can_adopt, can_meet, may_ask_for, sees_result, sides_of_confirmer
from practices.views.transfers.timeline import stages, what_next
from practices.views.work import signed_in
from practices.workflow import TRANSFER_WORKFLOW

PER_PAGE = 20
CSV_HEADER = (
    *("numero", "pratica", "scritta_da", "adottata_da", "ente", "stato", "richiesta_il", "da_quando"),
    *("atto", "data_atto", "esito_entro", "motivo_chiusura"),
)


def load(request: HttpRequest, uuid: UUID) -> Transfer:
    """The transfer, or 404 for whoever is on neither side."""
    return get_object_or_404(Transfer.objects.visible_to(signed_in(request)).for_page(), uuid=uuid)


def filtered(request: HttpRequest) -> TransferFilter:
    """The list under the filters of the address; 403 for who reads for no administration."""
    user = signed_in(request)
    reads = user.administrations_with(Capability.PRACTICE_VIEW)
    if not reads:
        raise PermissionDenied
    rows = Transfer.objects.visible_to(user)
    years = list(rows.order_by("-year").values_list("year", flat=True).distinct())
    return TransferFilter(
        request.GET, queryset=rows.order_by("-updated_at", "-pk"), administrations=reads, years=years
    )


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The transfers of both directions, by state."""
    filters = filtered(request)
    counts = filters.counts()
    rows: TransferQuerySet = filters.qs
    context = {
        "filter": filters,
        "tabs": [(s.value, s.label, counts[s.value]) for s in Transfer.State if s.value in counts],
        "total": sum(counts.values()),
        "chosen": filters.form.cleaned_data.get("state", ""),
        "page_obj": Paginator(rows.with_parties(), PER_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in ("q", "side", "year", "state")),
    }
    return render(request, "practices/transfer_list.html", context)


@require_safe
def work_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list for a spreadsheet, without names of people."""
    rows: TransferQuerySet = filtered(request).qs

    def lines() -> Iterator[list[Any]]:
        for transfer in rows.with_parties().iterator(chunk_size=200):
            yield csv_line(transfer)

    return csv_response("adozioni-lavoro.csv", CSV_HEADER, lines())


def csv_line(transfer: Transfer) -> list[Any]:
    act = transfer.act
    return [
        transfer.number,
        transfer.practice.title,
        transfer.owner.name,
        transfer.adopter.name,
        transfer.organisation.name if transfer.organisation else "",
        str(transfer.get_state_display()),
        transfer.asked_on.isoformat(),
        timezone.localdate(transfer.updated_at).isoformat(),
        str(act or ""),
        act.date.isoformat() if act and act.date else "",
        transfer.outcome_due_on.isoformat() if transfer.outcome_due_on else "",
        transfer.closing_reason,
    ]


@form_page
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """ "We want this", from the page of a published practice."""
    user = signed_in(request)
    practice = get_object_or_404(Practice.objects.published().select_related("administration"), slug=slug)
    allowed = may_ask_for(user, practice)
    if not allowed:
        raise PermissionDenied
    adopters = Administration.objects.filter(pk__in=allowed)
    form = AskForm(request.POST or None, adopters=adopters, own=practice.administration_id)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, ask_for_practice, practice=practice, by=user, **form.cleaned_data)
        if made:
            messages.success(request, _("Richiesta inviata. Te lo diciamo quando c'è una risposta."))
            return redirect(made)
    return render(request, "practices/transfer_ask.html", {"form": form, "practice": practice})


def steps_for(transfer: Transfer, user: User, given: list[TransferConfirmation]) -> list[Transition]:
    """What this person may do now; a confirmation only for a side that has not spoken."""
    steps = [step for step in TRANSFER_WORKFLOW.available(transfer, user) if step.name != "meet"]
    now = [one for one in given if one.round == transfer.round]
    open_sides = set(sides_of_confirmer(user, transfer)) - {one.side for one in now}
    if not open_sides or user.pk in {one.confirmed_by_id for one in now}:
        steps = [step for step in steps if step.name != "adopt"]
    return steps


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where a transfer stands, what comes next and for whom, and all that was written so far."""
    transfer, user = load(request, uuid), signed_in(request)
    given = list(transfer.confirmations.select_related("confirmed_by"))
    items = list(transfer.items.all())
    meetings = list(transfer.meetings.prefetch_related("meeting_documents__document"))
    talking = transfer.state in Transfer.TALKING_STATES
    adopts = can_adopt(user, transfer)
    writes_result = adopts and can_create(user, transfer.adopter_id)
    context = {
        "transfer": transfer,
        "stages": stages(transfer, meetings, len(items)),
        "next": what_next(transfer, given, len(items)),
        "steps": steps_for(transfer, user, given),
        "items": items,
        "meetings": meetings,
        "confirmations": given,
        "may_plan": talking and can_meet(user, transfer),
        "may_meet": can_meet(user, transfer),
        "may_adapt": transfer.state == Transfer.State.ADAPTING and adopts,
        "may_tie": writes_result and transfer.state in Transfer.RESULT_STATES,
        "sees_result": sees_result(user, transfer),
        "history": HistoryEntry.objects.of(transfer).select_related("actor", "act"),
    }
    return render(request, "practices/transfer_detail.html", context)
