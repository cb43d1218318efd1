import pytest
from django.contrib.auth.models import AnonymousUser

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import GUEST_ROLES, Role
from practices.models import Practice
from practices.permissions import (
    can_archive,
    can_create,
    can_edit,
    can_see_contact,
    can_see_people,
    can_submit,
    can_validate,
    can_withdraw,
)
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
STATES = ["draft", "submitted", "changes_requested", "rejected", "published", "archived"]


@pytest.fixture
def one_of_each(editor):
    """A practice of Piemonte in every state, written by `editor`."""
    return {s: PracticeFactory(author=editor, **({} if s == "draft" else {s: True})) for s in STATES}


def seen_by(user):
    return sorted(Practice.objects.visible_to(user).values_list("state", flat=True))


PUBLIC = ["archived", "published"]
SUBMITTED_ON = ["archived", "changes_requested", "published", "rejected", "submitted"]
ALL = sorted(STATES)


def test_visible_to_anonymous_is_what_is_public(one_of_each):
    assert seen_by(AnonymousUser()) == PUBLIC


def test_visible_to_the_other_administration_is_what_is_public(one_of_each, foreigner):
    assert seen_by(foreigner) == PUBLIC


@pytest.mark.parametrize("role", sorted(set(Role.values) - GUEST_ROLES))
def test_visible_to_own_officials_depends_on_writing(one_of_each, official, piemonte, role):
    expected = ALL if role == Role.PRACTICE_EDITOR else SUBMITTED_ON
    assert seen_by(official(role, piemonte)) == expected


def test_visible_to_author_without_a_role_is_what_is_public(one_of_each, editor):
    assert seen_by(editor) == ALL
    RoleAssignment.objects.filter(user=editor).update(valid_to="2026-01-01T00:00Z", valid_from="2025-01-01T00:00Z")
    assert seen_by(User.objects.get(pk=editor.pk)) == PUBLIC


@pytest.mark.parametrize(
    "predicate", [can_edit, can_submit, can_withdraw, can_validate, can_archive, can_see_contact, can_see_people]
)
def test_anonymous_and_outsiders_may_do_nothing(predicate):
    practice = PracticeFactory(submitted=True)
    assert not predicate(AnonymousUser(), practice)
    assert not predicate(UserFactory(), practice)


def test_create_needs_the_capability_for_that_administration(editor, piemonte, trento):
    assert can_create(editor, piemonte)
    assert not can_create(editor, trento)
    assert not can_create(editor, None)


@pytest.mark.parametrize("state", STATES)
def test_edit_only_in_the_hands_of_writers(one_of_each, colleague, validator, state):
    assert can_edit(colleague, one_of_each[state]) == (state in ("draft", "changes_requested"))
    assert not can_edit(validator, one_of_each[state])


def test_contact_is_for_officials_of_any_administration(foreigner):
    practice = PracticeFactory(published=True)
    assert can_see_contact(foreigner, practice)
    assert not can_see_people(foreigner, practice)


def test_superuser_gets_nothing_special():
    user = UserFactory(is_superuser=True, is_staff=True)
    assert not can_validate(user, PracticeFactory(submitted=True))
