"""The technical site: the voice of an administration is configuration, people are looked up."""

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from familynet.accounts.models import Administration, RoleAssignment, User
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.territories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def technical(client_as):
    return client_as(UserFactory(is_superuser=True, is_staff=True))


def test_third_administration_joins_by_filling_in_a_form(technical):
    region = RegionFactory()
    data = {"name": "Regione Liguria", "short_name": "Liguria", "slug": "liguria", "ipa_code": "r_liguri"}
    response = technical.post(
        reverse("admin:accounts_administration_add"), {**data, "region": region.pk, "order": 3}
    )
    assert response.status_code == 302, response.context["errors"]
    assert model_to_dict(Administration.objects.get(), fields=data) == data


def test_administration_cannot_be_deleted(technical, piemonte):
    assert technical.post(reverse("admin:accounts_administration_delete", args=[piemonte.pk])).status_code == 403
    assert Administration.objects.count() == 1


def test_user_keeps_what_only_actions_change(technical, piemonte):
    user = UserFactory(administration=piemonte)
    data = {"full_name": "Altro Nome", "phone": "", "is_superuser": "on", "is_active": "", "email": "x@x.example"}
    technical.post(reverse("admin:accounts_user_change", args=[user.pk]), data)
    kept = User.objects.get(pk=user.pk)
    assert (kept.full_name, kept.email) == ("Altro Nome", user.email)
    assert (kept.is_superuser, kept.is_active) == (False, True)
    assert technical.get(reverse("admin:accounts_user_add")).status_code == 403


def test_roles_and_invitations_are_read_only(technical, piemonte):
    held = RoleAssignmentFactory(administration=piemonte)
    invitation = InvitationFactory(administration=piemonte)
    page = technical.get(reverse("admin:accounts_invitation_change", args=[invitation.pk])).content.decode()
    assert invitation.token_hash not in page
    for name, pk in (("roleassignment", held.pk), ("invitation", invitation.pk)):
        assert technical.get(reverse(f"admin:accounts_{name}_add")).status_code == 403
        assert technical.post(reverse(f"admin:accounts_{name}_change", args=[pk]), {}).status_code == 403
        assert technical.post(reverse(f"admin:accounts_{name}_delete", args=[pk])).status_code == 403
    assert RoleAssignment.objects.get() == held
