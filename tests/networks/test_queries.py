"""The same number of queries with one member and with thirty."""

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.history import record
from tests.factories.networks import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 30])
def test_network_list(rows, client, django_assert_num_queries):
    for _ in range(rows):
        MembershipFactory(member=True)
    with django_assert_num_queries(2):
        assert len(client.get(reverse("networks:list")).context["networks"]) == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_network_page(rows, client, django_assert_num_queries):
    network = NetworkFactory()
    MembershipFactory.create_batch(rows, network=network, member=True)
    with django_assert_num_queries(9):
        response = client.get(reverse("networks:detail", args=[network.slug]), {"stato": "member"})
    assert len(response.context["page_obj"]) == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_work_list(rows, client_as, official, piemonte, django_assert_num_queries):
    MembershipFactory.create_batch(rows, member=True)
    browser = client_as(official(Role.NETWORK_COORDINATOR, piemonte))
    with django_assert_num_queries(9):
        response = browser.get(reverse("networks:work"))
    assert len(response.context["page_obj"]) == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_membership_page(rows, client_as, official, piemonte, django_assert_num_queries):
    membership = MembershipFactory(member=True)
    coordinator = official(Role.NETWORK_COORDINATOR, piemonte)
    for _ in range(rows):
        record(membership, "noted", label="Nota", by=coordinator)
    browser = client_as(coordinator)
    with django_assert_num_queries(7):
        response = browser.get(reverse("networks:membership", args=[membership.pk]))
    assert len(response.context["entries"]) == rows
