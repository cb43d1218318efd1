"""Who acts for an organisation: invited, accepted, removed."""

import secrets

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.actions import VALID_FOR, hash_token
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations import emails
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.organisations.permissions import can_invite, can_remove, forget_roles
from familynet.organisations.workflow import INVITATION


@transaction.atomic
def invite_member(
    *, by: User, organisation: Organisation, email: str, full_name: str, role: str
) -> OrganisationInvitation:
    """Invite somebody to act for an organisation; the token leaves only by mail. Returns the invitation."""
    if not can_invite(by, organisation):
        raise PermissionDenied("invite_member")
    email = email.strip().lower()
    _check_address(email, organisation)
    for overdue in organisation.invitations.overdue().filter(email__iexact=email):
        expire_invitation(invitation=overdue)
    token = secrets.token_urlsafe(32)
    invitation = OrganisationInvitation(
        organisation=organisation,
        email=email,
        full_name=full_name.strip(),
        role=role,
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    record(
        organisation,
        "invite_member",
        label=lambda: _("Invito inviato: %(role)s") % {"role": invitation.get_role_display()},
        by=by,
        data={"role": role},
    )
    emails.send_invitation(invitation, token)
    return invitation


def _check_address(email: str, organisation: Organisation) -> None:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        return
    if person.administration_id is not None:
        raise ValidationError(
            {"email": _("È l'indirizzo di una persona di un'amministrazione: non agisce per un'organizzazione.")}
        )
    if organisation.members.current().filter(user=person).exists():
        raise ValidationError({"email": _("La persona agisce già per questa organizzazione.")})


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: OrganisationInvitation) -> None:
    """The link stops working."""
    advance(INVITATION, invitation, "withdraw", by=by)


@transaction.atomic
def expire_invitation(*, invitation: OrganisationInvitation) -> None:
    """What the daily job does to an invitation past its date."""
    if invitation.expires_at > timezone.now():
        raise ValidationError(_("L'invito non è ancora scaduto."))
    advance(INVITATION, invitation, "expire", by=None)


@transaction.atomic
def accept_invitation(*, by: User, invitation: OrganisationInvitation) -> OrganisationMember:
    """The invited person acts for the organisation from now on. Returns the membership."""
    if invitation.state == OrganisationInvitation.State.SENT and not invitation.is_open:
        raise ValidationError(_("L'invito è scaduto: chiedi che te ne mandino un altro."))
    advance(INVITATION, invitation, "accept", by=by, fields={"accepted_by": by})
    # The link was sent to this address, so whoever used it reads the mail that arrives there.
    EmailAddress.objects.update_or_create(user=by, email=by.email, defaults={"verified": True, "primary": True})
    return add_member(
        user=by, organisation=invitation.organisation, role=invitation.role, added_by=invitation.invited_by
    )


def add_member(*, user: User, organisation: Organisation, role: str, added_by: User | None) -> OrganisationMember:
    """Store the membership and its history entry. Whoever calls has checked that it is allowed."""
    member = OrganisationMember(organisation=organisation, user=user, role=role, added_by=added_by)
    member.full_clean()
    member.save(force_insert=True)
    forget_roles(user)
    record(
        organisation,
        "add_member",
        label=lambda: _("Una persona agisce per l'organizzazione: %(role)s") % {"role": member.get_role_display()},
        by=user,
        data={"user": user.pk, "role": role},
    )
    return member


@transaction.atomic
def join_by_invitation(*, invitation: OrganisationInvitation, full_name: str, password: str | None) -> User:
    """The account of an invited person, the invitation accepted in its name; without password none signs in."""
    # The second of two clicks waits here, and then finds the account.
    OrganisationInvitation.objects.select_for_update().get(pk=invitation.pk)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(_("C'è già un account con questo indirizzo: accedi e poi accetta l'invito."))
    user = User.objects.create_user(invitation.email, password, full_name=full_name.strip())
    accept_invitation(by=user, invitation=invitation)
    return user


@transaction.atomic
def remove_member(*, by: User, member: OrganisationMember, comment: str = "") -> None:
    """From now on the person acts for the organisation no more; the record stays."""
    if not can_remove(by, member):
        raise PermissionDenied("remove_member")
    _check_not_alone(by, member)
    now = timezone.now()
    ended = OrganisationMember.objects.filter(pk=member.pk, valid_to=None).update(
        valid_to=max(now, member.valid_from), ended_by=by
    )
    if not ended:
        raise TransitionConflict(member)
    for user in (member.user, by):
        forget_roles(user)
    record(
        member.organisation,
        "remove_member",
        label=lambda: (
            _("Una persona non agisce più per l'organizzazione: %(role)s") % {"role": member.get_role_display()}
        ),
        by=by,
        comment=comment,
        data={"user": member.user_id, "role": member.role},
    )
    if member.user_id != by.pk:
        emails.send_removed(member)


def _check_not_alone(by: User, member: OrganisationMember) -> None:
    """The last legal representative does not leave by oneself: the administration would find nobody."""
    role = OrganisationMember.Role.LEGAL_REPRESENTATIVE
    if member.role != role or member.user_id != by.pk:
        return
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    if not member.organisation.members.current().filter(role=role).exclude(pk=member.pk).exists():
        raise ValidationError(_("Non c'è un altro legale rappresentante: prima invitane uno."))
