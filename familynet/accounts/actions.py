"""What happens to people, roles and invitations; each function is one thing that happens, whole or not at all."""

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts import emails
from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.accounts.permissions import (
    can_deactivate,
    can_end_role,
    can_grant_role,
    can_manage_invitation,
    can_manage_people,
    can_reactivate,
)
from familynet.accounts.roles import GUEST_INVITERS, Role
from familynet.accounts.workflow import INVITATION
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

VALID_FOR = datetime.timedelta(days=14)


def hash_token(token: str) -> str:
    """What is stored of an invitation's token. 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _role_label(role: str) -> str:
    return str(Role(role).label)


# --- Invitations -----------------------------------------------------------------------------


@transaction.atomic
def invite_person(
    *, by: User, administration: Administration, email: str, full_name: str, roles: list[str]
) -> Invitation:
    """Invite somebody to the own administration; the token leaves only by mail. Returns the invitation."""
    if not can_manage_people(by, administration):
        raise PermissionDenied("invite_person")
    return _invite(by=by, administration=administration, email=email, full_name=full_name, roles=roles)


@transaction.atomic
def invite_guest(*, by: User, administration: Administration, email: str, full_name: str, role: str) -> Invitation:
    """Invite somebody from outside with one role of GUEST_INVITERS, by who runs that work.

    The office that needs an external assessor invites the person itself; every other role is given by those who
    administer people.
    """
    capability = GUEST_INVITERS.get(role)
    if capability is None or not by.can(capability, administration):
        raise PermissionDenied("invite_guest")
    return _invite(by=by, administration=administration, email=email, full_name=full_name, roles=[str(role)])


@transaction.atomic
def invite_first_administrator(
    *, by: User, administration: Administration, email: str, full_name: str
) -> Invitation:
    """How a new administration starts: a superuser invites, and only while nobody administers there."""
    if not (by.is_active and by.is_superuser):
        raise PermissionDenied("invite_first_administrator")
    held = RoleAssignment.objects.in_force().filter(role=Role.ADMINISTRATOR, administration=administration)
    if held.filter(user__is_active=True).exists():
        raise ValidationError(_("L'amministrazione ha già chi amministra le persone: gli inviti partono da lì."))
    roles = [Role.ADMINISTRATOR.value]
    return _invite(by=by, administration=administration, email=email, full_name=full_name, roles=roles)


def _invite(
    *, by: User, administration: Administration, email: str, full_name: str, roles: list[str]
) -> Invitation:
    """Store the invitation, its history entry and the mail with the token."""
    email = email.strip().lower()
    _check_roles(roles)
    _check_address_is_free(email, administration)
    for overdue in administration.invitations.filter(
        state=Invitation.State.SENT, email__iexact=email, expires_at__lte=timezone.now()
    ):
        expire_invitation(invitation=overdue)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        full_name=full_name.strip(),
        administration=administration,
        roles=sorted(roles),
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    record(
        invitation,
        "invite",
        label=lambda: _("Invito inviato"),
        by=by,
        to_state=invitation.state,
        data={"roles": invitation.roles},
    )
    emails.send_invitation(invitation, token)
    return invitation


def _check_roles(roles: list[str]) -> None:
    if not roles:
        raise ValidationError({"roles": _("Scegli almeno un ruolo.")})
    if set(roles) - set(Role.values):
        raise ValidationError({"roles": _("Scegli i ruoli dall'elenco.")})


def _check_address_is_free(email: str, administration: Administration) -> None:
    person = User.objects.filter(email__iexact=email).first()
    if person is None or person.administration_id is None:
        return
    if person.administration_id == administration.pk:
        raise ValidationError({"email": _("Questa persona c'è già: aggiungi il ruolo dalla sua pagina.")})
    raise ValidationError({"email": _("Questo indirizzo è già usato in un'altra amministrazione.")})


@transaction.atomic
def resend_invitation(*, by: User, invitation: Invitation) -> None:
    """Send a new link; the old one stops working."""
    if not can_manage_invitation(by, invitation):
        raise PermissionDenied("resend_invitation")
    rivals = Invitation.objects.filter(
        administration=invitation.administration, email__iexact=invitation.email, state=Invitation.State.SENT
    )
    if rivals.exclude(pk=invitation.pk).exists():
        raise ValidationError(_("C'è già un invito in attesa per questo indirizzo."))
    token = secrets.token_urlsafe(32)
    fields = {"token_hash": hash_token(token), "expires_at": timezone.now() + VALID_FOR}
    advance(INVITATION, invitation, "resend", by=by, fields=fields)
    emails.send_invitation(invitation, token)


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """The link stops working."""
    advance(INVITATION, invitation, "withdraw", by=by)


@transaction.atomic
def expire_invitation(*, invitation: Invitation) -> None:
    """What the daily job does to an invitation past its date."""
    if invitation.expires_at > timezone.now():
        raise ValidationError(_("L'invito non è ancora scaduto."))
    advance(INVITATION, invitation, "expire", by=None)


@transaction.atomic
def accept_invitation(*, by: User, invitation: Invitation) -> None:
    """The invited person joins the administration with the roles of the invitation, and no others."""
    if invitation.state == Invitation.State.SENT and not invitation.is_open:
        raise ValidationError(_("L'invito è scaduto: chiedi che te ne mandino un altro."))
    advance(INVITATION, invitation, "accept", by=by, fields={"accepted_by": by})
    if by.administration_id is None:
        by.administration = invitation.administration
        by.save(update_fields=["administration"])
    # The link was sent to this address, so whoever used it reads the mail that arrives there.
    EmailAddress.objects.update_or_create(user=by, email=by.email, defaults={"verified": True, "primary": True})
    for role in invitation.roles:
        _give_role(user=by, role=role, administration=invitation.administration, granted_by=invitation.invited_by)
    _forget_cached_roles(by)


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, full_name: str, password: str | None) -> User:
    """Make the account of an invited person and accept the invitation in its name.

    Without a password (people of an outside provider) nobody can ever sign in with one.
    """
    # The second of two clicks waits here, and then finds the account.
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(_("C'è già un account con questo indirizzo: accedi e poi accetta l'invito."))
    user = User.objects.create_user(invitation.email, password, full_name=full_name.strip())
    accept_invitation(by=user, invitation=invitation)
    return user


# --- Roles -----------------------------------------------------------------------------------


def _give_role(
    *, user: User, role: str, administration: Administration, granted_by: User | None
) -> RoleAssignment:
    """Store the assignment and its history entry; a role already in force stays as it is."""
    assignment = user.role_assignments.in_force().filter(role=role, administration=administration).first()
    if assignment:
        return assignment
    assignment = RoleAssignment(user=user, role=role, administration=administration, granted_by=granted_by)
    assignment.full_clean()
    assignment.save(force_insert=True)
    record(
        user,
        "grant_role",
        label=lambda: _("Ruolo assegnato: %(role)s") % {"role": _role_label(role)},
        by=granted_by,
        administration=administration,
        data={"role": role},
    )
    return assignment


def _forget_cached_roles(user: User) -> None:
    user.__dict__.pop("current_roles", None)


@transaction.atomic
def grant_role(*, by: User, user: User, role: str) -> RoleAssignment:
    """Give a person of the own administration one more role, from now on."""
    if not can_grant_role(by, user):
        raise PermissionDenied("grant_role")
    _check_roles([role])
    administration = user.administration
    assert administration is not None
    if user.role_assignments.in_force().filter(role=role, administration=administration).exists():
        raise ValidationError({"role": _("La persona ha già questo ruolo.")})
    assignment = _give_role(user=user, role=role, administration=administration, granted_by=by)
    _forget_cached_roles(user)
    emails.send_role_granted(assignment)
    return assignment


@transaction.atomic
def end_role(*, by: User, assignment: RoleAssignment, comment: str = "") -> None:
    """Take a role away; it stops working with the next request of that person."""
    if not can_end_role(by, assignment):
        raise PermissionDenied("end_role")
    if assignment.role == Role.ADMINISTRATOR:
        if assignment.user_id == by.pk:
            raise ValidationError(
                _("Non puoi togliere il tuo ruolo di amministrazione: lo fa un'altra persona che amministra.")
            )
        _check_not_last_administrator(assignment.user, assignment.administration)
    _close_role(assignment, by=by, comment=comment)
    if assignment.role == Role.ADMINISTRATOR:
        _withdraw_invitations_of(assignment.user, by=by)
    emails.send_role_ended(assignment)


def _close_role(assignment: RoleAssignment, *, by: User, comment: str) -> None:
    now = timezone.now()
    closed = RoleAssignment.objects.filter(pk=assignment.pk, valid_to=None).update(
        valid_to=max(now, assignment.valid_from), ended_by=by
    )
    if not closed:
        raise TransitionConflict(assignment)
    record(
        assignment.user,
        "end_role",
        label=lambda: _("Ruolo tolto: %(role)s") % {"role": _role_label(assignment.role)},
        by=by,
        administration=assignment.administration,
        comment=comment,
        data={"role": assignment.role},
    )
    _forget_cached_roles(assignment.user)


def _check_not_last_administrator(person: User, administration: Administration) -> None:
    """Two who remove each other at the same moment take turns here: the second one is refused."""
    Administration.objects.select_for_update().get(pk=administration.pk)
    others = RoleAssignment.objects.in_force().filter(
        role=Role.ADMINISTRATOR, administration=administration, user__is_active=True
    )
    if not others.exclude(user=person).exists():
        raise ValidationError(_("È l'ultima persona che amministra: prima assegna il ruolo a un'altra."))


def _withdraw_invitations_of(person: User, *, by: User) -> None:
    """Who no longer administers leaves no open door behind."""
    for invitation in Invitation.objects.filter(invited_by=person, state=Invitation.State.SENT):
        advance(INVITATION, invitation, "withdraw", by=by)


# --- People ----------------------------------------------------------------------------------


@transaction.atomic
def deactivate_person(*, by: User, user: User, comment: str = "") -> None:
    """A leaver: all roles end, all sessions end, nobody signs in any more. Nothing is deleted."""
    if not can_deactivate(by, user):
        raise PermissionDenied("deactivate_person")
    administration = user.administration
    assert administration is not None
    in_force = list(user.role_assignments.in_force().select_related("administration"))
    if any(assignment.role == Role.ADMINISTRATOR for assignment in in_force):
        _check_not_last_administrator(user, administration)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise TransitionConflict(user)
    user.is_active = False
    for assignment in in_force:
        assignment.user = user
        _close_role(assignment, by=by, comment=comment)
    _withdraw_invitations_of(user, by=by)
    end_sessions(user)
    record(
        user,
        "deactivate",
        label=lambda: _("Persona disattivata"),
        by=by,
        administration=administration,
        comment=comment,
    )
    emails.send_deactivated(user)


@transaction.atomic
def reactivate_person(*, by: User, user: User) -> None:
    """The person can sign in again, without any of the former roles."""
    if not can_reactivate(by, user):
        raise PermissionDenied("reactivate_person")
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise TransitionConflict(user)
    user.is_active = True
    record(user, "reactivate", label=lambda: _("Persona riattivata"), by=by, administration=user.administration)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def update_profile(*, by: User, full_name: str, phone: str) -> None:
    """Change the own name and telephone."""
    by.full_name, by.phone = full_name.strip(), phone.strip()
    by.full_clean(exclude=["password", "email"])
    by.save(update_fields=["full_name", "phone"])
    record(by, "update_profile", label=lambda: _("Profilo aggiornato"), by=by)
