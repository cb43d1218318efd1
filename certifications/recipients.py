"""Who runs files: the people to choose from, and to tell."""

from collections.abc import Iterable

from django.db.models import QuerySet

from certifications.models import Application
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with


def officers_of(administrations: Iterable[int]) -> QuerySet[User]:
    """Active people whose role in one of the administrations lets them run files now, by name."""
    held = RoleAssignment.objects.in_force().filter(
        role__in=roles_with(Capability.CERTIFICATE_MANAGE), administration__in=list(administrations)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name", "pk")


def colleagues_of(application: Application, administration: int, capability: Capability) -> list[User]:
    """Active people of one administration with a capability, without those who act for the applicant."""
    held = RoleAssignment.objects.in_force().filter(role__in=roles_with(capability), administration=administration)
    members = application.organisation.members.current()
    found = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(found.exclude(pk__in=members.values("user")).order_by("pk"))


def officers_or_office(application: Application) -> list[User]:
    """Who runs the file; without an officer, or when that person runs files there no more, everybody who does.

    Nobody who acts for the applicant: what the office is told, an opinion before the decision, is not for them.
    """
    office = colleagues_of(application, application.administration_id, Capability.CERTIFICATE_MANAGE)
    return [person for person in office if person.pk == application.officer_id] or office
