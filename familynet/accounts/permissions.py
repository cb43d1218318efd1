"""Who may do what to whom: predicates over people, roles and invitations."""

from typing import Any

from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.accounts.roles import Capability


def can_view_people(user: Any, administration: Administration | None) -> bool:
    return bool(user.is_authenticated and user.can(Capability.PEOPLE_VIEW, administration))


def can_manage_people(user: Any, administration: Administration | None) -> bool:
    """Invite, and change the people of this administration: always the own one."""
    return bool(
        user.is_authenticated
        and administration is not None
        and user.administration_id == administration.pk
        and user.can(Capability.PEOPLE_MANAGE, administration)
    )


def can_manage_person(user: Any, person: User) -> bool:
    return can_manage_people(user, person.administration)


def can_grant_role(user: Any, person: User) -> bool:
    """Nobody gives a role to oneself: a second administrator does."""
    return can_manage_person(user, person) and person.is_active and person.pk != user.pk


def can_end_role(user: Any, assignment: RoleAssignment) -> bool:
    return can_manage_people(user, assignment.administration)


def can_deactivate(user: Any, person: User) -> bool:
    return can_manage_person(user, person) and person.is_active and person.pk != user.pk


def can_reactivate(user: Any, person: User) -> bool:
    return can_manage_person(user, person) and not person.is_active


def can_manage_invitation(user: Any, invitation: Invitation) -> bool:
    return can_manage_people(user, invitation.administration)


def can_accept(user: Any, invitation: Invitation) -> bool:
    """Only the person to whose address the invitation was sent, and nobody of another administration."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.email.lower() == invitation.email.lower()
        and user.administration_id in (None, invitation.administration_id)
    )
