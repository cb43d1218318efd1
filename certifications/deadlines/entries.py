"""One deadline, and for whom all are looked up."""

import datetime
from dataclasses import dataclass
from typing import Any

from familynet.accounts.roles import Capability
from familynet.organisations.models import OrganisationMember

# Of each kind; a person with more is told the nearest ones.
MOST = 500


@dataclass(frozen=True)
class Deadline:
    """A day by which somebody has to do something; `uid` stays the same while the thing is the same.

    Personal data: none: titles name organisations and marks, never a person.
    """

    uid: str
    on: datetime.date
    title: str
    url: str


@dataclass(frozen=True)
class Viewer:
    """A person, and the organisations that the person acts for today."""

    user: Any
    organisations: frozenset[int]

    def offices(self, *capabilities: Capability) -> frozenset[int]:
        """The administrations for which the person has one of the capabilities today."""
        return frozenset().union(*(self.user.administrations_with(capability) for capability in capabilities))


def viewer(user: Any) -> Viewer:
    """One query."""
    members = OrganisationMember.objects.current().filter(user=user)
    return Viewer(user, frozenset(members.values_list("organisation", flat=True)))
