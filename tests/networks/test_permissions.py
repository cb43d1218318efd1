import pytest
from django.contrib.auth.models import AnonymousUser

from familynet.accounts.roles import Role
from familynet.networks.permissions import (
    can_coordinate,
    can_coordinate_any,
    can_manage_membership,
    can_manage_network,
)
from tests.factories.networks import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_only_network_coordinators_coordinate(role, official, piemonte, trento):
    user = official(role, piemonte)
    coordinator = role == Role.NETWORK_COORDINATOR
    assert can_coordinate(user, piemonte) is coordinator
    assert can_coordinate(user, trento) is False
    assert can_coordinate_any(user) is coordinator
    assert can_manage_membership(user, MembershipFactory()) is coordinator
    assert can_manage_membership(user, MembershipFactory(trento=True)) is False


def test_network_belongs_to_the_administration_that_looks_after_it(official, piemonte, trento):
    network = NetworkFactory(administration=trento)
    assert can_manage_network(official(Role.NETWORK_COORDINATOR, trento), network) is True
    assert can_manage_network(official(Role.NETWORK_COORDINATOR, piemonte), network) is False


def test_anonymous_may_nothing(piemonte):
    reader = AnonymousUser()
    assert can_coordinate(reader, piemonte) is False
    assert can_coordinate_any(reader) is False
    assert can_manage_membership(reader, MembershipFactory()) is False
    assert can_manage_network(reader, NetworkFactory()) is False
