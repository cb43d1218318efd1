"""An application with a real browser: from the choice of the mark to the receipt; saving and files as one goes."""

import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from certifications.models import Answer, AnswerEvidence, Application
from tests.browser.test_writing import DROP
from tests.certifications.applying import Field
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.organisations import OrganisationFactory

SMALL = {"fact": "population", "op": "lt", "value": 5000}


@pytest.fixture
def field(db):
    """Two sections: a mandatory requirement with a document, a range of points, one due later."""
    comune = OrganisationFactory(kind="municipality", name="Comune di Prova", municipality__population=1200)
    found = Field(organisation=comune)
    version = SchemeVersionFactory(label="Disciplinare 2024", valid_from=datetime.date(2024, 1, 1))
    area = version.sections.create(code="A", title="Governo e partecipazione", order=1)
    more = version.sections.create(code="B", title="Servizi alle famiglie", order=2)
    rows = [
        {"section": area, "code": "A1", "evidence": "required", "guidance": "Basta la delibera della Giunta."},
        {"section": area, "code": "A2", "text": "Riunione annuale con le famiglie.", "points_min": Decimal(2)},
        {"section": more, "code": "B1", "text": "Tariffe ridotte per le famiglie numerose.", "mandatory": False},
        {"section": more, "code": "B2", "text": "Un gruppo di lavoro tra gli uffici.", "due_months": 24},
    ]
    for place, row in enumerate(rows):
        RequirementFactory(version=version, order=place, **row)
    version.bands.create(label="meno di 5.000 abitanti", condition=SMALL, minimum=Decimal(15))
    version.bands.create(label="gli altri comuni", minimum=Decimal(25), order=1)
    version.state = "published"
    version.save(update_fields=["state"])
    found.version = version
    return found


def look(visit, name):
    """Every page on the way is accessible."""
    visit.check_accessible()


def open_section(visit, field, place):
    application = Application.objects.get()
    pk = list(field.version.sections.values_list("pk", flat=True))[place]
    visit.go(f"/scrivania/domande/{application.public_id}/sezioni/{pk}/")


def key(code):
    return Application.objects.get().version.requirements.get(code=code).pk


def test_from_the_choice_of_the_mark_to_the_receipt(new_visit, field, tmp_path):
    for shape in ("wide", "narrow-nojs"):
        Application.objects.update(state="refused", submitted_at="2024-01-01T00:00Z", submitted_by=field.mayor)
        _whole_way(new_visit(shape), field, tmp_path)


def _whole_way(visit, field, tmp_path):
    page = visit.page
    visit.sign_in(field.mayor)
    visit.go("/scrivania/domande/nuova/?marchio=family-in-italia")
    look(visit, "new")
    page.get_by_label("Comune di Prova").check()
    page.get_by_role("button", name="Guarda se si può chiedere").click()
    expect(page.get_by_role("heading", name="Si può chiedere")).to_be_visible()
    look(visit, "verdict")
    if page.get_by_label("Da una domanda vuota").count():
        page.get_by_label("Da una domanda vuota").check()
    page.get_by_role("button", name="Comincia la domanda").click()
    expect(page.get_by_text("La bozza è pronta")).to_be_visible()
    look(visit, "overview")
    page.get_by_role("link", name="Dati dell'organizzazione").click()
    look(visit, "facts")
    page.get_by_role("button", name="Salva e continua").click()

    application = Application.objects.get(state="draft")
    requirement = dict(application.version.requirements.values_list("code", "pk"))
    file = tmp_path / f"piano_{visit.javascript}.txt"
    file.write_text(f"Il piano della famiglia {visit.javascript}")
    page.locator(f"#r{requirement['A1']}").get_by_label("Sì").check()
    page.locator(f"#files-{requirement['A1']}").set_input_files(file)
    if visit.javascript:
        expect(page.locator(f"#r{requirement['A1']} .fn-kept-files")).to_contain_text("Piano")
    page.locator(f"#r{requirement['A2']}").get_by_label("Sì").check()
    page.locator(f"#r{requirement['A2']}").get_by_label("Punti").fill("6,5")
    look(visit, "section")
    page.get_by_role("button", name="Salva e continua").click()
    page.locator(f"#r{requirement['B1']}").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Salva e torna al riepilogo").click()
    expect(page.get_by_text("16,5 punti, ne servono 15").first).to_be_visible()
    look(visit, "overview-done")
    page.get_by_role("link", name="Controlla e presenta").last.click()
    look(visit, "submit")
    page.get_by_label("Legale rappresentante", exact=True).check()
    page.get_by_label("Dichiaro che quanto scritto").check()
    page.get_by_role("button", name="Presenta la domanda").click()
    expect(page.get_by_role("heading", name="Ricevuta", exact=True)).to_be_visible()
    look(visit, "receipt")
    application.refresh_from_db()
    assert (application.state, application.score) == ("submitted", Decimal("16.5"))
    assert len(application.receipt.files) == 2


def test_file_broken_off_goes_on_and_what_is_there_is_ordered_and_replaced(visit, field):
    """Two files dropped together: the connection breaks in the middle of the first one, and comes back."""
    application = field.start()
    page, place = visit.page, f"#r{key('A1')}"
    visit.sign_in(field.clerk)
    open_section(visit, field, 0)
    offsets = []

    def break_the_second_part(route):
        offsets.append(route.request.headers.get("upload-offset"))
        if offsets.count("1048576") == 1 and offsets[-1] == "1048576":
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/documenti/carica/*/", break_the_second_part)
    large = ["relazione_finale.csv", "nome;numero\n" * 150_000]
    page.evaluate(DROP, [f"{place} [data-drop]", [large, ["delibera_12.txt", "La Giunta"]]])
    page.locator(".fn-upload-row.is-done").nth(1).wait_for()
    visit.faults[:] = [fault for fault in visit.faults if "ERR_CONNECTION_RESET" not in fault]
    # The part that did not arrive was sent again, and nothing that had arrived.
    assert offsets == ["0", "1048576", "1048576", "0"]
    files = page.locator(f"{place} .fn-kept-files > li")
    expect(files).to_have_count(2)
    expect(page.locator(f"{place} [data-why]")).to_contain_text("Senza risposta")
    look(visit, "files")

    files.nth(1).locator("[data-handle]").focus()
    with page.expect_response("**/documenti/ordine/"):
        page.keyboard.press("ArrowUp")
    files.nth(0).get_by_role("link", name="Sostituisci").click()
    look(visit, "replace")
    newer = {"name": "delibera_13.txt", "mimeType": "text/plain", "buffer": b"La Giunta, di nuovo"}
    page.locator("input[type=file]").set_input_files(newer)
    page.get_by_role("button", name="Sostituisci il file").click()
    page.get_by_text("1 versione precedente").click()
    expect(page.get_by_role("link", name="delibera_12.txt", exact=True)).to_be_visible()
    rows = AnswerEvidence.objects.current().filter(answer__application=application).order_by("order")
    assert [row.document.title for row in rows] == ["Delibera 13", "Relazione finale"]


def test_answers_and_files_are_saved_as_one_goes_and_two_texts_are_shown(visit, field):
    application = field.start()
    page = visit.page
    visit.sign_in(field.clerk)
    open_section(visit, field, 0)
    page.evaluate(DROP, [f"#r{key('A1')} [data-drop]", [["delibera_12.txt", "La Giunta"], ["a.exe", "MZ"]]])
    page.locator(".fn-upload-row.is-bad").wait_for()
    visit.faults[:] = [fault for fault in visit.faults if ": 422 for" not in fault]
    assert AnswerEvidence.objects.get().document.title == "Delibera 12"
    page.locator(f"#r{key('A1')}").get_by_label("Sì").check()
    expect(page.locator("[data-save-status]")).to_contain_text("Bozza salvata")
    expect(page.locator("[data-score]")).to_contain_text("10 punti")
    expect(page.locator(f"#r{key('A1')} [data-why]")).to_contain_text("Soddisfatto: dà 10 punti.")
    look(visit, "autosaved")

    answer = Answer.objects.get(requirement__code="A1")
    Answer.objects.filter(pk=answer.pk).update(note="Testo del sindaco", revision=9, updated_by=field.mayor)
    page.locator(f"#note-{key('A1')}").fill("Testo mio")
    expect(page.locator("[data-save-status]")).to_contain_text("Qualcuno ha cambiato")
    visit.faults[:] = [fault for fault in visit.faults if ": 409 for" not in fault]
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator(".appl-theirs")).to_contain_text("Testo del sindaco")
    expect(page.locator(f"#note-{key('A1')}")).to_have_value("Testo mio")
    look(visit, "conflict")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator(".appl-theirs")).to_have_count(0)
    assert Answer.objects.get(application=application, requirement__code="A1").note == "Testo mio"
