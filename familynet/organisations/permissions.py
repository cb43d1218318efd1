"""Who may do what to organisations and to the people who act for them."""

from typing import Any

from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember

Role = OrganisationMember.Role


def roles_in(user: Any, organisation: Organisation) -> frozenset[str]:
    """How the user acts for the organisation now; read once for each pair of objects."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_organisation_roles", {})
    if organisation.pk not in known:
        members = OrganisationMember.objects.current().filter(user=user, organisation=organisation)
        known[organisation.pk] = frozenset(members.values_list("role", flat=True))
    return known[organisation.pk]


def forget_roles(user: Any) -> None:
    """After a membership began or ended: the next question asks the database again."""
    user.__dict__.pop("_organisation_roles", None)


def can_act_for(user: Any, organisation: Organisation) -> bool:
    """Legal representative or contact."""
    return bool(roles_in(user, organisation))


def can_represent(user: Any, organisation: Organisation) -> bool:
    """Only the legal representative binds the organisation."""
    return Role.LEGAL_REPRESENTATIVE in roles_in(user, organisation)


def can_register(user: Any, administration: Administration | None) -> bool:
    return bool(user.is_authenticated and user.can(Capability.ORGANISATION_MANAGE, administration))


def can_register_somewhere(user: Any) -> bool:
    return bool(user.is_authenticated and user.administrations_with(Capability.ORGANISATION_MANAGE))


def can_manage(user: Any, organisation: Organisation) -> bool:
    """All facts, name and codes included; open and close."""
    return can_register(user, organisation.administration_id)  # type: ignore[arg-type]


def can_edit_contacts(user: Any, organisation: Organisation) -> bool:
    return can_manage(user, organisation) or can_act_for(user, organisation)


def can_edit(user: Any, organisation: Organisation) -> bool:
    """Something of it, while it is active."""
    return organisation.state == Organisation.State.ACTIVE and can_edit_contacts(user, organisation)


def can_manage_people(user: Any, organisation: Organisation) -> bool:
    """Invite and remove: the administration's officials and the legal representative."""
    return can_manage(user, organisation) or can_represent(user, organisation)


def can_invite(user: Any, organisation: Organisation) -> bool:
    return organisation.state == Organisation.State.ACTIVE and can_manage_people(user, organisation)


def can_remove(user: Any, member: OrganisationMember) -> bool:
    """Who manages the people, and everyone for oneself."""
    mine = bool(user.is_authenticated and member.user_id == user.pk)
    return mine or can_manage_people(user, member.organisation)


def can_merge(user: Any, organisation: Organisation) -> bool:
    return bool(user.is_authenticated and user.can(Capability.ORGANISATION_MERGE, organisation.administration_id))


def can_manage_invitation(user: Any, invitation: OrganisationInvitation) -> bool:
    return can_manage_people(user, invitation.organisation)


def can_accept(user: Any, invitation: OrganisationInvitation) -> bool:
    """Only the person to whose address it was sent; an official acts for no organisation."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.administration_id is None
        and user.email.lower() == invitation.email.lower()
    )
