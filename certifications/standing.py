"""How a certificate stands: how much of it is met, what falls due next, what happened to it. For pages."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from certifications.models import Certificate, Condition, Realignment
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.search import fold

# The office asks, looks, and time passes: none of these needs an act.
WITHOUT_ACT = (Certificate.State.TO_REALIGN, Certificate.State.UNDER_CHECK, Certificate.State.EXPIRED)


@dataclass(frozen=True)
class Progress:
    """Requirements met of all that are due, at the award and after it; the next day, if any is still open."""

    met: int
    total: int
    next_due: datetime.date | None
    late: bool = False

    @property
    def percent(self) -> int:
        return round(100 * self.met / self.total) if self.total else 100

    @property
    def sentence(self) -> str:
        """ "5 di 10 soddisfatti, il prossimo entro il 30/06/2027"."""
        said = _("%(met)d di %(total)d soddisfatti") % {"met": self.met, "total": self.total}
        if self.next_due is None:
            return said
        day = formats.date_format(self.next_due, "d/m/Y")
        following = _("il termine era il %(day)s") if self.late else _("il prossimo entro il %(day)s")
        return f"{said}, {following % {'day': day}}"


def progress_of(
    certificate: Certificate, conditions: Sequence[Condition], today: datetime.date
) -> Progress | None:
    """What the public page says; None when nothing falls due after the award. Waived ones do not count."""
    due = [c for c in conditions if c.state != Condition.State.WAIVED]
    if not due:
        return None
    open_days = [c.due_on for c in due if not c.is_settled]
    next_due = min(open_days, default=None)
    return Progress(
        met=certificate.met_at_award + sum(c.state == Condition.State.MET for c in due),
        total=certificate.met_at_award + len(due),
        next_due=next_due,
        late=next_due is not None and next_due < today,
    )


@dataclass(frozen=True)
class Event:
    """One line of a certificate's timeline. `detail` is public; `reason` for officials and the holder.

    `expects_act`: an act stands behind such a change, so that its lack is told.
    """

    on: datetime.date | None
    label: str
    tone: str
    act: Act | None
    detail: str = ""
    reason: str = ""
    change: Any = None
    expects_act: bool = True


def timeline(certificate: Certificate) -> list[Event]:
    """Award, changes of state, renewals, transfers: the newest first. Three queries."""
    changes = certificate.status_changes.select_related("act", "document")
    events = [(e, n) for n, e in enumerate(_changes(certificate, changes))]
    for renewal in certificate.renewals.select_related("act"):
        until = formats.date_format(renewal.valid_to, "d/m/Y")
        detail = _("fino al %(day)s") % {"day": until}
        events.append((Event(renewal.renewed_on, _("Rinnovata"), "success", renewal.act, detail), len(events)))
    for transfer in certificate.transfers.select_related("act", "to_organisation"):
        names = {"before": transfer.from_name, "after": transfer.to_organisation.name}
        detail = _("da %(before)s a %(after)s") % names
        label = _("Passata a un'altra organizzazione")
        event = Event(transfer.effective_on, label, "info", transfer.act, detail, transfer.reason)
        events.append((event, len(events)))
    events.sort(key=lambda pair: (pair[0].on or datetime.date.min, pair[1]), reverse=True)
    return [event for event, _place in events]


def _changes(certificate: Certificate, changes: Iterable[Any]) -> Iterable[Event]:
    for change in changes:
        state = Certificate.State(change.to_state)
        label = _("Assegnata") if not change.from_state else str(state.label)
        yield Event(
            change.effective_on,
            label,
            Certificate.STATE_TONES[state],
            change.act,
            reason=change.reason,
            change=change,
            expects_act=change.to_state not in WITHOUT_ACT and change.from_state != Certificate.State.UNDER_CHECK,
        )


def realignment_of(certificate: Certificate) -> Realignment | None:
    """The realignment that a certificate waits for; None, without a query, where none is asked."""
    if certificate.state != Certificate.State.TO_REALIGN:
        return None
    return certificate.realignments.open().select_related("to_version").first()


def former_names(certificate: Certificate) -> list[str]:
    """Other names under which it was held, the newest first: of holders before, and before a change of name.

    A name that differs only in accents or capitals was a correction. Two queries.
    """
    organisation = certificate.organisation
    renamed = HistoryEntry.objects.of(organisation).filter(verb="update", data__changes__has_key="name")
    names = [entry.data["changes"]["name"][0] for entry in renamed]
    names += [transfer.from_name for transfer in reversed(certificate.transfers.all())]
    by_fold = {fold(name): name for name in names if fold(name) != fold(organisation.name)}
    return list(by_fold.values())
