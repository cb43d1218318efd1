"""What a day brings to certificates: planned changes, the end of terms, notices, proposals, reminders."""

import datetime
from collections import Counter

from django.utils import timezone

from certifications.actions.certificates import lapse_certificates
from certifications.actions.notices import propose_suspensions, send_notices
from certifications.actions.planned import apply_planned
from certifications.actions.reminders import send_reminders


def live_one_day(*, today: datetime.date | None = None) -> Counter[str]:
    """Do what is due until today, in this order; how much of each. Safe to run twice and after a standstill.

    Planned changes come before the end of terms, so that one planned before a term is not lost to it.
    """
    today = today or timezone.localdate()
    return Counter(
        applied=apply_planned(today=today),
        lapsed=lapse_certificates(today=today),
        noticed=send_notices(today=today),
        proposed=propose_suspensions(today=today),
        reminded=send_reminders(today=today),
    )
