"""Writing with a real browser: files dropped together, their order, a newer version; the measure of a text."""

import pytest

from familynet.accounts.roles import Role
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.writing import HARD

DROP = """([zone, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/plain" }));
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector(zone).dispatchEvent(event);
  }
}"""
TEXT = "Una relazione di prova, abbastanza lunga da essere un testo. "


@pytest.fixture
def draft(db):
    administration = AdministrationFactory(piemonte=True)
    person = UserFactory(administration=administration)
    RoleAssignmentFactory(user=person, role=Role.PRACTICE_EDITOR, administration=administration)
    return PracticeFactory(author=person, administration=administration)


def titles(draft):
    return [item.document.title for item in draft.practice_documents.order_by("position")]


def drag(page, number, to):
    """With the mouse, from the handle of one item to the far side of another one."""
    handle, item = page.locator("[data-handle]").nth(number), page.locator(".fn-kept-files > li").nth(to)
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), item.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + (end["height"] - 2 if to > number else 2), steps=8)
    with page.expect_response("**/documenti/ordine/"):
        page.mouse.up()


def test_files_are_dropped_ordered_and_replaced(visit, draft):
    visit.sign_in(draft.author)
    visit.go(f"/scrivania/buone-pratiche/{draft.uuid}/modifica/documenti/")
    page = visit.page
    files = [["relazione_finale.txt", TEXT], ["programma.exe", "MZ"], ["tabella.csv", "nome;numero\n" * 150_000]]
    page.evaluate(DROP, ["[data-drop]", files])
    page.locator(".fn-upload-row.is-bad").wait_for()
    # The refusal of the program is an answer, not a fault.
    visit.faults[:] = [fault for fault in visit.faults if ": 422 for" not in fault]
    page.locator(".fn-kept-files > li").nth(1).wait_for()
    page.locator(".fn-upload-row.is-done").nth(1).wait_for()
    refused = page.locator(".fn-upload-row.is-bad")
    assert "programma.exe" in refused.inner_text()
    assert "Non riconosciamo il tipo" in refused.inner_text()
    assert titles(draft) == ["Relazione finale", "Tabella"]
    visit.check_accessible()

    page.locator("[data-handle]").nth(1).focus()
    with page.expect_response("**/documenti/ordine/"):
        page.keyboard.press("ArrowUp")
    assert titles(draft) == ["Tabella", "Relazione finale"]
    drag(page, 0, 1)
    assert titles(draft) == ["Relazione finale", "Tabella"]
    drag(page, 1, 0)
    assert titles(draft) == ["Tabella", "Relazione finale"]

    page.locator(".fn-kept-files > li").first.get_by_role("link", name="Sostituisci").click()
    newer = {"name": "tabella_2.csv", "mimeType": "text/csv", "buffer": b"nome;numero\nuno;1\n"}
    page.locator("input[type=file]").set_input_files(newer)
    page.get_by_role("button", name="Sostituisci il file").click()
    page.get_by_text("1 versione precedente").click()
    assert page.get_by_role("link", name="tabella.csv", exact=True).is_visible()
    visit.check_accessible()


def test_measure_follows_what_is_typed(visit, draft):
    visit.sign_in(draft.author)
    visit.go(f"/scrivania/buone-pratiche/{draft.uuid}/modifica/in-breve/")
    with visit.page.expect_response("**/chiarezza/"):
        visit.page.locator("[name=summary]").fill(HARD)
    visit.page.get_by_text("Chiarezza: 10,3 su 100").first.wait_for()
    assert visit.page.get_by_text("Per pubblicare serve almeno 40").is_visible()
    assert visit.page.locator("[data-clarity-status]").first.text_content() == "Chiarezza: 10,3 su 100"
    visit.check_accessible()
