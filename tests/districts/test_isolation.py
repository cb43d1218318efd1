"""Piemonte's officer never reaches what belongs to a district of Trento."""

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from tests.factories.districts import (
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
)
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(client_as, official, piemonte):
    return client_as(official(Role.DISTRICT_OFFICER, piemonte))


def test_foreign_district_is_not_found(stranger):
    comune = MunicipalityFactory(trento=True)
    district = DistrictFactory(name="Fiemme", municipalities=[comune])
    for name in ("manage", "edit", "agreement_new", "member_new", "programme_new"):
        assert stranger.get(reverse(f"districts:{name}", args=[district.slug])).status_code == 404
    remove = reverse("districts:municipality_remove", args=[district.slug, comune.cadastral_code])
    assert stranger.post(remove).status_code == 404
    edit = stranger.post(reverse("districts:edit", args=[district.slug]), {"name": "Preso", "kind": "thematic"})
    assert edit.status_code == 404
    district.refresh_from_db()
    assert (district.name, list(district.municipalities.all())) == ("Fiemme", [comune])


def test_foreign_agreement_and_member_are_not_found(stranger):
    agreement = AreaAgreementFactory(proposed=True)
    member = DistrictMemberFactory(district=agreement.district)
    slug = agreement.district.slug
    act = {"act-kind": "resolution", "act-number": "1", "act-date": "2024-01-01"}
    approve = reverse("districts:agreement_step", args=[slug, agreement.pk, "approve"])
    leave = reverse("districts:member_step", args=[slug, member.pk, "withdraw"])
    assert stranger.post(approve, act).status_code == 404
    assert stranger.post(leave, {"on": "2025-01-01", "comment": "x"}).status_code == 404
    agreement.refresh_from_db()
    member.refresh_from_db()
    assert (agreement.state, member.state) == ("proposed", "member")


def test_own_district_is_no_way_to_foreign_parts(stranger):
    own = DistrictFactory(piemonte=True)
    agreement, member = AreaAgreementFactory(proposed=True), DistrictMemberFactory()
    approve = reverse("districts:agreement_step", args=[own.slug, agreement.pk, "approve"])
    leave = reverse("districts:member_step", args=[own.slug, member.pk, "withdraw"])
    assert stranger.get(approve).status_code == 404
    assert stranger.get(leave).status_code == 404


def test_foreign_programme_and_action_are_not_found(stranger):
    programme = ProgrammeFactory(running=True)
    action = ActionFactory(programme=programme)
    own = ProgrammeFactory(district__piemonte=True, running=True)
    slug = programme.district.slug
    assert stranger.get(reverse("districts:programme_manage", args=[slug, 2025])).status_code == 404
    for district in (slug, own.district.slug):
        url = reverse("districts:progress", args=[district, 2025, action.pk])
        assert stranger.post(url, {"completion": "100", "on": "2025-01-01"}).status_code == 404
    assert action.updates.count() == 0
