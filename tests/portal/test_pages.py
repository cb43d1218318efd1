"""The pages about the site, in both languages: titles, headings, links that the law asks for, headers."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from familynet.portal.views import errors
from tests.factories.accounts import AdministrationFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.networks import MembershipFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import PracticeFactory

NAMES = [
    "home",
    "search",
    "report",
    "feedback_thanks",
    "privacy",
    "legal",
    "accessibility",
    "contacts",
    "sitemap",
    "faq",
]
PAGES = [prefix + reverse(f"portal:{name}") for name in NAMES for prefix in ("", "/en")]
LICENCE = (
    "In applicazione del principio open by default ai sensi dell&#x27;articolo 52 del decreto legislativo 7 marzo "
    "2005, n. 82 (CAD) e salvo dove diversamente specificato"
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parties():
    AdministrationFactory(
        trento=True,
        pec="trento@pec.example",
        fiscal_code="00337460224",
        accessibility_url="https://form.example/trento",
        transparency_url="https://trasparenza.example/trento",
    )
    AdministrationFactory(piemonte=True, website="https://piemonte.example/")


@pytest.mark.parametrize("address", PAGES)
def test_page_has_its_frame_and_leaves_no_cookie(client, address):
    response = client.get(address)

    html = response.text
    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response["Vary"]
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>\S.* – FamilyNet</title>", html)
    assert f'<html lang="{"en" if address.startswith("/en/") else "it"}">' in html
    for name in ("main-navigation", "personal-area-login", "search-submit", "search-modal-input", "faq"):
        assert f'data-element="{name}"' in html
    for name in ("report-inefficiency", "privacy-policy-link", "legal-notes", "accessibility-link"):
        assert f'data-element="{name}"' in html
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize("address", PAGES)
def test_page_loads_nothing_from_elsewhere_and_nothing_inline(client, address):
    html = client.get(address).text

    loaded = re.findall(r'<(?:script|img|link|source|iframe)\b[^>]*?(?:src|href)="([^"]+)"', html)
    assert [url for url in loaded if not url.startswith("/")] == []
    assert re.findall(r"<script(?![^>]*(?:\bsrc=|application/ld\+json))[^>]*>", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []


@pytest.mark.parametrize("address", PAGES)
def test_page_offers_the_same_page_in_the_other_language(client, address):
    html = client.get(address).text

    other = address.removeprefix("/en") if address.startswith("/en/") else f"/en{address}"
    assert (
        f'<link rel="alternate" hreflang="{"it" if address.startswith("/en/") else "en"}" href="{other}">' in html
    )


def test_footer_names_both_administrations_with_their_contacts(client):
    html = client.get("/").text

    footer = html[html.index("<footer") :]
    assert "Provincia autonoma di Trento" in footer
    assert "Regione Piemonte" in footer
    assert 'href="mailto:trento@pec.example"' in footer
    assert "00337460224" in footer
    assert 'href="https://trasparenza.example/trento"' in footer


def test_legal_notes_carry_the_licence_sentence(client):
    html = client.get("/note-legali/").text.replace("'", "&#x27;")

    assert '<h2 data-element="legal-notes-section">Licenza dei contenuti</h2>' in html
    assert 'data-element="legal-notes-body"' in html
    assert LICENCE in html


def test_accessibility_page_links_each_declaration_and_invents_none(client):
    html = client.get("/accessibilita/").text

    main = html[html.index("<main") : html.index("</main>")]
    assert 'href="https://form.example/trento"' in main
    assert "dichiarazione in preparazione" in main


def test_security_txt_expires_ahead_and_within_a_year(client):
    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = parse_datetime(fields["Expires"])
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert 30 < (expires - timezone.now()).days < 365
    assert fields["Preferred-Languages"] == "it, en"
    assert fields["Canonical"].endswith("/.well-known/security.txt")


@pytest.mark.parametrize(("demo", "expected"), [(True, "Disallow: /\n"), (False, "Disallow: /scrivania/\n")])
def test_robots_keep_out_of_the_demo_and_of_work_pages(client, settings, demo, expected):
    settings.DEMO = demo

    assert expected in client.get("/robots.txt").text


def test_sitemap_index_names_one_list_per_area(client):
    xml = client.get("/sitemap.xml").text

    for section in ("pagine", "pratiche", "organizzazioni", "distretti", "reti"):
        assert f"<loc>http://testserver/sitemap-{section}.xml</loc>" in xml


def test_sitemap_lists_the_pages_in_both_languages(client):
    xml = client.get("/sitemap-pagine.xml").text

    assert "<loc>http://testserver/note-legali/</loc>" in xml
    assert "<loc>http://testserver/en/note-legali/</loc>" in xml


def test_sitemap_lists_certified_organisations_and_published_practices_only(client):
    organisation = CertificateFactory().organisation
    hidden = OrganisationFactory()
    practice, draft = PracticeFactory(published=True), PracticeFactory()

    organisations = client.get("/sitemap-organizzazioni.xml").text
    practices = client.get("/sitemap-pratiche.xml").text

    assert f"/organizzazioni/{organisation.slug}/<" in organisations
    assert hidden.slug + "/<" not in organisations
    assert practice.get_absolute_url() in practices
    assert draft.slug + "/<" not in practices


@pytest.mark.parametrize("address", ["/non-esiste/", "/en/non-esiste/"])
def test_missing_page_comes_in_the_frame(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert 'data-element="main-navigation"' in response.text
    assert response.cookies == {}


def test_error_pages_need_no_database(django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        answers = [errors.server_error(request), errors.bad_request(request)]

    assert [answer.status_code for answer in answers] == [500, 400]
    assert all(b'id="footer"' in answer.content for answer in answers)


def test_form_without_its_token_gets_a_page_that_says_what_to_do(official, trento):
    client = Client(enforce_csrf_checks=True)
    client.force_login(official("practice_editor", trento))

    response = client.post(reverse("account_logout"))

    assert response.status_code == 403
    assert "aperta troppo a lungo" in response.text


def test_navigation_marks_where_the_reader_is(client):
    html = client.get("/domande-frequenti/").text

    assert '<li class="breadcrumb-item active" aria-current="page">Domande frequenti</li>' in html


@pytest.mark.parametrize("address", ["/", "/privacy/", "/non-esiste/", "/scrivania/", "/robots.txt"])
def test_every_answer_carries_the_security_headers(client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


def test_home_counts_what_is_public(client):
    CertificateFactory()
    CertificateFactory(ended=True)
    MembershipFactory(member=True)
    MembershipFactory(resolved=True)

    figures = {str(figure.label): figure.number for figure in client.get("/").context["figures"]}

    assert figures == {"certificati validi": 1, "adesioni alle reti": 1}
