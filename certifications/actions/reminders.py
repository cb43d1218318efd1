"""Reminders: each deadline, each moment, once; kept as rows, so that a second run finds nothing to do."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.emails.life import day, requirement_lines, words
from certifications.models import Certificate, Condition, PlannedChange, Realignment, Reminder
from certifications.models.life import REMINDER_MONTHS, lengths_by_scheme
from certifications.reminder_days import moment_now, windows
from certifications.workflow import CERTIFICATE_WORKFLOW


@dataclass
class Deadline:
    """Something of one certificate that falls due on a day. `items` are the records behind it."""

    kind: str
    certificate: Certificate
    due_on: datetime.date
    items: list[Any] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, str, datetime.date]:
        return self.certificate.pk, self.kind, self.due_on


# A part that knows other deadlines of certificates adds a function that is given a condition maker
# (field name → Q of the days in question) and yields deadlines.
Source = Callable[[Callable[[str], Q]], Iterable[Deadline]]


def expiries(within: Callable[[str], Q]) -> Iterator[Deadline]:
    """Terms of certificates that are not ended, and of those that lapsed and have no successor."""
    newer = Certificate.objects.open().filter(
        organisation=OuterRef("organisation"),
        scheme=OuterRef("scheme"),
        category__isnull=False,
        category=OuterRef("category"),
    )
    newer_plain = Certificate.objects.open().filter(
        organisation=OuterRef("organisation"), scheme=OuterRef("scheme"), category=None
    )
    replaced = Q(Exists(newer)) | Q(Exists(newer_plain), category=None)
    lapsed = Q(state=Certificate.State.EXPIRED, ended_on=F("valid_to")) & ~replaced
    alive = ~Q(state__in=Certificate.ENDED)
    found = Certificate.objects.filter(within("valid_to"), alive | lapsed)
    for certificate in found.select_related("organisation", "scheme", "administration").order_by("pk"):
        assert certificate.valid_to is not None
        yield Deadline(Reminder.Kind.EXPIRY, certificate, certificate.valid_to)


def conditions_due(within: Callable[[str], Q]) -> Iterator[Deadline]:
    """What the holder has to meet; requirements of one day are one deadline."""
    found = Condition.objects.with_holder().filter(within("due_on"))
    found = found.exclude(certificate__state__in=Certificate.ENDED).select_related(
        "requirement__section", "certificate__organisation", "certificate__scheme", "certificate__administration"
    )
    together: dict[tuple[int, datetime.date], Deadline] = {}
    for condition in found:
        deadline = Deadline(Reminder.Kind.CONDITION, condition.certificate, condition.due_on)
        together.setdefault((condition.certificate_id, condition.due_on), deadline).items.append(condition)
    yield from together.values()


def changes_due(within: Callable[[str], Q]) -> Iterator[Deadline]:
    """Changes that were decided with effect on a later day."""
    found = PlannedChange.objects.waiting().filter(within("effective_on"))
    related = ("certificate__organisation", "certificate__scheme", "certificate__administration")
    for planned in found.select_related(*related):
        yield Deadline(Reminder.Kind.PLANNED, planned.certificate, planned.effective_on, [planned])


def realignments_due(within: Callable[[str], Q]) -> Iterator[Deadline]:
    """What holders were asked to declare under a new disciplinare."""
    found = Realignment.objects.filter(within("due_on"), state=Realignment.State.ASKED)
    found = found.exclude(certificate__state__in=Certificate.ENDED)
    related = ("certificate__organisation", "certificate__scheme", "certificate__administration")
    for realignment in found.select_related(*related):
        yield Deadline(Reminder.Kind.REALIGNMENT, realignment.certificate, realignment.due_on, [realignment])


SOURCES: list[Source] = [expiries, conditions_due, changes_due, realignments_due]
# The office of schemes writes a month and a week before by itself (see `remind_realignments`).
TOLD_OTHERWISE = {(Reminder.Kind.REALIGNMENT, 1)}


def send_reminders(*, today: datetime.date | None = None) -> int:
    """Send what is due and was not sent; how many reminders. Each in its own transaction, safe to run twice."""
    today = today or timezone.localdate()
    lengths = lengths_by_scheme(today)
    months = {*REMINDER_MONTHS, *(m for each in lengths.values() for m in each.reminder_months)}
    spans = windows(today, months)

    def within(name: str) -> Q:
        return Q(*(Q(**{f"{name}__range": span}) for span in spans), _connector=Q.OR)

    due: dict[tuple[int, str, datetime.date], tuple[Deadline, int]] = {}
    for source in SOURCES:
        for deadline in source(within):
            own = lengths.get(deadline.certificate.scheme_id)
            moment = moment_now(deadline.due_on, today, own.reminder_months if own else REMINDER_MONTHS)
            if moment is not None and (deadline.kind, moment) not in TOLD_OTHERWISE:
                due[deadline.key] = deadline, moment
    sent = _sent(due)
    return sum(
        _send(deadline, moment, today) for key, (deadline, moment) in due.items() if (*key, moment) not in sent
    )


def _sent(due: Iterable[tuple[int, str, datetime.date]]) -> set[tuple[int, str, datetime.date, int]]:
    """Which of these were sent already: one query."""
    certificates = {key[0] for key in due}
    rows = Reminder.objects.filter(certificate__in=certificates)
    return set(rows.values_list("certificate", "kind", "due_on", "months"))


@transaction.atomic
def _send(deadline: Deadline, moment: int, today: datetime.date) -> bool:
    """One reminder: the row first, which of two workers only one can make, then the messages."""
    reminder, made = Reminder.objects.get_or_create(
        certificate=deadline.certificate,
        kind=deadline.kind,
        due_on=deadline.due_on,
        months=moment,
        defaults={"sent_on": today},
    )
    if not made:
        return False
    subject, text = TEXTS[deadline.kind]
    past = moment < 0
    reminder.people = emails.remind(
        deadline.certificate, subject=lambda: subject(deadline, past), text=lambda: text(deadline, past)
    )
    reminder.save(update_fields=["people"])
    return True


def _words(deadline: Deadline) -> dict[str, Any]:
    return words(deadline.certificate, day=day(deadline.due_on), n=len(deadline.items))


def _expiry_subject(deadline: Deadline, past: bool) -> str:
    if past:
        return _("%(scheme)s di %(holder)s è scaduta il %(day)s") % _words(deadline)
    return _("%(scheme)s di %(holder)s scade il %(day)s") % _words(deadline)


def _expiry_text(deadline: Deadline, past: bool) -> str:
    if past:
        return _("Il rinnovo non è più possibile: chi vuole ancora il marchio presenta una nuova domanda.")
    return _("Il rinnovo si chiede prima della scadenza, dalla pagina della certificazione.")


def _condition_subject(deadline: Deadline, past: bool) -> str:
    if past:
        return _("Requisiti in ritardo dal %(day)s: %(scheme)s di %(holder)s") % _words(deadline)
    return _("Requisiti da soddisfare entro il %(day)s: %(scheme)s di %(holder)s") % _words(deadline)


def _condition_text(deadline: Deadline, past: bool) -> str:
    return requirement_lines(deadline.items)


def _planned_subject(deadline: Deadline, past: bool) -> str:
    change = CERTIFICATE_WORKFLOW.get(deadline.items[0].name).label
    return _("Dal %(day)s «%(change)s»: %(scheme)s di %(holder)s") % {**_words(deadline), "change": change}


def _planned_text(deadline: Deadline, past: bool) -> str:
    return str(deadline.items[0].reason)


def _realignment_subject(deadline: Deadline, past: bool) -> str:
    if past:
        return _("Adeguamento in ritardo dal %(day)s: %(scheme)s di %(holder)s") % _words(deadline)
    return _("Adeguamento entro il %(day)s: %(scheme)s di %(holder)s") % _words(deadline)


def _realignment_text(deadline: Deadline, past: bool) -> str:
    return _("È cambiato il disciplinare: confermate i requisiti nuovi dalla pagina della certificazione.")


TEXTS: dict[str, tuple[Callable[[Deadline, bool], str], Callable[[Deadline, bool], str]]] = {
    Reminder.Kind.EXPIRY: (_expiry_subject, _expiry_text),
    Reminder.Kind.CONDITION: (_condition_subject, _condition_text),
    Reminder.Kind.PLANNED: (_planned_subject, _planned_text),
    Reminder.Kind.REALIGNMENT: (_realignment_subject, _realignment_text),
}
