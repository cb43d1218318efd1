"""Reminders of the terms of phases: as many months before and after as the rules of the scheme say, each once."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from certifications import emails
from certifications.models import Phase, PhaseReminder
from certifications.models.life import REMINDER_MONTHS, lengths_by_scheme
from certifications.reminder_days import moment_day, moment_now, windows


def remind_phases(*, today: datetime.date | None = None) -> int:
    """Tell who takes part about terms that come near or have passed; how many reminders. Safe to run twice.

    The months are those of LifeRules, as for certificates; days without the job are made up for in the same way.
    """
    today = today or timezone.localdate()
    lengths = lengths_by_scheme(today)
    months = {*REMINDER_MONTHS, *(m for each in lengths.values() for m in each.reminder_months)}
    near = Q(*(Q(due_on__range=span) for span in windows(today, months)), _connector=Q.OR)
    running = Phase.objects.filter(near, state=Phase.State.OPEN).select_related(
        "template", "process__scheme", "process__organisation", "process__officer"
    )
    sent = set(PhaseReminder.objects.filter(phase__in=running).values_list("phase", "due_on", "months"))
    told = 0
    for phase in running.order_by("pk"):
        own = lengths.get(phase.process.scheme_id)
        moment = moment_of(phase, today, own.reminder_months if own else REMINDER_MONTHS)
        if moment is not None and (phase.pk, phase.due_on, moment) not in sent:
            told += _remind(phase, moment, today)
    return told


def moment_of(phase: Phase, today: datetime.date, months: tuple[int, ...]) -> int | None:
    """Which reminder is due today: never one whose day had come when the phase began."""
    if phase.due_on is None:
        return None
    moment = moment_now(phase.due_on, today, months)
    if moment is None or (moment > 0 and moment_day(phase.due_on, moment) <= phase.starts_on):
        return None
    return moment


@transaction.atomic
def _remind(phase: Phase, moment: int, today: datetime.date) -> bool:
    """The row first, which of two workers only one can make, then the messages."""
    assert phase.due_on is not None
    _row, made = PhaseReminder.objects.get_or_create(phase=phase, due_on=phase.due_on, months=moment)
    if made:
        emails.tell_term(phase, (phase.due_on - today).days)
    return made
