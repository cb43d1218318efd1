"""Gathers what waits for a person from every area."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from certifications import desk as certifications
from districts import desk as districts
from familynet.accounts import desk as accounts
from familynet.kernel.desk import DeskItem
from familynet.networks import desk as networks
from familynet.organisations import desk as organisations
from practices import desk as practices

SOURCES: tuple[Callable[[Any], list[DeskItem]], ...] = (
    practices.waiting_for,
    certifications.waiting_for,
    districts.waiting_for,
    networks.waiting_for,
    organisations.waiting_for,
    accounts.waiting_for,
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
