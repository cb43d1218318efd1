"""Trento's coordinator never reaches a membership of Piemonte."""

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from tests.factories.networks import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.NETWORK_COORDINATOR, Role.AUDITOR])
def test_foreign_membership_is_not_found(role, client_as, official, trento):
    foreign = MembershipFactory(member=True)
    browser = client_as(official(role, trento))
    page = reverse("networks:membership", args=[foreign.pk])
    assert browser.get(page).status_code == 404
    assert browser.post(page + "leave/", {"on": "2025-01-01", "comment": "x"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "member"


def test_foreign_network_is_read_and_not_changed(client_as, official, piemonte, trento):
    network = NetworkFactory(administration=trento, name="Rete")
    browser = client_as(official(Role.NETWORK_COORDINATOR, piemonte))
    assert browser.get(reverse("networks:detail", args=[network.slug])).status_code == 200
    assert browser.post(reverse("networks:edit", args=[network.slug]), {"name": "Altra"}).status_code == 403
    network.refresh_from_db()
    assert network.name == "Rete"
