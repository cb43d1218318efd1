"""A transfer as a line of stages, and what comes next, for whom, since when."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import Administration
from practices.models import Side, Transfer, TransferConfirmation, TransferMeeting

S = Transfer.State
# Stage → its title and the states in which it is the one at work.
STAGES: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("request", gettext_lazy("Richiesta"), (S.WANTED,)),
    ("contact", gettext_lazy("Contatto"), (S.IN_CONTACT,)),
    ("meetings", gettext_lazy("Incontri"), (S.MEETING,)),
    ("adaptation", gettext_lazy("Adattamento"), (S.ADAPTING,)),
    ("adoption", gettext_lazy("Atto e conferme"), (S.DECLARED,)),
    ("outcome", gettext_lazy("Esito dopo un anno"), (S.ADOPTED,)),
)


@dataclass(frozen=True)
class Stage:
    """`status`: done, current, todo or skipped (passed over)."""

    name: str
    title: str | Promise
    status: str
    on: datetime.date | datetime.datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.status == "current"


@dataclass(frozen=True)
class Next:
    """What is awaited: a sentence, from whom, since when, by when."""

    text: str
    waits_for: list[Administration]
    since: datetime.datetime | None = None
    due: datetime.date | None = None
    late: bool = False


def stages(transfer: Transfer, meetings: list[TransferMeeting], items: int) -> list[Stage]:
    """The whole line, also after a transfer has ended early."""
    reached = {
        "request": transfer.asked_on,
        "contact": transfer.answered_on,
        "meetings": next((m.date for m in meetings if m.state != TransferMeeting.State.CANCELLED), None),
        "adaptation": transfer.updated_at if items else None,
        "adoption": transfer.adopted_on,
        "outcome": transfer.outcome_on,
    }
    current = next((n for n, (_name, _title, states) in enumerate(STAGES) if transfer.state in states), None)
    found = []
    for number, (name, title, _states) in enumerate(STAGES):
        on = reached[name]
        if current is not None:
            done = "done" if on or name == "adaptation" else "skipped"
            status = "current" if number == current else (done if number < current else "todo")
        else:
            status = "done" if on else ("skipped" if transfer.state == S.EVALUATED else "todo")
        found.append(Stage(name, title, status, on if name != "adaptation" else None))
    return found


def missing_confirmations(transfer: Transfer, given: Iterable[TransferConfirmation]) -> list[Administration]:
    """The administrations whose word is still awaited."""
    sides = {one.side for one in given if one.round == transfer.round}
    of = {Side.OWNER: transfer.owner, Side.ADOPTER: transfer.adopter}
    return [of[side] for side in transfer.confirming_sides if side not in sides]


def what_next(transfer: Transfer, given: list[TransferConfirmation], items: int) -> Next | None:
    """One sentence for both sides; None when nothing is awaited any more."""
    words = {"owner": transfer.owner.short_name, "body": str(transfer.adopting_body)}
    since = transfer.updated_at
    both = [transfer.owner] if transfer.is_internal else [transfer.owner, transfer.adopter]
    if transfer.state == S.WANTED:
        return Next(_("%(owner)s deve rispondere e indicare un contatto.") % words, [transfer.owner], since)
    if transfer.state == S.IN_CONTACT:
        text = _("Parlatevi: programmate un incontro o una visita, oppure cominciate subito l'adattamento.")
        return Next(text, both, since)
    if transfer.state == S.MEETING:
        text = _("Dopo gli incontri, chi adotta comincia l'adattamento.")
        return Next(text, [transfer.adopter], since)
    if transfer.state == S.ADAPTING:
        text = _("Chi adotta registra l'atto di adozione.")
        if not items:
            text = _("Chi adotta scrive che cosa conserva, cambia o toglie, e perché; poi registra l'atto.")
        return Next(text, [transfer.adopter], since)
    if transfer.state == S.DECLARED:
        text = _("Manca la conferma di una persona diversa da chi ha registrato l'atto.")
        return Next(text, missing_confirmations(transfer, given), since)
    if transfer.state == S.ADOPTED:
        text = _("Dopo dodici mesi chi adotta registra che cosa è successo.")
        return Next(text, [transfer.adopter], since, transfer.outcome_due_on, transfer.outcome_is_late)
    return None
