"""What waits on the personal desk among files: to take, to examine, to decide."""

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Application
from certifications.models.applications import mark_title
from familynet.accounts.models import User
from familynet.accounts.roles import Capability as C
from familynet.kernel.desk import DeskItem, Row, Waiting

S = Application.State
KINDS = {
    S.SUBMITTED: lambda: _("Pratiche da prendere in carico"),
    S.IN_REVIEW: lambda: _("Pratiche da istruire"),
    S.ASSESSED: lambda: _("Pratiche da decidere"),
}


def files_waiting_for(user: User) -> list[Waiting]:
    """For officials who run or decide files, the most urgent first."""
    if not (user.administrations_with(C.CERTIFICATE_MANAGE) | user.administrations_with(C.CERTIFICATE_DECIDE)):
        return []
    return [
        Waiting(
            Application.objects.handled_by(user).waiting_for(user).by_urgency(),
            texts=("state", "organisation__name", "scheme__name", "category__name", "public_id"),
            since="waiting_since",
            due=Case(When(stopped_on=None, then="due_on")),
            item=_item,
        )
    ]


def _item(row: Row) -> DeskItem:
    state, organisation, scheme, category, public_id = row.texts
    return DeskItem(
        kind=KINDS[S(state)](),
        title=f"{organisation} – {mark_title(scheme, category)}",
        url=reverse("certifications:file", args=[public_id]),
        since=row.since,
        due=row.due,
    )
