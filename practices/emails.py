"""Which event writes to whom. Queued in the transaction of the change, sent after it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from familynet.accounts.models import User
from familynet.accounts.roles import Capability, roles_with
from familynet.kernel import emails
from practices.models import Practice


def validators_of(practice: Practice) -> list[User]:
    """Active validators of the administration who have written none of it."""
    now = timezone.now()
    return list(
        User.objects.filter(
            is_active=True,
            pk__in=practice.administration.role_assignments.in_force()
            .filter(role__in=roles_with(Capability.PRACTICE_VALIDATE), valid_from__lte=now)
            .values("user"),
        ).exclude(pk__in=practice.writer_ids)
    )


def practice_submitted(practice: Practice, *, by: User) -> None:
    """To each validator: there is something to judge."""
    for validator in validators_of(practice):
        _send("practice_submitted", validator, practice, by=by, view="practices:review")


def practice_judged(practice: Practice, outcome: str, *, by: User, comment: str) -> None:
    """To the author: published, changes requested or rejected, with the assessment."""
    _send(f"practice_{outcome}", practice.author, practice, by=by, comment=comment)


def practice_archived(practice: Practice, *, by: User, comment: str) -> None:
    if practice.author_id != by.pk:
        _send("practice_archived", practice.author, practice, by=by, comment=comment)


def practice_republished(practice: Practice, *, by: User) -> None:
    _send("practice_republished", practice.author, practice, by=by)


def _send(
    template: str,
    to: User,
    practice: Practice,
    *,
    by: User,
    comment: str = "",
    view: str = "practices:work_detail",
) -> None:
    if not to.is_active:
        return
    with translation.override(settings.LANGUAGE_CODE):
        url = settings.SITE_URL + reverse(view, kwargs={"uuid": practice.uuid})
    emails.send(template, to.email, {"person": to, "practice": practice, "by": by, "comment": comment, "url": url})
