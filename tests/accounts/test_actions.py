"""What happens to people, roles and invitations."""

import datetime
import io

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from familynet.accounts import actions
from familynet.accounts.desk import waiting_for
from familynet.accounts.models import Invitation, RoleAssignment, User
from familynet.accounts.roles import Capability, Role
from familynet.accounts.tasks import expire_invitations, forget_links, forget_people
from familynet.kernel.emails import OutgoingEmail, deliver
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def roles_of(user):
    return set(RoleAssignment.objects.in_force().filter(user=user).values_list("role", "administration__slug"))


def test_invite_person_stores_only_the_hash_of_the_token(invite, piemonte):
    invitation, token = invite()
    assert invitation.token_hash == actions.hash_token(token)
    assert invitation.administration == piemonte
    assert datetime.timedelta(days=13) < invitation.expires_at - timezone.now() <= actions.VALID_FOR
    entry = HistoryEntry.objects.of(invitation).get()
    assert (entry.verb, entry.administration, entry.data) == ("invite", piemonte, {"roles": ["assessor"]})
    stored = " ".join(str(v) for v in Invitation.objects.filter(pk=invitation.pk).values_list()[0])
    assert token not in stored


@pytest.mark.parametrize("roles", [[], ["emperor"]])
def test_invite_person_refuses_unknown_or_no_roles(invite, roles):
    with pytest.raises(ValidationError) as refusal:
        invite(roles=roles)
    assert list(refusal.value.error_dict) == ["roles"]
    assert Invitation.objects.count() == 0


def test_invite_person_refuses_who_is_here_or_elsewhere(invite, piemonte, trento):
    UserFactory(email="qui@piemonte.example", administration=piemonte)
    UserFactory(email="la@trento.example", administration=trento)
    for address in ("Qui@piemonte.example", "la@trento.example"):
        with pytest.raises(ValidationError):
            invite(address)
    assert Invitation.objects.count() == 0


def test_invite_person_once_at_a_time_and_again_after_expiry(invite):
    first, _token = invite()
    with pytest.raises(ValidationError, match="già un invito"):
        invite("NUOVA@piemonte.example")
    with time_machine.travel(first.expires_at + datetime.timedelta(hours=1)):
        second, _token = invite()
    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "sent")


def test_invite_person_for_another_administration_denied(administrator, trento):
    with pytest.raises(PermissionDenied):
        actions.invite_person(
            by=administrator, administration=trento, email="x@trento.example", full_name="X", roles=["auditor"]
        )
    assert (Invitation.objects.count(), OutgoingEmail.objects.count()) == (0, 0)


def test_resend_invitation_replaces_the_token(administrator, invite):
    invitation, old = invite()
    actions.resend_invitation(by=administrator, invitation=invitation)
    mails = OutgoingEmail.objects.filter(to=invitation.email)
    assert mails.count() == 2
    assert not Invitation.objects.filter(token_hash=actions.hash_token(old)).exists()
    assert verbs(invitation) == ["resend", "invite"]


def test_join_by_invitation_makes_the_account_with_the_roles_invited(invite, piemonte, administrator):
    invitation, _token = invite(roles=[Role.ASSESSOR.value, Role.AUDITOR.value])
    user = actions.join_by_invitation(
        invitation=invitation, full_name="Nuova Persona", password="una frase lunga 7"
    )
    assert roles_of(user) == {("assessor", "piemonte"), ("auditor", "piemonte")}
    assert (user.administration, user.check_password("una frase lunga 7")) == (piemonte, True)
    assert EmailAddress.objects.get(user=user).verified is True
    assert (invitation.state, invitation.accepted_by) == ("accepted", user)
    assert verbs(user) == ["grant_role", "grant_role"]
    assert HistoryEntry.objects.of(user).first().actor == administrator
    with pytest.raises(TransitionConflict):
        actions.accept_invitation(by=user, invitation=invitation)


def test_accept_invitation_of_somebody_else_denied(invite):
    invitation, _token = invite()
    other = UserFactory(email="altra@piemonte.example")
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(by=other, invitation=invitation)
    assert (roles_of(other), Invitation.objects.get().state) == (set(), "sent")


def test_accept_invitation_after_its_date_refused(invite):
    invitation, _token = invite()
    user = UserFactory(email=invitation.email)
    with time_machine.travel(invitation.expires_at), pytest.raises(ValidationError, match="scaduto"):
        actions.accept_invitation(by=user, invitation=invitation)
    assert roles_of(user) == set()


def test_grant_and_end_role_work_at_once_and_are_told(administrator, piemonte):
    user = UserFactory(administration=piemonte)
    held = actions.grant_role(by=administrator, user=user, role=Role.DISTRICT_OFFICER)
    assert user.can(Capability.DISTRICT_MANAGE, piemonte) is True
    actions.end_role(by=administrator, assignment=held, comment="Cambia ufficio")
    assert User.objects.get(pk=user.pk).can(Capability.DISTRICT_MANAGE, piemonte) is False
    held.refresh_from_db()
    assert (held.valid_to is not None, held.ended_by) == (True, administrator)
    assert verbs(user) == ["end_role", "grant_role"]
    assert HistoryEntry.objects.of(user).first().comment == "Cambia ufficio"
    assert list(OutgoingEmail.objects.filter(to=user.email).values_list("template", flat=True)) == [
        "accounts/role_ended",
        "accounts/role_granted",
    ]
    with pytest.raises(TransitionConflict):
        actions.end_role(by=administrator, assignment=held)


def test_grant_role_twice_refused(administrator, piemonte):
    user = UserFactory(administration=piemonte)
    actions.grant_role(by=administrator, user=user, role=Role.AUDITOR)
    with pytest.raises(ValidationError, match="già questo ruolo"):
        actions.grant_role(by=administrator, user=user, role=Role.AUDITOR)
    assert roles_of(user) == {("auditor", "piemonte")}


def test_grant_role_to_oneself_denied(administrator):
    with pytest.raises(PermissionDenied):
        actions.grant_role(by=administrator, user=administrator, role=Role.CERTIFICATION_MANAGER)
    assert roles_of(administrator) == {("administrator", "piemonte")}


def test_end_role_of_the_own_administrator_refused(administrator, official, piemonte):
    official(Role.ADMINISTRATOR, piemonte)
    with pytest.raises(ValidationError, match="Non puoi togliere"):
        actions.end_role(by=administrator, assignment=administrator.role_assignments.get())
    assert roles_of(administrator) == {("administrator", "piemonte")}


def test_last_administrator_stays(administrator, official, piemonte):
    """An administrator by a role that is ending leaves the other one in place."""
    second = official(Role.ADMINISTRATOR, piemonte)
    actions.end_role(by=administrator, assignment=second.role_assignments.get())
    stale = User.objects.get(pk=second.pk)
    stale.__dict__["current_roles"] = frozenset({(Role.ADMINISTRATOR.value, piemonte.pk)})
    with pytest.raises(ValidationError, match="ultima persona"):
        actions.deactivate_person(by=stale, user=administrator)
    assert User.objects.get(pk=administrator.pk).is_active is True


def test_administrator_who_goes_leaves_no_open_invitation(invite, administrator, official, piemonte):
    second = official(Role.ADMINISTRATOR, piemonte)
    invitation, _token = invite(by=second)
    actions.end_role(by=administrator, assignment=second.role_assignments.get())
    invitation.refresh_from_db()
    assert (invitation.state, verbs(invitation)) == ("withdrawn", ["withdraw", "invite"])


def test_deactivate_person_ends_roles_and_reactivate_gives_none_back(administrator, piemonte):
    user = UserFactory(administration=piemonte)
    RoleAssignmentFactory(user=user, role=Role.ASSESSOR, administration=piemonte)
    actions.deactivate_person(by=administrator, user=user, comment="In pensione")
    user.refresh_from_db()
    assert (user.is_active, roles_of(user), verbs(user)) == (False, set(), ["deactivate", "end_role"])
    actions.reactivate_person(by=administrator, user=user)
    user.refresh_from_db()
    assert (user.is_active, roles_of(user), verbs(user)[0]) == (True, set(), "reactivate")


def test_deactivate_oneself_denied(administrator, official, piemonte):
    official(Role.ADMINISTRATOR, piemonte)
    with pytest.raises(PermissionDenied):
        actions.deactivate_person(by=administrator, user=administrator)
    assert User.objects.get(pk=administrator.pk).is_active is True


def test_daily_job_expires_overdue_invitations_once(piemonte):
    overdue = InvitationFactory(administration=piemonte, expires_at=timezone.now())
    fresh = InvitationFactory(administration=piemonte)
    for _run in range(2):
        expire_invitations(timestamp=0)
    overdue.refresh_from_db()
    fresh.refresh_from_db()
    assert (overdue.state, fresh.state, verbs(overdue)) == ("expired", "sent", ["expire"])


def test_links_leave_the_mail_archive_after_delivery(invite, mailoutbox):
    invitation, token = invite()
    email = OutgoingEmail.objects.get(to=invitation.email)
    forget_links(timestamp=0)
    email.refresh_from_db()
    assert token in email.text
    deliver(email.pk)
    forget_links(timestamp=0)
    email.refresh_from_db()
    assert (email.text, email.html, token in mailoutbox[0].body) == ("", "", True)


def test_daily_job_forgets_invitations_that_came_to_nothing(piemonte):
    old = timezone.now() - datetime.timedelta(days=91)
    with time_machine.travel(old):
        expired = InvitationFactory(administration=piemonte, state="expired")
        waiting = InvitationFactory(administration=piemonte, expires_at=timezone.now())
    recent = InvitationFactory(administration=piemonte, state="withdrawn")
    forget_people(timestamp=0)
    kept = dict(Invitation.objects.values_list("pk", "email"))
    assert kept == {expired.pk: "", waiting.pk: waiting.email, recent.pk: recent.email}


def test_first_administrator_invited_by_a_superuser_and_only_once(trento, official):
    root = UserFactory(is_superuser=True, is_staff=True, email="root@example.org")
    arguments = ["p_TN", "prima@trento.example", "Prima Persona", "--by", "root@example.org"]
    call_command("invite_administrator", *arguments, stdout=io.StringIO())
    invitation = Invitation.objects.get()
    assert (invitation.administration, invitation.roles) == (trento, ["administrator"])
    official(Role.ADMINISTRATOR, trento)
    with pytest.raises(CommandError, match="ha già chi amministra"):
        call_command("invite_administrator", "p_TN", "altra@trento.example", "Altra", "--by", root.email)
    with pytest.raises(CommandError, match="not a superuser"):
        call_command("invite_administrator", "p_TN", "x@trento.example", "X", "--by", UserFactory().email)
    assert Invitation.objects.count() == 1


def test_desk_tells_administrators_of_invitations_about_to_expire(administrator, official, piemonte, trento):
    soon = timezone.now() + datetime.timedelta(days=2)
    ending = InvitationFactory(administration=piemonte, expires_at=soon)
    InvitationFactory(administration=piemonte)
    InvitationFactory(administration=trento, expires_at=soon)
    assert [item.title for item in waiting_for(administrator)] == [ending.full_name]
    assert waiting_for(official(Role.AUDITOR, piemonte)) == []
