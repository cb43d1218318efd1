"""What follows when conditions are overdue: a notice with a day, then a proposal that a manager decides.

The site suspends nobody by itself.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from certifications import emails
from certifications.models import Certificate, Condition, OverdueNotice
from certifications.models.life import Lengths, lengths_by_scheme
from certifications.models.schemes import IN_FORCE
from certifications.workflow import NOTICE_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.workflow import TransitionConflict, advance


def send_notices(*, today: datetime.date | None = None) -> int:
    """Tell the holders of overdue conditions that no open notice names; how many notices.

    Each certificate in its own transaction; safe to run twice.
    """
    today = today or timezone.localdate()
    lengths = lengths_by_scheme(today)
    late = (
        Condition.objects.overdue(today)
        .filter(certificate__state__in=IN_FORCE)
        .exclude(notices__state__in=[*OverdueNotice.OPEN, OverdueNotice.State.DISMISSED])
    )
    holders = Certificate.objects.filter(pk__in=late.values("certificate")).order_by("pk")
    sent = 0
    for pk, scheme in holders.values_list("pk", "scheme"):
        sent += _send_notice(pk, today, lengths.get(scheme, Lengths()).notice_days)
    return sent


@transaction.atomic
def _send_notice(pk: int, today: datetime.date, days: int) -> bool:
    """One notice for all that is overdue now; the row is locked, so that two jobs send one."""
    certificate = Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    # A dismissed proposal is a decision: the same condition gives no new notice.
    told = [*OverdueNotice.OPEN, OverdueNotice.State.DISMISSED]
    late = list(certificate.conditions.overdue(today).exclude(notices__state__in=told))
    if certificate.state not in IN_FORCE or not late:
        return False
    notice = OverdueNotice.objects.create(
        certificate=certificate, sent_on=today, answer_by=today + datetime.timedelta(days=days)
    )
    notice.conditions.set(late)
    emails.tell_overdue(notice, late)
    return True


def propose_suspensions(*, today: datetime.date | None = None) -> int:
    """Put on the managers' list what was not answered by its day; how many.

    While evidence waits for a check the holder is not late: the office is asked first.
    """
    today = today or timezone.localdate()
    waiting = OverdueNotice.objects.filter(
        state=OverdueNotice.State.SENT, answer_by__lt=today, certificate__state__in=IN_FORCE
    )
    with_holder = waiting.filter(conditions__state__in=Condition.WITH_HOLDER).distinct()
    proposed = 0
    for notice in with_holder.select_related("certificate__administration").order_by("pk"):
        proposed += _propose(notice, today)
    return proposed


@transaction.atomic
def _propose(notice: OverdueNotice, today: datetime.date) -> bool:
    try:
        advance(NOTICE_WORKFLOW, notice, "propose", by=None, fields={"proposed_on": today})
    except TransitionConflict:
        return False  # answered or closed meanwhile
    emails.tell_proposed(notice)
    return True


@transaction.atomic
def dismiss_notice(*, notice: OverdueNotice, by: User, reason: str) -> None:
    """A manager decides not to suspend, and says why; the holder is told."""
    fields = {"closed_on": timezone.localdate(), "closed_by": by, "closing_reason": reason.strip()}
    advance(NOTICE_WORKFLOW, notice, "dismiss", by=by, comment=reason, fields=fields)
    emails.tell_dismissed(notice, by=by)


def close_answered_notices(certificate: Certificate) -> None:
    """Close the notices whose conditions are all settled. Inside the caller's transaction."""
    answered = OverdueNotice.objects.open().filter(certificate=certificate)
    for notice in answered.exclude(conditions__in=certificate.conditions.open()):
        _close(notice, "resolve")


def close_followed_notices(certificate: Certificate) -> None:
    """The certificate was suspended or ended: what was proposed is done. Inside the caller's transaction."""
    for notice in OverdueNotice.objects.open().filter(certificate=certificate):
        _close(notice, "follow")


def _close(notice: OverdueNotice, name: str) -> None:
    advance(NOTICE_WORKFLOW, notice, name, by=None, fields={"closed_on": timezone.localdate()})
