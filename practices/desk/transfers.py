"""What waits for a person in the exchange: answer a request, confirm an adoption, tell what became of it."""

import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from practices.models import Side, Transfer, TransferConfirmation, TransferQuerySet

MOST = 50
S = Transfer.State


def transfers_waiting_for(user: User) -> list[DeskItem]:
    """Two queries at most: what to do for one's side, what to confirm."""
    items: list[DeskItem] = []
    managed = user.administrations_with(Capability.EXCHANGE_MANAGE)
    if managed:
        rows = _to_do(managed).with_parties().order_by("updated_at")[:MOST]
        items += [_item(transfer) for transfer in rows]
    if user.administrations_with(Capability.EXCHANGE_CONFIRM):
        rows = to_confirm_by(user).with_parties().order_by("updated_at")[:MOST]
        items += [_confirm(transfer) for transfer in rows]
    return items


def _to_do(managed: frozenset[int]) -> TransferQuerySet:
    """Requests to the own side, adaptations of the own side, outcomes that are due within a month."""
    soon = timezone.localdate() + datetime.timedelta(days=30)
    mine = Q(state=S.WANTED, owner__in=managed) | Q(state=S.ADAPTING, adopter__in=managed)
    return Transfer.objects.filter(mine | Q(state=S.ADOPTED, adopter__in=managed, outcome_due_on__lte=soon))


def to_confirm_by(user: User) -> TransferQuerySet:
    """Declared adoptions that wait for a side for which this person speaks, and who has not acted in them."""
    speaks = user.administrations_with(Capability.EXCHANGE_CONFIRM)
    given = TransferConfirmation.objects.filter(transfer=OuterRef("pk"), round=OuterRef("round"))
    owner = Q(owner__in=speaks) & ~Q(owner=F("adopter")) & ~Exists(given.filter(side=Side.OWNER))
    adopter = Q(adopter__in=speaks) & ~Exists(given.filter(side=Side.ADOPTER))
    waiting = Transfer.objects.filter(state=S.DECLARED).exclude(declared_by=user)
    return waiting.filter(owner | adopter).exclude(Exists(given.filter(confirmed_by=user)))


def _item(transfer: Transfer) -> DeskItem:
    kinds = {
        S.WANTED: _("Richieste di pratiche a cui rispondere"),
        S.ADAPTING: _("Adattamenti da descrivere"),
        S.ADOPTED: _("Esiti di adozioni da registrare"),
    }
    return DeskItem(
        kind=kinds[S(transfer.state)],
        title=transfer.practice.title,
        url=transfer.get_absolute_url(),
        since=transfer.updated_at,
        note=f"{transfer.number}, {transfer.adopting_body}",
        due=transfer.outcome_due_on if transfer.state == S.ADOPTED else None,
    )


def _confirm(transfer: Transfer) -> DeskItem:
    return DeskItem(
        kind=_("Adozioni da confermare"),
        title=transfer.practice.title,
        url=f"{transfer.get_absolute_url()}adopt/",
        since=transfer.updated_at,
        note=f"{transfer.number}, {transfer.adopting_body}",
    )
