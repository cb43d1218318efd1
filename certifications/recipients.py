"""Who runs files: the people to choose from, and to tell."""

from collections.abc import Iterable

from django.db.models import QuerySet

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with


def officers_of(administrations: Iterable[int]) -> QuerySet[User]:
    """Active people whose role in one of the administrations lets them run files now, by name."""
    held = RoleAssignment.objects.in_force().filter(
        role__in=roles_with(Capability.CERTIFICATE_MANAGE), administration__in=list(administrations)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name", "pk")
