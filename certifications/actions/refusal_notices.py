"""The notice before a refusal and the observations on it (L. 241/1990, art. 10-bis)."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.assessment import lock_application
from certifications.actions.clock import note_clock
from certifications.emails import assessment as tell
from certifications.models import Application, ClockEvent, RefusalNotice
from certifications.procedure import clock_of
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.documents import Document
from familynet.kernel.workflow import TransitionConflict, advance


@transaction.atomic
def send_notice(
    *,
    application: Application,
    reasons: str,
    by: User,
    protocol_number: str = "",
    protocol_date: datetime.date | None = None,
) -> RefusalNotice:
    """Tell the applicant why the application cannot be granted; the days for observations begin."""
    locked = lock_application(application.pk)
    reasons = reasons.strip()
    advance(
        APPLICATION_WORKFLOW,
        locked,
        "send_notice",
        by=by,
        comment=reasons,
        fields={"waiting_since": timezone.now()},
    )
    today, clock = timezone.localdate(), clock_of(locked)
    notice = RefusalNotice.objects.create(
        application=locked,
        reasons=reasons,
        sent_by=by,
        observations_due_on=clock.after(today, clock.observation_days),
        protocol_out=protocol_number.strip(),
        protocol_out_date=protocol_date,
    )
    note_clock(
        application=locked,
        kind=ClockEvent.Kind.NOTICE,
        on=today,
        by=by,
        protocol_number=notice.protocol_out,
        protocol_date=protocol_date,
    )
    tell.notice_sent(notice, by=by)
    application.refresh_from_db(fields=["state"])
    return notice


@transaction.atomic
def send_observations(
    *, application: Application, text: str, by: User, documents: Iterable[Document] = ()
) -> RefusalNotice:
    """The applicant answers, once; the file goes back to who decides."""
    locked = lock_application(application.pk)
    notice = _open_notice(locked)
    if not text.strip():
        raise ValidationError({"text": _("Scrivi le osservazioni.")})
    advance(APPLICATION_WORKFLOW, locked, "send_observations", by=by, fields={"waiting_since": timezone.now()})
    now = timezone.now()
    notice.observations, notice.observations_by, notice.observations_at = text.strip(), by, now
    notice.closed_at = now
    notice.save()
    notice.documents.add(*documents)
    note_clock(application=locked, kind=ClockEvent.Kind.OBSERVATIONS, on=timezone.localdate(), by=by)
    tell.observations_sent(notice, by=by)
    application.refresh_from_db(fields=["state"])
    return notice


@transaction.atomic
def close_notice(*, application: Application, by: User | None) -> RefusalNotice:
    """Go on without observations, once their days have passed; `by` None when the system does it by itself."""
    locked = lock_application(application.pk)
    notice = _open_notice(locked)
    if notice.observations_due_on >= timezone.localdate():
        raise ValidationError(_("Il termine per le osservazioni non è ancora passato."))
    advance(APPLICATION_WORKFLOW, locked, "close_notice", by=by, fields={"waiting_since": timezone.now()})
    notice.closed_at = timezone.now()
    notice.save(update_fields=["closed_at"])
    # Later than the last day for observations, which tells the clock that there were none.
    day = notice.observations_due_on + datetime.timedelta(days=1)
    note_clock(application=locked, kind=ClockEvent.Kind.OBSERVATIONS, on=day, by=by)
    tell.notice_closed(notice, by=by)
    application.refresh_from_db(fields=["state"])
    return notice


def close_overdue_notices(*, today: datetime.date | None = None) -> int:
    """Close the notices whose days have passed; how many. Safe to run twice, each in its own transaction."""
    day, closed = today or timezone.localdate(), 0
    overdue = Application.objects.filter(
        state=Application.State.NOTICE,
        refusal_notices__closed_at=None,
        refusal_notices__observations_due_on__lt=day,
    )
    for application in overdue.order_by("pk").iterator():
        try:
            close_notice(application=application, by=None)
        except (TransitionConflict, ValidationError):
            continue  # answered meanwhile
        closed += 1
    return closed


def _open_notice(application: Application) -> RefusalNotice:
    if application.state != Application.State.NOTICE:
        raise TransitionConflict(application)
    notice = application.refusal_notices.filter(closed_at=None).first()
    if notice is None:
        raise PermissionDenied("notice")
    return notice
