"""The register: an officer imports it, anyone finds an entity in the list and on the map."""

import pytest

from certifications.models import Certificate
from familynet.accounts.roles import Role
from tests.certifications.registers import ROWS, csv_file, make_field, xlsx_file
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.kernel.workers import work_once

FILES = {
    "csv": ("registro.csv", "text/csv", csv_file),
    "xlsx": ("registro.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}


@pytest.fixture
def officer(db):
    trento = make_field()
    person = UserFactory(administration=trento)
    RoleAssignmentFactory(user=person, role=Role.CERTIFICATION_OFFICER, administration=trento)
    return person


def upload(visit, kind):
    """Upload a register and stop at its report; nothing is written yet."""
    name, media_type, make = FILES[kind]
    visit.go("/scrivania/registro/importazioni/nuova/")
    visit.check_accessible()
    visit.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": media_type, "buffer": make().getvalue()}
    )
    visit.page.get_by_role("button", name="Carica e controlla").click()
    visit.page.wait_for_load_state()
    visit.check_accessible()


@pytest.mark.parametrize("any_visit", ["narrow", "wide-nojs"], indirect=True)
def test_imported_register_is_found_in_the_list_and_on_the_map(any_visit, new_visit, officer, documents):
    any_visit.sign_in(officer)
    page = any_visit.page
    upload(any_visit, "csv")
    assert page.locator("table tbody tr").count() == len(ROWS)
    assert Certificate.objects.count() == 0

    page.get_by_role("button", name="Importa", exact=True).click()
    page.wait_for_load_state()
    any_visit.check_accessible()
    work_once(TEST_DOCUMENTS=str(documents))
    any_visit.go(page.url.removeprefix(any_visit.origin))
    assert page.get_by_text("Importazione conclusa").is_visible()
    assert Certificate.objects.count() == len(ROWS)

    upload(any_visit, "xlsx")
    assert page.get_by_text("Il registro ha già tutto").is_visible()
    assert page.get_by_role("button", name="Importa", exact=True).count() == 0

    reader = new_visit("narrow" if any_visit.javascript else "narrow-nojs")
    reader.go("/registro/?q=mondoli")
    reader.check_accessible()
    assert reader.page.get_by_role("link", name="Comune di Mondolì").first.is_visible()
    reader.go("/registro/mappa/?q=mondoli")
    reader.check_accessible()
    mark = reader.page.locator("a.territory-map__mark")
    assert mark.count() == 1
    mark.click()
    reader.page.wait_for_load_state()
    reader.check_accessible()
    assert "Mondolì" in reader.page.locator("h1").inner_text()
    assert reader.page.context.cookies() == []
