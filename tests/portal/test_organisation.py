"""The public page of an organisation: everything public about it in one place, nothing else."""

import datetime
import json
import re

import pytest
from django.db import transaction
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.history import record
from familynet.organisations.models import Organisation
from tests.factories.certifications import ActFactory, CategoryFactory, CertificateFactory
from tests.factories.districts import DistrictFactory, DistrictMemberFactory
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def address(organisation):
    return reverse("portal:organisation", args=[organisation.slug])


def page(client, organisation):
    response = client.get(address(organisation))
    assert response.status_code == 200
    return response.text[response.text.index("<main") : response.text.index("</main>")]


@pytest.fixture
def district():
    return DistrictFactory(name="Distretto di prova", state="active")


def test_page_shows_certificate_with_state_and_act(client):
    certificate = CertificateFactory(act=ActFactory(number="77", date=datetime.date(2022, 3, 4)))

    html = page(client, certificate.organisation)

    assert "Family in Italia" in html
    assert "fn-badge-success" in html
    assert "Determinazione n. 77 del 04/03/2022" in html
    assert reverse("certifications:certificate", args=[certificate.public_id]) in html


def test_page_tells_search_engines_what_it_shows(client):
    certificate = CertificateFactory(organisation__name='Comune di "Prova" </script>')
    html = client.get(address(certificate.organisation)).text
    block = re.search(r'<script type="application/ld\+json" data-element="metatag">(.*?)</script>', html).group(1)
    data = json.loads(block)
    assert (data["name"], data["address"]["addressCountry"]) == ('Comune di "Prova" </script>', "IT")
    assert data["url"].endswith(address(certificate.organisation))


def test_page_says_that_an_act_is_missing_instead_of_inventing_one(client):
    certificate = CertificateFactory(act=None)

    assert "Atto non indicato dalla fonte" in page(client, certificate.organisation)


def test_ended_certificate_stays_on_the_page(client):
    certificate = CertificateFactory(ended=True)

    html = page(client, certificate.organisation)

    assert "Revocata" in html
    assert "01/02/2024" in html
    assert '<span class="fn-glance-number">0</span> certificati in vigore' in html


def test_member_without_certificate_is_not_shown_as_certified(client):
    membership = MembershipFactory(member=True, network__name="Rete amica")

    html = page(client, membership.organisation)

    assert "Rete amica" in html
    assert "Non ancora" in html
    assert "Nessun certificato nel registro." in html
    assert "fn-badge-success" in html  # being a member is a good state of its own


def test_district_of_today_is_shown_with_the_role(client, district):
    member = DistrictMemberFactory(district=district, state="member", joined_on=datetime.date(2025, 1, 1))

    html = page(client, member.organisation)

    assert "Distretto di prova" in html
    assert member.get_role_display() in html


@pytest.mark.parametrize("trait", ["resolved", "left"])
def test_organisation_with_nothing_public_has_no_page(client, trait):
    membership = MembershipFactory(**{trait: True})

    assert client.get(address(membership.organisation)).status_code == 404
    assert client.get(address(OrganisationFactory())).status_code == 404


def test_merged_organisation_leads_to_its_successor(client):
    successor = CertificateFactory().organisation
    merged = OrganisationFactory(state=Organisation.State.MERGED, merged_into=successor)

    response = client.get(address(merged))

    assert (response.status_code, response["Location"]) == (301, address(successor))


def test_public_history_of_all_records_is_shown_without_people_and_comments(client, official, piemonte):
    certificate = CertificateFactory()
    by = official(Role.CERTIFICATION_OFFICER, piemonte, full_name="Persona Riservata")
    with transaction.atomic():
        record(certificate, "award", label="Certificato assegnato", by=by, comment="Segreto", public=True)
        record(certificate.organisation, "note", label="Nota interna", by=by)

    html = page(client, certificate.organisation)

    assert "Certificato assegnato" in html
    assert "Nota interna" not in html
    assert "Persona Riservata" not in html
    assert "Segreto" not in html


@pytest.mark.parametrize(
    ("kind", "shown"), [(Organisation.Kind.MUNICIPALITY, True), (Organisation.Kind.COMPANY, False)]
)
def test_contacts_are_shown_for_public_bodies_only(client, kind, shown):
    organisation = OrganisationFactory(kind=kind, pec="ufficio@pec.example")
    CertificateFactory(organisation=organisation)

    assert ("ufficio@pec.example" in page(client, organisation)) is shown


@pytest.mark.parametrize(("code", "shown"), [("99999028881", True), ("RSSMRA80A01L219M", False)])
def test_fiscal_code_of_a_person_is_never_shown(client, code, shown):
    organisation = OrganisationFactory(fiscal_code=code)
    CertificateFactory(organisation=organisation)

    assert (code in page(client, organisation)) is shown


def test_official_of_its_administration_finds_the_way_to_the_record(client_as, official, piemonte, trento):
    organisation = CertificateFactory().organisation
    link = reverse("organisations:detail", args=[organisation.slug])

    assert link in page(client_as(official(Role.PRACTICE_EDITOR, piemonte)), organisation)
    assert link not in page(client_as(official(Role.PRACTICE_EDITOR, trento)), organisation)
    assert link not in page(client_as(None), organisation)


@pytest.mark.parametrize("number", [1, 30])
def test_page_asks_the_same_number_of_queries(client, django_assert_num_queries, number):
    organisation = OrganisationFactory()
    for index in range(number):
        CertificateFactory(
            organisation=organisation, category=CategoryFactory(slug=f"c{index}", name=f"C {index}")
        )
        MembershipFactory(organisation=organisation, network=NetworkFactory(), member=True)
        DistrictMemberFactory(
            organisation=organisation,
            district=DistrictFactory(state="active"),
            state="member",
            joined_on=datetime.date(2025, 1, 1),
        )
        with transaction.atomic():
            record(organisation, "test", label=f"Voce {index}", by=None, public=True)
    client.get(address(organisation))  # content types are read once per process

    with django_assert_num_queries(6):
        client.get(address(organisation))
