"""Personal data of concluded applications: kept until a day that is known, then cleared (decision 0032)."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import (
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.clearing import clear_file, clear_life
from certifications.models import Application, Certificate, SchemeVersion
from familynet.kernel.dates import add_months
from familynet.kernel.history import record

log = logging.getLogger(__name__)
# What was never submitted serves nobody once it is withdrawn.
DRAFT_DAYS = 30
BATCH = 200
# Of a certificate of an older register, which names no disciplinare.
DEFAULT_MONTHS: int = SchemeVersion._meta.get_field("retention_months").default


def keep_until(*, application: Application, concluded_on: datetime.date) -> datetime.date:
    """Set, at the conclusion, until when the personal data of an application are kept."""
    until = add_months(concluded_on, application.version.retention_months)
    if application.submitted_at is None:
        until = min(until, concluded_on + datetime.timedelta(days=DRAFT_DAYS))
    Application.objects.filter(pk=application.pk).update(retention_until=until)
    application.retention_until = until
    return until


def set_missing_terms() -> int:
    """Give every concluded application its term, whoever concluded it; how many got one."""
    waiting = Application.objects.filter(state__in=Application.CONCLUDED, retention_until=None)
    number = 0
    for application in waiting.select_related("version").order_by("pk")[:BATCH]:
        day = application.concluded_on or timezone.localdate(application.waiting_since)
        keep_until(application=application, concluded_on=day)
        number += 1
    return number


def clear_expired(*, today: datetime.date | None = None) -> int:
    """Clear the files and certificates whose term has passed, each in its own transaction; how many.

    Safe to run twice.
    """
    day = today or timezone.localdate()
    files = _expired_files(day).order_by("retention_until", "pk")
    ended = _expired_certificates(day).order_by("ended_on", "pk")
    return _clear_each(files, _clear) + _clear_each(ended, _clear_certificate)


def _clear_each(rows: QuerySet[Any], clear: Callable[[int], bool]) -> int:
    number = 0
    for pk in list(rows.values_list("pk", flat=True)[:BATCH]):
        try:
            number += clear(pk)
        except Exception:
            log.exception("%s %s could not be cleared", rows.model._meta.model_name, pk)
    return number


def _expired_files(day: datetime.date) -> QuerySet[Application]:
    """Concluded, past their term, and not the file on which a certificate in force rests."""
    later = Application.objects.filter(
        certificate=OuterRef("certificate"), state=Application.State.AWARDED, pk__gt=OuterRef("pk")
    )
    over = (
        ~Q(state=Application.State.AWARDED)
        | Q(certificate=None)
        | Q(certificate__state__in=Certificate.ENDED)
        | Exists(later)
    )
    concluded = Application.objects.filter(state__in=Application.CONCLUDED, cleared_at=None)
    return concluded.filter(over, retention_until__lt=day)


def _expired_certificates(day: datetime.date) -> QuerySet[Certificate]:
    """Ended, the retention of their disciplinare after that has passed, and no file about them is open."""
    months = Coalesce("version__retention_months", Value(DEFAULT_MONTHS))
    term = Func(months, template="make_interval(months => %(expressions)s)", output_field=DurationField())
    until = ExpressionWrapper(F("ended_on") + term, output_field=DateField())
    running = Application.objects.open().filter(certificate=OuterRef("pk"))
    ended = Certificate.objects.filter(state__in=Certificate.ENDED, cleared_at=None)
    return ended.alias(until=until).filter(~Exists(running), until__lt=day)


@transaction.atomic
def _clear(pk: int) -> bool:
    """Free text and files go; who decided what, when, under which criteria and with how many points stays."""
    application = (
        Application.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("administration")
        .filter(pk=pk, cleared_at=None)
        .first()
    )
    if application is None:
        return False
    # First the mark: the database lets the text of a declaration go in a cleared file only.
    application.cleared_at = timezone.now()
    application.save(update_fields=["cleared_at", "updated_at"])
    _record_clearing(application, clear_file(application))
    return True


@transaction.atomic
def _clear_certificate(pk: int) -> bool:
    """What the holder gave after the award goes; states, days, acts and outcomes of checks stay."""
    certificate = (
        Certificate.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("administration")
        .filter(pk=pk, state__in=Certificate.ENDED, cleared_at=None)
        .first()
    )
    if certificate is None:
        return False
    certificate.cleared_at = timezone.now()
    certificate.save(update_fields=["cleared_at", "updated_at"])
    _record_clearing(certificate, clear_life(certificate))
    return True


def _record_clearing(cleared: Application | Certificate, number: dict[str, int]) -> None:
    label = lambda: _("Testi e documenti cancellati: è finito il tempo di conservazione")  # noqa: E731
    record(cleared, "clear", label=label, by=None, data=number)
