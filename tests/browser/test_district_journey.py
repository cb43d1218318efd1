"""A district officer opens a district by the forms, writes its programme, and anybody reads it."""

import datetime

import pytest

from districts.models import District
from familynet.accounts.roles import Role
from tests.factories.accounts import AdministrationFactory
from tests.factories.districts import ActFactory, AreaAgreementFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory


@pytest.fixture
def officer(db, official):
    trento = AdministrationFactory(trento=True)
    MunicipalityFactory(trento=True, name="Ledro", latitude=45.89, longitude=10.73)
    OrganisationFactory(trento=True, name="Albergo al Lago")
    return official(Role.DISTRICT_OFFICER, trento)


def press(visit, button):
    """Press a button of the page, and look at what comes."""
    visit.page.get_by_role("button", name=button, exact=True).click()
    visit.page.wait_for_load_state()
    visit.check_accessible()


def open_district(visit):
    """The record and its comune; the district as it is stored."""
    page = visit.page
    visit.go("/scrivania/distretti/nuovo/")
    press(visit, "Salva")
    name = page.locator("[name=name]")
    assert name.get_attribute("aria-invalid") == "true"
    assert "id_name_error" in name.get_attribute("aria-describedby")
    if visit.javascript:
        assert page.evaluate("document.activeElement.matches('.fn-error-summary')")
    name.fill("Valle di Ledro")
    page.locator("[name=summary]").fill("Un lago per le famiglie.")
    press(visit, "Salva")
    page.locator("[name=municipality]").fill("Ledro")
    page.keyboard.press("Tab")
    press(visit, "Aggiungi il comune")
    return District.objects.get()


def write_programme(visit, district):
    """A programme of 2026 with one action; a row is added by the server, with what was typed kept."""
    page = visit.page
    visit.go(f"/scrivania/distretti/{district.slug}/programmi/nuovo/")
    page.locator("[name=year_from]").fill("2026")
    press(visit, "Apri")
    page.locator("[name=premise]").fill("Un anno intorno al lago.")
    press(visit, "Aggiungi un'azione")
    assert page.locator("[name=premise]").input_value() == "Un anno intorno al lago."
    page.locator("[name=actions-0-title]").fill("Spiaggia con fasciatoio")
    press(visit, "Salva")
    assert page.get_by_role("heading", name="Spiaggia con fasciatoio").is_visible()


def approve(visit):
    """The act of the programme, by the page of the step."""
    page = visit.page
    page.get_by_role("link", name="Registra l'approvazione").click()
    page.locator("[name=act-kind]").select_option("determination")
    page.locator("[name=act-number]").fill("41")
    page.locator("[name=act-date]").fill("2026-02-03")
    press(visit, "Registra l'approvazione")


@pytest.mark.parametrize("any_visit", ["wide", "narrow-nojs"], indirect=True)
def test_district_and_programme_by_forms_are_read_by_anybody(any_visit, new_visit, officer):
    any_visit.sign_in(officer)
    district = open_district(any_visit)
    assert [comune.name for comune in district.municipalities.all()] == ["Ledro"]
    # The agreement has pages of its own, tested one by one: here it is in force already.
    AreaAgreementFactory(district=district, approval_act=ActFactory(), valid_to=datetime.date(2028, 4, 30))
    District.objects.update(state=District.State.ACTIVE)
    write_programme(any_visit, district)
    approve(any_visit)

    reader = new_visit("narrow" if any_visit.javascript else "narrow-nojs")
    reader.go("/distretti/?q=ledro")
    reader.page.get_by_role("link", name="Valle di Ledro", exact=True).click()
    reader.page.wait_for_load_state()
    reader.check_accessible()
    reader.page.get_by_role("link", name="Programma 2026").click()
    reader.page.wait_for_load_state()
    reader.check_accessible()
    assert reader.page.get_by_role("heading", name="Spiaggia con fasciatoio").is_visible()
    assert "Determinazione n. 41 del 03/02/2026" in reader.page.locator("main").inner_text()
    assert reader.page.context.cookies() == []
