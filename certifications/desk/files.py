"""What waits on the personal desk among files: to take, to examine, to decide."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Application
from familynet.accounts.models import User
from familynet.accounts.roles import Capability as C
from familynet.kernel.desk import DeskItem

SHOWN = 10
S = Application.State
KINDS = {
    S.SUBMITTED: lambda: _("Pratiche da prendere in carico"),
    S.IN_REVIEW: lambda: _("Pratiche da istruire"),
    S.ASSESSED: lambda: _("Pratiche da decidere"),
}


def files_waiting_for(user: User) -> list[DeskItem]:
    """One query for officials who run or decide files, none for all others."""
    if not (user.administrations_with(C.CERTIFICATE_MANAGE) | user.administrations_with(C.CERTIFICATE_DECIDE)):
        return []
    rows = Application.objects.handled_by(user).waiting_for(user)
    return [
        DeskItem(
            kind=KINDS[S(application.state)](),
            title=f"{application.organisation} – {application.title}",
            url=reverse("certifications:file", args=[application.public_id]),
            since=application.waiting_since,
            due=None if application.stopped_on else application.due_on,
        )
        for application in rows.select_related("organisation", "scheme", "category").by_urgency()[:SHOWN]
    ]
