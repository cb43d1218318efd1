import pytest

from familynet.accounts.roles import Role


@pytest.fixture
def editor(official, piemonte):
    """Writes practices for Piemonte."""
    return official(Role.PRACTICE_EDITOR, piemonte)


@pytest.fixture
def colleague(official, piemonte):
    """Writes for Piemonte as well."""
    return official(Role.PRACTICE_EDITOR, piemonte)


@pytest.fixture
def validator(official, piemonte):
    return official(Role.PRACTICE_VALIDATOR, piemonte)


@pytest.fixture
def foreigner(official, trento):
    """Writes practices for Trento."""
    return official(Role.PRACTICE_EDITOR, trento)
