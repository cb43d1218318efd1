"""What the calendar does by itself: integrations that nobody answered, dates, warnings."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from certifications import emails
from certifications.actions.clock import refresh_dates
from certifications.actions.integrations import close_integration
from certifications.models import Application
from familynet.kernel.workflow import TransitionConflict


def close_overdue_integrations(*, today: datetime.date | None = None) -> int:
    """Close the rounds whose day has passed; how many. Safe to run twice, each in its own transaction."""
    day, closed = today or timezone.localdate(), 0
    overdue = Application.objects.filter(
        state=Application.State.INTEGRATION, integrations__closed_at=None, integrations__due_on__lt=day
    )
    for application in overdue.order_by("pk").iterator():
        try:
            close_integration(application=application, by=None)
        except (TransitionConflict, ValidationError):
            continue  # answered meanwhile
        closed += 1
    return closed


def refresh_stopped() -> int:
    """The dates of files that stood still: a stop ends by itself when it lasts longer than it may."""
    stopped = Application.objects.running().exclude(stopped_on=None).select_related("scheme")
    number = 0
    for application in stopped.order_by("pk").iterator():
        with transaction.atomic():
            refresh_dates(application=application)
        number += 1
    return number


def warn_officers(*, today: datetime.date | None = None) -> int:
    """Tell each officer once for each term that it is near; how many files."""
    day, warned = today or timezone.localdate(), 0
    near = (
        Application.objects.running()
        .filter(Q(warned_for=None) | ~Q(warned_for=F("due_on")), warn_on__lte=day, stopped_on=None)
        .exclude(officer=None)
        .select_related("organisation", "scheme", "category", "officer")
    )
    for application in near.order_by("pk").iterator():
        with transaction.atomic():
            if Application.objects.filter(pk=application.pk, due_on=application.due_on).update(
                warned_for=application.due_on
            ):
                emails.term_is_near(application)
                warned += 1
    return warned
