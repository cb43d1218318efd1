"""A coordinator admits an organisation to a network; the public page of the network shows it."""

import pytest

from familynet.accounts.roles import Role
from familynet.networks.models import Membership
from tests.factories.accounts import AdministrationFactory
from tests.factories.networks import NetworkFactory
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def coordinator(db, official):
    piemonte = AdministrationFactory(piemonte=True)
    NetworkFactory(name="Network Family in Italia", slug="family-in-italia")
    OrganisationFactory(name="Comune di Bra", kind="municipality", administration=piemonte)
    return official(Role.NETWORK_COORDINATOR, piemonte)


def enter_act(page, number):
    page.locator("[name=act-kind]").select_option("resolution")
    page.locator("[name=act-number]").fill(number)
    page.locator("[name=act-date]").fill("2024-02-01")


def step(visit, name, act=""):
    """One step of the membership on show, with its act when `act` gives a number."""
    page = visit.page
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()
    visit.check_accessible()
    if act:
        enter_act(page, act)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    visit.check_accessible()


def test_admitted_member_is_on_the_public_page(any_visit, new_visit, coordinator):
    any_visit.sign_in(coordinator)
    page = any_visit.page
    any_visit.go("/scrivania/reti/adesioni/nuova/")
    page.locator("[name=network]").select_option(label="Network Family in Italia")
    page.locator("[name=organisation]").fill("Comune di Bra")
    page.get_by_role("button", name="Registra", exact=True).click()
    page.wait_for_load_state()
    step(any_visit, "Registra la delibera", act="16")
    step(any_visit, "Ammetti alla rete")
    membership = Membership.objects.get()
    assert (membership.state, membership.resolution_act.number, membership.admission_act) == ("member", "16", None)

    reader = new_visit("narrow" if any_visit.javascript else "narrow-nojs")
    reader.go("/reti/family-in-italia/")
    reader.check_accessible()
    assert "Comune di Bra" in reader.page.locator(".net-members").inner_text()
    assert reader.page.locator("a.territory-map__mark").count() == 1
    assert reader.page.context.cookies() == []
