import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from familynet.kernel.history import record
from tests.factories.accounts import UserFactory
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser_client():
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_history_and_acts_can_be_read_and_not_changed(superuser_client):
    entry = record(OrganisationFactory(), "created", label="Creata", by=None)
    for name, obj in (("historyentry", entry), ("act", ActFactory())):
        page = superuser_client.get(reverse(f"admin:kernel_{name}_change", args=[obj.pk]))
        assert (page.status_code, 'name="_save"' in page.text) == (200, False)
        assert superuser_client.post(reverse(f"admin:kernel_{name}_delete", args=[obj.pk])).status_code == 403
        assert superuser_client.post(reverse(f"admin:kernel_{name}_add")).status_code == 403
    assert type(entry).objects.get().hash == entry.hash


def test_administration_site_uses_the_sign_in_of_the_portal():
    page = Client().get(reverse("admin:login"))
    assert (page.status_code, page["Location"]) == (302, f"{reverse(settings.LOGIN_URL)}?next=/gestione/")


def test_administration_site_refuses_staff_without_a_loop():
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse("admin:login")).status_code == 403
