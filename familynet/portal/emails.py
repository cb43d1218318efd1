"""Messages to readers who reported something."""

from familynet.kernel import emails
from familynet.portal.models import FaultReport


def send_answer(report: FaultReport) -> None:
    """Only to who left an address."""
    if report.email:
        emails.send("report_answered", report.email, {"report": report})
