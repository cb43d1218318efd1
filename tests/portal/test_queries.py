"""The same number of queries with one row and with thirty."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.certifications import CertificateFactory, ImportRunFactory
from tests.factories.districts import DistrictFactory, ProgrammeFactory
from tests.factories.events import EventFactory
from tests.factories.networks import MembershipFactory
from tests.factories.organisations import OrganisationFactory, OrganisationInvitationFactory
from tests.factories.portal import FaultReportFactory
from tests.factories.practices import PracticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 30])]


@pytest.fixture(autouse=True)
def _cold(db, settings):
    """No page kept from another test; content types are read once per process, so all are read before."""
    settings.PUBLIC_PAGE_SECONDS = 0
    ContentType.objects.get_for_models(*(ct.model_class() for ct in ContentType.objects.all() if ct.model_class()))


def publish(rows):
    """Something public of every kind."""
    for number in range(rows):
        certificate = CertificateFactory()
        MembershipFactory(member=True, organisation=certificate.organisation)
        DistrictFactory(name=f"Distretto {number}", state="active")
    PracticeFactory.create_batch(rows, published=True)
    EventFactory.create_batch(rows)


def test_home(rows, client, django_assert_num_queries):
    publish(rows)
    with django_assert_num_queries(6):
        client.get(reverse("portal:home"))


@pytest.mark.parametrize("section", ["pratiche", "organizzazioni", "distretti", "reti", "incontri"])
def test_sitemap_of_a_section(rows, client, django_assert_num_queries, section):
    publish(rows)
    with django_assert_num_queries(2):
        response = client.get(reverse("sitemap_section", args=[section]))
    assert response.text.count("<loc>") >= rows


def test_desk_with_work_of_every_role(rows, client_as, official, piemonte, django_assert_num_queries):
    user = official(Role.ADMINISTRATOR, piemonte)
    for role in set(Role.values) - {Role.ADMINISTRATOR}:
        RoleAssignmentFactory(user=user, role=role, administration=piemonte)
    soon = timezone.localdate() + datetime.timedelta(days=10)
    PracticeFactory.create_batch(rows, submitted=True)
    for _ in range(rows):
        CertificateFactory(act=None, valid_to=soon)
        ImportRunFactory(state="checked", administration=piemonte)
        ProgrammeFactory(district__administration=piemonte)
        MembershipFactory()
        OrganisationInvitationFactory(
            organisation=OrganisationFactory(email=""), expires_at=timezone.now() + datetime.timedelta(days=1)
        )
    FaultReportFactory.create_batch(rows, administration=piemonte)
    EventFactory.create_batch(rows, draft=True)
    EventFactory.create_batch(rows, held=True)
    browser = client_as(user)
    with django_assert_num_queries(23):
        response = browser.get(reverse("portal:desk"))
    # The area of certificates shows the ten most urgent of a kind.
    assert {len(group.items) for group in response.context["groups"]} == {rows, min(rows, 10)}


def test_report_page(rows, client_as, official, piemonte, django_assert_num_queries):
    report = FaultReportFactory.create_batch(rows, administration=piemonte)[0]
    browser = client_as(official(Role.ADMINISTRATOR, piemonte))
    with django_assert_num_queries(6):
        browser.get(reverse("portal:report_answer", args=[report.uuid]))
