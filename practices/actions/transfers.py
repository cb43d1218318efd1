"""The steps of a transfer: ask, answer, adapt, declare, confirm, say what became of it.

Both sides hear of every step. What is confirmed is written into the history of the practice as well.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.numbering import next_number
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.models import Organisation
from practices.emails import followed
from practices.emails import transfers as notices
from practices.models import Practice, Transfer, TransferConfirmation
from practices.permissions.transfers import can_confirm, may_ask_for, sides_of_confirmer
from practices.workflow import TRANSFER_WORKFLOW

REGISTER = "adozioni"
OUTCOME_MONTHS = 12
DAYS_BEFORE_OUTCOME = 30


@transaction.atomic
def ask_for_practice(
    practice: Practice,
    *,
    adopter: Administration,
    need: str,
    by: User,
    organisation: Organisation | None = None,
    on: datetime.date | None = None,
    is_demo: bool = False,
) -> Transfer:
    """Say "we want this" for an administration, or for a body of its territory.

    Raises ValidationError when the body lies elsewhere, when the same body has a request under way, and when an
    administration would adopt from itself.
    """
    if adopter.pk not in may_ask_for(by, practice):
        raise PermissionDenied("ask for a practice")
    if organisation is not None and organisation.administration_id != adopter.pk:
        raise ValidationError({"organisation": _("Questo ente non è nel territorio di chi fa la richiesta.")})
    asked_on = not_in_future(on, "on")
    transfer = Transfer(
        practice=practice,
        owner=practice.administration,
        adopter=adopter,
        organisation=organisation,
        version_number=_version_now(practice),
        need=need.strip(),
        asked_by=by,
        asked_on=asked_on,
        year=asked_on.year,
        sequence=0,
        is_demo=is_demo,
    )
    transfer.validate_constraints()
    transfer.sequence = next_number(REGISTER, asked_on.year)
    transfer.save(force_insert=True)
    record(transfer, "ask", label=lambda: _("Richiesta"), by=by, comment=transfer.need, data={"on": asked_on})
    notices.asked(transfer, by=by)
    return transfer


def _version_now(practice: Practice) -> int:
    """The number of the version that readers see."""
    number = practice.versions.filter(is_current=True).values_list("number", flat=True).first()
    return number or 1


@transaction.atomic
def answer_request(
    transfer: Transfer,
    *,
    answer: str,
    contact_name: str,
    contact_email: str,
    by: User,
    contact_phone: str = "",
    on: datetime.date | None = None,
) -> HistoryEntry:
    """The owner's side answers and names whom to talk to."""
    answered_on = not_in_future(on, "on")
    if answered_on < transfer.asked_on:
        raise ValidationError({"on": _("La risposta non può venire prima della richiesta.")})
    fields = {
        "answer": answer.strip(),
        "contact_name": contact_name.strip(),
        "contact_email": contact_email,
        "contact_phone": contact_phone.strip(),
        "answered_on": answered_on,
    }
    data = {"on": answered_on}
    entry = advance(TRANSFER_WORKFLOW, transfer, "answer", by=by, comment=answer.strip(), fields=fields, data=data)
    notices.answered(transfer, by=by)
    return entry


@transaction.atomic
def decline_request(transfer: Transfer, *, comment: str, by: User) -> HistoryEntry:
    """The owner's side cannot follow the request, and says why."""
    entry = _close(transfer, "decline", comment, by)
    notices.declined(transfer, by=by)
    return entry


@transaction.atomic
def drop_transfer(transfer: Transfer, *, comment: str, by: User) -> HistoryEntry:
    """The adopter gives up, with the reason, from which others learn."""
    entry = _close(transfer, "drop", comment, by)
    notices.dropped(transfer, by=by)
    return entry


def _close(transfer: Transfer, name: str, comment: str, by: User) -> HistoryEntry:
    reason = comment.strip()
    return advance(TRANSFER_WORKFLOW, transfer, name, by=by, comment=reason, fields={"closing_reason": reason})


@transaction.atomic
def start_adapting(transfer: Transfer, *, by: User) -> HistoryEntry:
    """The adopter begins: from here on the version that is public today is the one that is adapted."""
    fields = {"version_number": _version_now(transfer.practice)}
    entry = advance(TRANSFER_WORKFLOW, transfer, "start_adapting", by=by, fields=fields)
    notices.adapting(transfer, by=by)
    return entry


@transaction.atomic
def declare_adoption(transfer: Transfer, *, act: Act | None, changes: str, by: User) -> HistoryEntry:
    """The adopter records the act by which it adopts; then the sides confirm.

    The row is locked, so that nobody takes the last item of the adaptation away meanwhile.
    """
    current = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if act is not None and act.date is None:
        raise ValidationError({"date": _("Serve la data dell'atto: da lì si contano i dodici mesi.")})
    if current.state == Transfer.State.ADAPTING and not current.items.exists():
        raise ValidationError(_("Prima scrivi almeno una cosa conservata, cambiata o tolta."))
    fields = {
        "act": act,
        "changes": changes.strip(),
        "declared_by": by,
        "declared_at": timezone.now(),
        "round": current.round + 1,
        "outcome_due_on": add_months(act.date, OUTCOME_MONTHS) if act and act.date else None,
    }
    entry = advance(TRANSFER_WORKFLOW, transfer, "declare", by=by, act=act, comment=changes.strip(), fields=fields)
    notices.declared(transfer, by=by)
    return entry


@transaction.atomic
def confirm_adoption(transfer: Transfer, *, by: User, comment: str = "") -> TransferConfirmation:
    """One side confirms; with the last confirmation the adoption stands and becomes public.

    Raises PermissionDenied for who declared it or speaks for no side, TransitionConflict when it is not (or no
    longer) waiting for this side or this person. The row is locked, so two who confirm at once see each other.
    """
    current = Transfer.objects.select_for_update(of=("self",)).with_parties().get(pk=transfer.pk)
    if not can_confirm(by, current):
        raise PermissionDenied("transfer: confirm")
    if current.state != Transfer.State.DECLARED:
        raise TransitionConflict(current)
    given = list(current.confirmations.filter(round=current.round))
    waiting = [side for side in current.confirming_sides if side not in {one.side for one in given}]
    mine = [side for side in sides_of_confirmer(by, current) if side in waiting]
    if not mine or by.pk in {one.confirmed_by_id for one in given}:
        raise TransitionConflict(current)
    confirmation = TransferConfirmation.objects.create(
        transfer=current, side=mine[0], round=current.round, confirmed_by=by, comment=comment.strip()
    )
    label = gettext_lazy("Adozione confermata da una parte")
    record(current, "confirm", label=label, by=by, comment=comment.strip(), data={"side": mine[0]})
    if len(waiting) > 1:
        notices.confirmed(current, mine[0], by=by)
    else:
        _adopt(current, by)
    transfer.refresh_from_db(fields=["state", "updated_at", "adopted_at"])
    return confirmation


def _adopt(transfer: Transfer, by: User) -> None:
    """All have confirmed: the adoption enters the public history of the practice."""
    act = transfer.act
    advance(TRANSFER_WORKFLOW, transfer, "adopt", by=by, act=act, fields={"adopted_at": timezone.now()})
    body = str(transfer.adopting_body)[:150]
    record(
        transfer.practice,
        "adopted",
        label=lambda: _("Adottata da un'altra amministrazione o da un ente"),
        by=by,
        act=act,
        public=True,
        data={"transfer": transfer.number, "adopter": body},
    )
    notices.adopted(transfer, by=by)
    followed.adopted(transfer.practice, where=body, by=by)


@transaction.atomic
def send_back_adoption(transfer: Transfer, *, comment: str, by: User) -> HistoryEntry:
    """Who should confirm finds something wrong: back to the adaptation, with the reason."""
    entry = advance(TRANSFER_WORKFLOW, transfer, "send_back", by=by, comment=comment)
    notices.sent_back(transfer, by=by, comment=comment.strip())
    return entry


@transaction.atomic
def record_outcome(
    transfer: Transfer,
    *,
    outcome: str,
    text: str,
    by: User,
    indicators: list[dict[str, str]] | None = None,
    on: datetime.date | None = None,
) -> HistoryEntry:
    """What became of the adoption, twelve months after its act; earlier only when it has ended."""
    day = not_in_future(on, "on")
    due = transfer.outcome_due_on
    if outcome != Transfer.Outcome.ENDED and due and day < due:
        words = {"date": f"{due:%d/%m/%Y}"}
        raise ValidationError({"on": _("L'esito si registra dal %(date)s, un anno dopo l'atto.") % words})
    if transfer.act and transfer.act.date and day < transfer.act.date:
        raise ValidationError({"on": _("L'esito non può venire prima dell'atto.")})
    fields: dict[str, Any] = {
        "outcome": outcome,
        "outcome_text": text.strip(),
        "outcome_indicators": indicators or [],
        "outcome_on": day,
        "outcome_by": by,
    }
    entry = advance(TRANSFER_WORKFLOW, transfer, "record_outcome", by=by, fields=fields, data={"on": day})
    notices.evaluated(transfer, by=by)
    return entry


@transaction.atomic
def remind_of_outcome(transfer: Transfer, *, on: datetime.date) -> bool:
    """Remind the adopter once before the twelve months are over and once after; True when it did.

    Safe to run twice: the conditional UPDATE lets one of two runs through.
    """
    due = transfer.outcome_due_on
    if due is None or on < due - datetime.timedelta(days=DAYS_BEFORE_OUTCOME):
        return False
    field = "reminded_after_on" if on >= due else "reminded_before_on"
    waiting = Transfer.objects.filter(pk=transfer.pk, state=Transfer.State.ADOPTED, **{field: None})
    if not waiting.update(**{field: on}):
        return False
    notices.outcome_due(transfer, late=on >= due)
    return True


def not_in_future(day: datetime.date | None, field: str) -> datetime.date:
    """The day, today when none is given; what is recorded has happened."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError({field: _("La data è nel futuro.")})
    return day or today
