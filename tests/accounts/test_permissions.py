"""Who may do what to people; the generated document says the same."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from familynet.accounts import permissions
from familynet.accounts.management.commands.permissions_doc import permissions_document
from familynet.accounts.models import User
from familynet.accounts.roles import ROLE_CAPABILITIES, Capability, Role
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_people_managed_only_by_administrators_of_the_own_administration(role, official, piemonte, trento):
    user = official(role, piemonte)
    may = role == Role.ADMINISTRATOR
    here, there = UserFactory(administration=piemonte), UserFactory(administration=trento)
    held = RoleAssignmentFactory(user=here, administration=piemonte)
    invitation = InvitationFactory(administration=piemonte)
    foreign = InvitationFactory(administration=trento)
    assert [
        permissions.can_manage_people(user, piemonte),
        permissions.can_manage_person(user, here),
        permissions.can_grant_role(user, here),
        permissions.can_end_role(user, held),
        permissions.can_deactivate(user, here),
        permissions.can_manage_invitation(user, invitation),
    ] == [may] * 6
    assert [
        permissions.can_manage_people(user, trento),
        permissions.can_manage_person(user, there),
        permissions.can_grant_role(user, there),
        permissions.can_deactivate(user, there),
        permissions.can_manage_invitation(user, foreign),
        permissions.can_grant_role(user, user),
        permissions.can_deactivate(user, user),
    ] == [False] * 7


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_people_seen_by_administrators_and_auditors_of_the_own_administration(role, official, piemonte, trento):
    user = official(role, piemonte)
    UserFactory(administration=trento)
    expected = [user] if role in {Role.ADMINISTRATOR, Role.AUDITOR} else []
    assert list(User.objects.visible_to(user)) == expected
    assert permissions.can_view_people(user, piemonte) == bool(expected)
    assert permissions.can_view_people(user, trento) is False


@pytest.mark.django_db
def test_anonymous_and_superusers_manage_nobody(piemonte):
    person = UserFactory(administration=piemonte)
    for user in (AnonymousUser(), UserFactory(is_superuser=True, is_staff=True, administration=piemonte)):
        assert list(User.objects.visible_to(user)) == []
        assert permissions.can_manage_people(user, piemonte) is False
        assert permissions.can_grant_role(user, person) is False


def test_every_role_reads_and_only_the_auditor_does_nothing_else():
    reading = {c for c in Capability if c.endswith(":view")}
    assert {role for role in Role.values if ROLE_CAPABILITIES[role] <= reading} == {Role.AUDITOR}


def test_permissions_document_is_up_to_date():
    """After a change of roles.py run `manage.py permissions_doc`."""
    assert (settings.BASE_DIR / "docs" / "permissions.md").read_text() == permissions_document()
