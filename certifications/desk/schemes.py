"""What waits on the personal desk: disciplinari to review, realignments to declare and to confirm."""

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Realignment, SchemeVersion
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem, Row, Waiting
from familynet.organisations.models import OrganisationMember


def schemes_waiting_for(user: User) -> list[Waiting]:
    """A part for each thing that the person may do, none for all others."""
    return [*_to_review(user), *_to_confirm(user), *_to_declare(user)]


def _to_review(user: User) -> list[Waiting]:
    mine = user.administrations_with(Capability.SCHEME_PUBLISH)
    if not mine:
        return []
    waiting = SchemeVersion.objects.filter(
        state=SchemeVersion.State.IN_REVIEW, scheme__administration__in=mine
    ).exclude(drafted_by=user)

    def item(row: Row) -> DeskItem:
        label, pk = row.texts[:2]
        return DeskItem(
            kind=_("Disciplinari da rivedere"),
            title=label,
            url=reverse("certifications:version_work", args=[pk]),
            since=row.since,
        )

    return [Waiting(waiting.order_by("updated_at", "pk"), texts=("label", "pk"), since="updated_at", item=item)]


def _to_confirm(user: User) -> list[Waiting]:
    mine = user.administrations_with(Capability.CERTIFICATE_DECIDE)
    if not mine:
        return []
    waiting = Realignment.objects.filter(state=Realignment.State.ANSWERED, certificate__administration__in=mine)
    return [
        Waiting(
            waiting.order_by("answered_at", "pk"),
            texts=("certificate__organisation__name", "uuid"),
            since=Coalesce("answered_at", "asked_at"),
            due="due_on",
            item=lambda row: _item(_("Adeguamenti da confermare"), row),
        )
    ]


def _to_declare(user: User) -> list[Waiting]:
    if user.is_official:
        return []
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    waiting = Realignment.objects.filter(state=Realignment.State.ASKED, certificate__organisation__in=mine)
    return [
        Waiting(
            waiting.order_by("due_on", "pk"),
            texts=("to_version__label", "uuid"),
            since=Coalesce("answered_at", "asked_at"),
            due="due_on",
            item=lambda row: _item(_("Adeguamenti da dichiarare"), row),
        )
    ]


def _item(kind: str, row: Row) -> DeskItem:
    title, uuid = row.texts[:2]
    return DeskItem(
        kind=kind,
        title=title,
        url=reverse("certifications:realignment", args=[uuid]),
        since=row.since,
        due=row.due,
    )
