"""What readers leave behind (anonymous, so there is no `by`), and the answer that they get."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import Administration, User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from familynet.portal import emails
from familynet.portal.models import FaultReport, PageFeedback
from familynet.portal.permissions import can_answer_report

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


@transaction.atomic
def answer_report(report: FaultReport, *, by: User, answer: str) -> FaultReport:
    """Close a report with an answer, which is sent to the reader who left an address."""
    if not can_answer_report(by, report):
        raise PermissionDenied("answer_report")
    if not answer.strip():
        raise ValidationError({"answer": _("Scrivi la risposta.")})
    now = timezone.now()
    if not FaultReport.objects.open().filter(pk=report.pk).update(answer=answer, answered_at=now):
        raise TransitionConflict(report)
    report.answer, report.answered_at = answer, now
    record(report, "answer", label=gettext_lazy("Risposta data"), by=by)
    emails.send_answer(report)
    return report
