"""Gathers what waits for a person from every area."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certifications import desk as certifications
from districts import desk as districts
from familynet.accounts import desk as accounts
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.networks import desk as networks
from familynet.organisations import desk as organisations
from familynet.portal.models import FaultReport
from familynet.protocols import desk as protocols
from practices import desk as practices


def reports_waiting_for(user: User) -> list[DeskItem]:
    """Reports of readers that have no answer yet. One query."""
    administrations = user.administrations_with(Capability.PEOPLE_MANAGE)
    if not administrations:
        return []
    return [
        DeskItem(
            kind=_("Segnalazioni a cui rispondere"),
            title=str(report),
            url=reverse("portal:report_answer", args=[report.uuid]),
            since=report.created_at,
            due=report.due_on,
        )
        for report in FaultReport.objects.open().filter(administration__in=administrations)
    ]


SOURCES: tuple[Callable[[Any], list[DeskItem]], ...] = (
    practices.waiting_for,
    certifications.waiting_for,
    districts.waiting_for,
    networks.waiting_for,
    protocols.waiting_for,
    organisations.waiting_for,
    accounts.waiting_for,
    reports_waiting_for,
)


@dataclass(frozen=True)
class Group:
    """Things of one kind, the most urgent first."""

    title: str
    items: list[DeskItem]


def waiting_groups(user: Any) -> list[Group]:
    """What waits for `user`, grouped by kind in the order of the areas."""
    kinds: dict[str, list[DeskItem]] = {}
    for source in SOURCES:
        for item in source(user):
            kinds.setdefault(str(item.kind), []).append(item)
    return [Group(kind, sorted(items, key=urgency)) for kind, items in kinds.items()]


def urgency(item: DeskItem) -> tuple[bool, str, str]:
    """Those with a term first, the nearest term first; then the oldest."""
    due, since = (moment.isoformat() if moment else "" for moment in (item.due, item.since))
    return item.due is None, due, since
