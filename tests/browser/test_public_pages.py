"""Every public page of the site map, in both languages and two widths: accessible, closed, free of cookies."""

import pytest
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from certifications.models import Certificate
from familynet.portal.sitemaps import SITEMAPS
from practices.models import Collection, ExchangeEvent, Practice
from tests.browser.conftest import NARROW, WIDE
from tests.factories.accounts import AdministrationFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.collections import CollectionFactory, CollectionItemFactory
from tests.factories.districts import (
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
)
from tests.factories.events import EventFactory
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolFactory
from tests.factories.reviews import PracticeVersionFactory, make_criteria
from tests.factories.territories import MunicipalityFactory
from tests.factories.transfers import TransferFactory


@pytest.fixture
def programme(db):
    """One public record of every area, tied to one another; returns the programme of the district."""
    AdministrationFactory(trento=True, emblem="familynet/img/emblem-trento.svg")
    AdministrationFactory(piemonte=True, emblem="familynet/img/emblem-piemonte.svg")
    ProtocolFactory()
    practice = PracticeFactory(
        published=True, title="Una casa per i primi mille giorni delle famiglie di montagna"
    )
    PracticeVersionFactory(practice=practice)
    TransferFactory(practice=practice, adopted=True)
    CollectionItemFactory(practice=practice, collection=CollectionFactory(public=True))
    EventFactory()
    make_criteria()
    certificate = CertificateFactory()
    MembershipFactory(network=NetworkFactory(), organisation=certificate.organisation, member=True)
    district = DistrictFactory(municipalities=[MunicipalityFactory(trento=True, latitude=46.1, longitude=11.1)])
    AreaAgreementFactory(district=district)
    DistrictMemberFactory(district=district)
    programme = ProgrammeFactory(district=district, running=True)
    ActionFactory(programme=programme)
    return programme


def site_map():
    """The path of every page that search engines are told of, in Italian."""
    found = []
    for name in SITEMAPS:
        section: Sitemap = SITEMAPS[name]()
        found += [section.location(item) for item in section.items()]
    return found


def beyond_the_site_map(programme):
    """Public pages that are no records of their own, or only views of one."""
    certificate, practice = Certificate.objects.get(), Practice.objects.get()
    return [
        reverse("practices:versions", args=[practice.slug]),
        reverse("practices:version", args=[practice.slug, 1]),
        reverse("practices:adoptions", args=[practice.slug]),
        reverse("practices:collection", args=[Collection.objects.get().slug]),
        reverse("practices:columns"),
        reverse("events:ask", args=[ExchangeEvent.objects.get().slug]),
        reverse("certifications:register_map"),
        reverse("certifications:scheme", args=[certificate.scheme.slug]),
        reverse("certifications:certificate", args=[certificate.public_id]),
        reverse("districts:programme", args=[programme.district.slug, programme.year_from]),
        reverse("portal:search") + "?q=casa",
        reverse("account_login"),
    ]


def check(visit, path, *, has_token):
    """One page: opened wide, then made narrow; axe looks at both."""
    response = visit.go(path)
    assert (response.status, visit.page.url) == (200, visit.origin + path)
    assert visit.page.locator("h1").count() == 1, path
    visit.check_accessible()
    visit.page.set_viewport_size(NARROW)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
    if path.startswith("/en/"):
        assert visit.page.locator("html").get_attribute("lang") == "en"
    else:
        visit.check_accessible()
    visit.page.set_viewport_size(WIDE)
    if not has_token:
        assert visit.page.context.cookies() == [], path


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["italian", "english"])
def test_public_pages_are_accessible_closed_and_free_of_cookies(prefix, visit, programme):
    paths = site_map() + beyond_the_site_map(programme)
    titles = {}
    for path in paths:
        check(visit, prefix + path, has_token=path == reverse("account_login"))
        titles.setdefault(visit.page.title(), []).append(path)
    assert [pages for pages in titles.values() if len(pages) > 1] == []
    assert len(paths) > 20
