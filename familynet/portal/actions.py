"""What readers leave behind. They are anonymous, so there is no `by` and nobody's permission to ask."""

import datetime

from django.db import transaction
from django.utils import timezone

from familynet.accounts.models import Administration
from familynet.portal.models import FaultReport, PageFeedback

ANSWER_DAYS = 30


def leave_feedback(*, path: str, rating: int, reason: str, text: str) -> PageFeedback:
    """Keep one answer on the clarity of a page; a reason that does not fit the rating is dropped."""
    if (reason in PageFeedback.POSITIVE) != (rating >= 4):
        reason = ""
    return PageFeedback.objects.create(path=path, rating=rating, reason=reason, text=text)


@transaction.atomic
def report_fault(*, kind: str, administration: Administration, address: str, text: str, email: str) -> FaultReport:
    """Keep a report, to be answered within 30 days by the administration it is addressed to."""
    report = FaultReport(
        kind=kind,
        administration=administration,
        address=address,
        text=text,
        email=email,
        due_on=timezone.localdate() + datetime.timedelta(days=ANSWER_DAYS),
    )
    report.full_clean()
    report.save()
    return report
