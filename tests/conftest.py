"""The cast: the same people in every test, in the demo and in the documentation."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tools import translations


def pytest_configure(config):
    """The .mo files are not in the repository: make them once, before any worker starts."""
    if not hasattr(config, "workerinput"):
        translations.compile_all()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are cleaned by TRUNCATE, which the history refuses: lift that one trigger here.

    UPDATE and DELETE stay refused; test_history checks the TRUNCATE trigger itself.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("kernel_historyentry", "kernel_historyseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_keep_all")


@pytest.fixture(autouse=True)
def _private_documents(settings, tmp_path):
    """Uploads of one test stay in its own folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "documents")},
        },
    }


@pytest.fixture(autouse=True)
def _italian():
    """A test that read an English page leaves its language behind in this thread; every test begins in Italian."""
    translation.activate("it")


@pytest.fixture
def trento(db):
    return AdministrationFactory(trento=True)


@pytest.fixture
def piemonte(db):
    return AdministrationFactory(piemonte=True)


@pytest.fixture
def official():
    """official(role, administration) → a person with that role."""

    def make(role, administration, **fields):
        user = UserFactory(administration=administration, **fields)
        RoleAssignmentFactory(user=user, role=role, administration=administration)
        return user

    return make


@pytest.fixture
def client_as():
    """client_as(user) → a browser signed in as that person; client_as(None) is anonymous."""

    def make(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
