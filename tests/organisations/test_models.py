"""Codes, slugs, what a search finds, who sees what."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from familynet.accounts.roles import Role
from familynet.organisations.models import Organisation
from familynet.organisations.validators import clean_code, validate_fiscal_code, validate_vat_number
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.territories import MunicipalityFactory


@pytest.mark.parametrize(
    "code",
    [
        "00337460224",  # Provincia autonoma di Trento
        "80087670016",  # Regione Piemonte: bodies begin with 8 or 9
        "97103880585",
        "93009110037",
        "RSSMRA80A01L219M",
    ],
)
def test_fiscal_code_of_bodies_companies_and_persons_is_accepted(code):
    assert validate_fiscal_code(code) is None


@pytest.mark.parametrize("code", ["80087670017", "0033746022", "00000000000", "RSSMRA80A01L219X", "ABC", ""])
def test_fiscal_code_with_a_wrong_digit_is_refused(code):
    with pytest.raises(ValidationError, match="codice fiscale non è corretto"):
        validate_fiscal_code(code)


def test_vat_number_with_a_wrong_digit_is_refused():
    assert validate_vat_number("00337460224") is None
    with pytest.raises(ValidationError, match="partita IVA non è corretta"):
        validate_vat_number("00337460225")


def test_code_is_stored_without_spaces():
    assert clean_code(" 0033 7460-224 ") == "00337460224"
    assert clean_code(None) == ""


pytestmark_db = pytest.mark.django_db


@pytestmark_db
def test_slug_is_name_then_comune_then_number():
    bra = MunicipalityFactory(name="Bra")
    first = OrganisationFactory(name="Museo civico", slug="museo-civico", municipality=bra)
    assert first.make_slug() == "museo-civico-bra"
    OrganisationFactory(name="Museo civico", slug="museo-civico-bra", municipality=bra)
    assert first.make_slug() == "museo-civico-2"


@pytestmark_db
def test_slug_never_hides_behind_a_page_of_the_desk():
    assert Organisation(name="Nuova", municipality=MunicipalityFactory(name="Bra")).make_slug() == "nuova-bra"


@pytestmark_db
@pytest.mark.parametrize("words", ["museo bra", "MUS", "civico di bra", "80087670016", "8008 7670 016"])
def test_matching_finds_by_words_comune_and_code(words):
    found = OrganisationFactory(
        name="Museo civico", fiscal_code="80087670016", municipality=MunicipalityFactory(name="Bra")
    )
    OrganisationFactory(name="Albergo")
    if words == "civico di bra":
        assert list(Organisation.objects.matching(words)) == []
    else:
        assert list(Organisation.objects.matching(words)) == [found]


@pytestmark_db
def test_one_record_per_fiscal_code():
    OrganisationFactory(fiscal_code="80087670016")
    with pytest.raises(IntegrityError, match="organisation_one_per_fiscal_code"), transaction.atomic():
        OrganisationFactory(fiscal_code="80087670016")


@pytestmark_db
def test_visible_to_is_own_administration_and_own_organisations(trento, piemonte, official):
    mine, other = OrganisationFactory(), OrganisationFactory(trento=True)
    member = OrganisationMemberFactory(organisation=mine).user
    assert list(Organisation.objects.visible_to(member)) == [mine]
    assert list(Organisation.objects.visible_to(official(Role.AUDITOR, trento))) == [other]
    assert list(Organisation.objects.selectable_by(member)) == [mine]
    assert set(Organisation.objects.selectable_by(official(Role.PRACTICE_EDITOR, trento))) == {mine, other}


def test_matching_copes_with_a_null_character(db):
    found = OrganisationFactory(name="Cooperativa Il Ponte")
    OrganisationFactory(name="Altra")
    assert list(Organisation.objects.matching("ponte\x00coop")) == [found]
