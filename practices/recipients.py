"""Whom a message about a practice is for: found by role, so that it still arrives when people change."""

from collections.abc import Iterable

from django.db.models import Q

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from practices.models import Practice, PracticeVersion
from practices.permissions import judging_administrations


def people_with(capability: Capability, administrations: Iterable[int]) -> list[User]:
    """Active people whose role in one of the administrations gives the capability now."""
    held = RoleAssignment.objects.in_force().filter(
        role__in=roles_with(capability), administration__in=list(administrations)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


def validators_of(practice: Practice) -> list[User]:
    """Active validators of the administration who have written none of it."""
    people = people_with(Capability.PRACTICE_VALIDATE, [practice.administration_id])
    return [person for person in people if person.pk not in practice.writer_ids]


def owners_of(practice: Practice) -> list[User]:
    """The author; when the author has left or no longer writes, everyone who writes for the administration."""
    if practice.author.is_active and practice.author.can(Capability.PRACTICE_WRITE, practice.administration_id):
        return [practice.author]
    return people_with(Capability.PRACTICE_WRITE, [practice.administration_id])


def joint_validators_of(version: PracticeVersion) -> list[User]:
    """Who may judge a version for the shared library: the other side's validators and the committee."""
    where = judging_administrations(version.practice.administration_id)
    held = Q(pk__in=[])
    for capability, administrations in where.items():
        held |= Q(role__in=roles_with(Capability(capability)), administration__in=administrations)
    roles = RoleAssignment.objects.in_force().filter(held)
    people = User.objects.filter(is_active=True, pk__in=roles.values("user"))
    return list(people.exclude(pk__in=version.practice.writer_ids | version.judge_ids))
