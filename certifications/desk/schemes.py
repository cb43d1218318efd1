"""What waits on the personal desk: disciplinari to review, realignments to declare and to confirm."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Realignment, SchemeVersion
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import OrganisationMember

SHOWN = 10


def schemes_waiting_for(user: User) -> list[DeskItem]:
    """One query for each thing that the person may do, none for all others."""
    return [*_to_review(user), *_to_confirm(user), *_to_declare(user)]


def _to_review(user: User) -> list[DeskItem]:
    mine = user.administrations_with(Capability.SCHEME_PUBLISH)
    if not mine:
        return []
    waiting = SchemeVersion.objects.filter(
        state=SchemeVersion.State.IN_REVIEW, scheme__administration__in=mine
    ).exclude(drafted_by=user)
    return [
        DeskItem(
            kind=_("Disciplinari da rivedere"),
            title=version.label,
            url=reverse("certifications:version_work", args=[version.pk]),
            since=version.updated_at,
        )
        for version in waiting.order_by("updated_at", "pk")[:SHOWN]
    ]


def _to_confirm(user: User) -> list[DeskItem]:
    mine = user.administrations_with(Capability.CERTIFICATE_DECIDE)
    if not mine:
        return []
    waiting = Realignment.objects.filter(
        state=Realignment.State.ANSWERED, certificate__administration__in=mine
    ).select_related("certificate__organisation")
    return [
        _item(_("Adeguamenti da confermare"), each, each.certificate.organisation.name)
        for each in waiting.order_by("answered_at", "pk")[:SHOWN]
    ]


def _to_declare(user: User) -> list[DeskItem]:
    if user.is_official:
        return []
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    waiting = Realignment.objects.filter(
        state=Realignment.State.ASKED, certificate__organisation__in=mine
    ).select_related("to_version")
    return [
        _item(_("Adeguamenti da dichiarare"), each, each.to_version.label)
        for each in waiting.order_by("due_on", "pk")[:SHOWN]
    ]


def _item(kind: str, realignment: Realignment, title: str) -> DeskItem:
    return DeskItem(
        kind=kind,
        title=title,
        url=reverse("certifications:realignment", args=[realignment.uuid]),
        since=realignment.answered_at or realignment.asked_at,
        due=realignment.due_on,
    )
