"""The people of both sides of an exchange, for the tests of transfers."""

import pytest

from familynet.accounts.roles import Role
from tests.factories.transfers import make_exchange


@pytest.fixture
def exchange(trento, piemonte):
    """Trento and Piemonte exchange good practices."""
    return make_exchange(trento, piemonte)


@pytest.fixture
def asker(official, trento):
    """Keeps the exchange for the adopter's side."""
    return official(Role.PRACTICE_EDITOR, trento, full_name="Chiara Chiede")


@pytest.fixture
def giver(official, piemonte):
    """Keeps the exchange for the owner's side."""
    return official(Role.PRACTICE_EDITOR, piemonte, full_name="Silvia Risponde")


@pytest.fixture
def adopter_confirmer(official, trento):
    return official(Role.PRACTICE_VALIDATOR, trento, full_name="Luca Conferma")


@pytest.fixture
def owner_confirmer(official, piemonte):
    return official(Role.PROTOCOL_COMMITTEE, piemonte, full_name="Paolo Conferma")
