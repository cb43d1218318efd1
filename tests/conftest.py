"""The cast: the same people in every test, in the demo and in the documentation."""

from itertools import count
from unittest import mock

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.scheduling import ByFile
from tests.tables import empty_tables, template_database
from tools import translations

COLLECTED = pytest.StashKey[set]()
NUMBERS = count()


def pytest_configure(config):
    """The .mo files are not in the repository: make them once, before any worker starts."""
    if not hasattr(config, "workerinput"):
        translations.compile_all()


def pytest_itemcollected(item):
    """For the test that no file is left out."""
    item.config.stash.setdefault(COLLECTED, set()).add(item.path)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The browser tests last: Playwright's event loop stays in the thread, and nothing else would bear it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Each worker copies the tables instead of migrating for itself."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """After a test that commits, only the tables with rows are emptied."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", staticmethod(empty_tables)):
        yield


@pytest.fixture(scope="session")
def documents_root(tmp_path_factory):
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True)
def documents(settings, documents_root):
    """The folder of the uploads of one test; there is none before the first."""
    folder = documents_root / str(next(NUMBERS))
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder)},
        },
    }
    return folder


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
