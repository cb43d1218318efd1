"""Who is on stage: the administrations and the people, found by short names in every step."""

import datetime
import random
from dataclasses import dataclass, field

from django.utils import timezone

from familynet.accounts.models import Administration, User
from familynet.organisations.models import Organisation
from familynet.portal.demo.content.organisations import body
from familynet.portal.demo.content.people import address


@dataclass
class Cast:
    """Administrations by slug, users by mail address; `chance` chooses where facts leave a choice."""

    chance: random.Random
    administrations: dict[str, Administration] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def person(self, mailbox: str, administration: str) -> User:
        return self.people[address(mailbox, administration)]

    def colleague(self, mailbox: str, administration: Administration) -> User:
        return self.person(mailbox, administration.slug)


def past(day: datetime.date) -> datetime.date:
    """The day, or today where the clock has not come to it yet: what is recorded has happened."""
    return min(day, timezone.localdate())


def organisation_named(name: str) -> Organisation:
    """The organisation of that name; there is one."""
    return Organisation.objects.select_related("administration").get(name=name)


def invented(number: int) -> Organisation:
    """The organisation made for an invented body."""
    code = body(number).fiscal_code
    return Organisation.objects.select_related("administration").get(fiscal_code=code)
