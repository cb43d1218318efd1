"""The same number of queries with one row and with thirty."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from districts.models import AreaAgreement, District, Programme
from familynet.accounts.roles import Role
from tests.factories.districts import (
    ActionFactory,
    AgreementAmendmentFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
    ProgressUpdateFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 30])]


@pytest.fixture(autouse=True)
def _known_content_types(db):
    """Read once per process; which test is the first must not change its count."""
    ContentType.objects.get_for_models(District, AreaAgreement, Programme)


@pytest.fixture
def browser(client_as, official, trento):
    return client_as(official(Role.DISTRICT_OFFICER, trento))


def make_district(rows):
    """A district with `rows` of everything that its pages show."""
    comuni = MunicipalityFactory.create_batch(rows, trento=True)
    agreement = AreaAgreementFactory(district__municipalities=comuni)
    district = agreement.district
    AgreementAmendmentFactory.create_batch(rows, agreement=agreement)
    DistrictMemberFactory.create_batch(rows, district=district)
    for year in range(2025 - min(rows, 20), 2025):
        ProgrammeFactory(district=district, running=True, year_from=year)
    return district


def make_programme(rows, **traits):
    programme = ProgrammeFactory(**traits)
    for _ in range(rows):
        action = ActionFactory(programme=programme, responsible=OrganisationFactory(trento=True))
        action.partners.add(OrganisationFactory(trento=True))
        ProgressUpdateFactory.create_batch(2, action=action)
    DistrictMemberFactory.create_batch(rows, district=programme.district)
    return programme


def test_district_list(rows, client, django_assert_num_queries):
    for _ in range(rows):
        DistrictFactory(municipalities=[MunicipalityFactory(trento=True)])
    with django_assert_num_queries(9):
        response = client.get(reverse("districts:list"), {"tipo": "territorial"})
    assert len(response.context["points"]) == rows


def test_district_page(rows, client, django_assert_num_queries):
    district = make_district(rows)
    make = make_programme(rows, district=district, running=True, year_from=2026)
    with django_assert_num_queries(11):
        response = client.get(reverse("districts:detail", args=[district.slug]))
    assert len(response.context["latest_actions"]) == make.actions.count()


def test_programme_page(rows, client, django_assert_num_queries):
    programme = make_programme(rows, running=True)
    with django_assert_num_queries(5):
        response = client.get(reverse("districts:programme", args=[programme.district.slug, 2025]))
    assert len(response.context["actions"]) == rows


def test_work_list(rows, browser, django_assert_num_queries):
    DistrictFactory.create_batch(rows)
    with django_assert_num_queries(7):
        response = browser.get(reverse("districts:work"))
    assert len(response.context["page_obj"]) == rows


def test_manage_page(rows, browser, django_assert_num_queries):
    district = make_district(rows)
    with django_assert_num_queries(13):
        response = browser.get(reverse("districts:manage", args=[district.slug]))
    assert len(response.context["members"]) == rows


def test_programme_work_page(rows, browser, django_assert_num_queries):
    programme = make_programme(rows, running=True)
    with django_assert_num_queries(9):
        response = browser.get(reverse("districts:programme_manage", args=[programme.district.slug, 2025]))
    assert len(response.context["actions"]) == rows


def test_programme_form(rows, browser, django_assert_num_queries):
    programme = make_programme(rows)
    with django_assert_num_queries(10):
        response = browser.get(reverse("districts:programme_edit", args=[programme.district.slug, 2025]))
    assert len(response.context["page"].actions.forms) == rows
