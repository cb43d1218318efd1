"""The first slice, played through: upload, changes asked, published, found by anyone."""

import pytest
from django.core import mail

from familynet.accounts.roles import Role
from practices.models import Practice
from tests.browser.texts import SECTIONS, word_file
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.practices import PolicyAreaFactory, TargetGroupFactory

PASSWORD = "una-frase-lunga-e-facile"


@pytest.fixture
def people(db):
    administration = AdministrationFactory(piemonte=True)
    AdministrationFactory(trento=True)
    PolicyAreaFactory()
    TargetGroupFactory()
    cast = {}
    for role in (Role.PRACTICE_EDITOR, Role.PRACTICE_VALIDATOR):
        person = UserFactory(administration=administration)
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        RoleAssignmentFactory(user=person, role=role, administration=administration)
        cast[role] = person
    return cast


def sign_in(visit, person):
    """Through the form, as a person does."""
    visit.go("/accesso/?next=/scrivania/buone-pratiche/")
    visit.check_accessible()
    visit.page.get_by_label("E-mail").fill(person.email)
    visit.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visit.page.get_by_role("button", name="Accedi", exact=True).click()
    visit.page.wait_for_url("**/scrivania/buone-pratiche/")
    visit.check_accessible()


def write(visit):
    """Create the draft and fill every section; the last one with two documents."""
    page = visit.page
    visit.go("/scrivania/buone-pratiche/nuova/")
    page.get_by_label("Titolo").fill("Casette per cambiare i neonati")
    visit.check_accessible()
    with page.expect_navigation():
        page.get_by_role("button", name="Crea la bozza").click()
    practice = Practice.objects.get()
    base = f"/scrivania/buone-pratiche/{practice.uuid}/modifica/"

    def save():
        visit.check_accessible()
        with page.expect_navigation():
            page.locator("button[name=go][value=next]").click()

    visit.go(base + "in-breve/")
    page.locator("[name=summary]").fill("Punti di sosta per chi ha bambini piccoli, nei parchi e in piazza.")
    page.locator("[name=policy_area]").select_option(index=1)
    page.locator("[name=target_groups]").first.check()
    save()
    visit.go(base + "dove-e-quando/")
    page.locator("[name=scope][value=whole]").check()
    page.locator("[name=started_on]").fill("2020-03-01")
    page.locator("[name=is_ongoing]").check()
    save()
    for section, fields in SECTIONS.items():
        visit.go(f"{base}{section}/")
        for name, text in fields.items():
            page.locator(f"[name={name}]").fill(text)
        save()
    visit.go(base + "documenti/")
    page.locator("[name=sources]").fill("Deliberazione comunale del 2020.")
    listino = {"name": "listino.txt", "mimeType": "text/plain", "buffer": "Fasciatoio: 120 €".encode()}
    page.locator("input[type=file]").set_input_files([word_file(), listino])
    if visit.javascript:
        page.locator(".fn-kept-files > li").nth(1).wait_for()
    save()
    return practice


def act(visit, practice, label):
    """A step of the workflow with its confirmation page."""
    visit.go(f"/scrivania/buone-pratiche/{practice.uuid}/")
    visit.check_accessible()
    with visit.page.expect_navigation():
        visit.page.get_by_role("link", name=label).click()
    visit.check_accessible()
    with visit.page.expect_navigation():
        visit.page.locator("main form button[type=submit]").click()


def decide(visit, practice, outcome, comment):
    visit.go(f"/scrivania/buone-pratiche/{practice.uuid}/valutazione/")
    visit.check_accessible()
    visit.page.locator(f"[name=decision][value={outcome}]").check()
    visit.page.locator("textarea[name=comment]").fill(comment)
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Conferma la decisione").click()


# The exchange journey plays it through in the shape "wide".
@pytest.mark.parametrize("any_visit", ["narrow", "wide-nojs"], indirect=True)
def test_practice_goes_from_upload_to_the_public_page(any_visit, new_visit, people):
    editor, validator = any_visit, new_visit("wide" if any_visit.javascript else "wide-nojs")
    sign_in(editor, people[Role.PRACTICE_EDITOR])
    practice = write(editor)
    assert [row.document.title for row in practice.practice_documents.order_by("position")] == [
        "Scheda",
        "Listino",
    ]
    act(editor, practice, "Invia alla validazione")

    sign_in(validator, people[Role.PRACTICE_VALIDATOR])
    decide(validator, practice, "request_changes", "Aggiungi chi pulisce la casetta.")
    practice.refresh_from_db()
    assert practice.state == Practice.State.CHANGES_REQUESTED

    editor.go(f"/scrivania/buone-pratiche/{practice.uuid}/")
    assert editor.page.get_by_text("Aggiungi chi pulisce la casetta.").first.is_visible()
    act(editor, practice, "Invia alla validazione")
    decide(validator, practice, "publish", "Ora è completa: si pubblica.")
    practice.refresh_from_db()
    assert practice.state == Practice.State.PUBLISHED

    reader = new_visit("narrow" if any_visit.javascript else "narrow-nojs")
    reader.go("/buone-pratiche/?q=casetta+neonato")
    reader.check_accessible()
    assert reader.page.locator("mark").first.is_visible()
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="Casette per cambiare i neonati").first.click()
    reader.check_accessible()
    assert reader.page.get_by_text("ufficio@famiglia.example").count() == 0
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Listino").first.click()
    assert download.value.suggested_filename == "listino.txt"
    assert reader.page.context.cookies() == []
    assert mail.outbox == []  # mail leaves by the job worker, never in the request
