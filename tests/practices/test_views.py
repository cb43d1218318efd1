import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.models import Practice
from practices.sections import BY_NAME, SECTIONS, fingerprint
from tests.factories.practices import (
    PolicyAreaFactory,
    PracticeDocumentFactory,
    PracticeFactory,
    ReviewFactory,
    TargetGroupFactory,
)
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db
TEXT = b"Una relazione di prova, abbastanza lunga da essere un testo."


def edit_url(practice, section):
    return reverse("practices:edit", kwargs={"uuid": practice.uuid, "section_name": section})


def step_url(practice, name):
    return reverse("practices:transition", kwargs={"uuid": practice.uuid, "name": name})


def values(practice, name, **changes):
    """What the browser sends from an unchanged section, with changes."""
    fields = {
        "in-breve": {
            "title": practice.title,
            "summary": practice.summary,
            "policy_area": practice.policy_area_id or "",
            "target_groups": [group.pk for group in practice.target_groups.all()],
        },
        "problema-e-soluzione": {"problem": practice.problem, "solution": practice.solution},
        "documenti": {"sources": practice.sources},
    }
    base = {"base": fingerprint(practice, BY_NAME[name])}
    return {**base, **fields.get(name, {}), **changes}


@pytest.fixture
def draft(editor):
    return PracticeFactory(author=editor)


@pytest.fixture
def browser(client_as, editor):
    return client_as(editor)


# --- Public ----------------------------------------------------------------------------------


def test_public_pages_hold_no_contact_no_cookie_and_no_draft(client_as):
    practice = PracticeFactory(published=True)
    PracticeFactory(title="Segreta")
    for url in (reverse("practices:list"), practice.get_absolute_url()):
        response = client_as().get(url)
        page = response.content.decode()
        assert practice.title in page
        assert [
            w for w in ("Maria Contatto", "contatto.riservato", "Segreta", "csrfmiddlewaretoken") if w in page
        ] == []
        assert response.cookies == {}


def test_contact_is_shown_to_officials_of_either_administration(client_as, editor, foreigner):
    url = PracticeFactory(published=True).get_absolute_url()
    for user in (editor, foreigner):
        assert "contatto.riservato@piemonte.example" in client_as(user).get(url).content.decode()


def test_page_shows_facts_documents_and_public_history(client_as, validator, editor):
    practice = PracticeFactory(submitted=True, solution="**Grassetto** <script>x</script>")
    item = PracticeDocumentFactory(practice=practice)
    ReviewFactory(practice=practice, comment="Giudizio riservato", validator=validator, outcome="published")
    client_as(validator).post(practice.review_url, {"decision": "publish", "comment": "Bene così"})
    practice.refresh_from_db()
    page = client_as().get(practice.get_absolute_url()).content.decode()
    assert "<strong>Grassetto</strong>" in page
    assert "<script>x" not in page
    assert item.get_absolute_url().replace(item.practice.slug, practice.slug) in page
    assert ("Pubblicata" in page, "Bene così" in page, str(validator) in page) == (True, False, False)


def test_archived_page_stays_with_its_reason_and_leaves_the_list(client_as, validator):
    practice = PracticeFactory(published=True, title="Da archiviare")
    client_as(validator).post(step_url(practice, "archive"), {"comment": "Sostituita da un'altra."})
    page = client_as().get(practice.get_absolute_url()).content.decode()
    assert "Pratica archiviata" in page
    assert "Sostituita da un&#x27;altra." in page
    assert "Da archiviare" not in client_as().get(reverse("practices:list")).content.decode()


def test_document_is_an_attachment(client_as):
    item = PracticeDocumentFactory(practice=PracticeFactory(published=True))
    response = client_as().get(item.get_absolute_url())
    assert response["Content-Disposition"] == 'attachment; filename="relazione.txt"'
    assert b"".join(response.streaming_content) == b"testo"


def test_list_goes_through_pages_and_keeps_the_address(client_as):
    PracticeFactory.create_batch(13, published=True)
    page = client_as().get(reverse("practices:list"), {"administration": "piemonte", "page": 2})
    assert len(page.context["practices"]) == 1
    assert "?administration=piemonte&amp;page=1" in page.content.decode()


def test_empty_list_helps(client_as):
    page = client_as().get(reverse("practices:list"), {"q": "motocicletta"}).content.decode()
    assert "Nessuna buona pratica per “motocicletta”" in page


# --- Writing ---------------------------------------------------------------------------------


def test_create_begins_with_a_title(browser, piemonte, editor):
    response = browser.post(reverse("practices:create"), {"administration": piemonte.pk, "title": "Nido aperto"})
    practice = Practice.objects.get()
    assert (practice.title, practice.author) == ("Nido aperto", editor)
    assert response["Location"] == edit_url(practice, "in-breve")


def test_create_for_another_administration_is_refused(browser, trento):
    response = browser.post(reverse("practices:create"), {"administration": trento.pk, "title": "Nido"})
    assert "administration" in response.context["form"].errors
    assert not Practice.objects.exists()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_section_opens_and_takes_an_empty_form(browser, editor, section):
    practice = PracticeFactory(author=editor, empty=True)
    assert browser.get(edit_url(practice, section.name)).status_code == 200
    response = browser.post(edit_url(practice, section.name), {"title": "Titolo", "go": "stay"})
    assert response["Location"] == edit_url(practice, section.name)


@pytest.mark.parametrize(
    ("go", "target"), [("stay", "in-breve"), ("next", "problema-e-soluzione"), ("overview", None)]
)
def test_save_leads_where_the_button_says(browser, draft, go, target):
    response = browser.post(edit_url(draft, "in-breve"), values(draft, "in-breve", summary="Nuovo", go=go))
    draft.refresh_from_db()
    assert draft.summary == "Nuovo"
    assert response["Location"] == (edit_url(draft, target) if target else draft.work_url)


def test_invalid_field_keeps_its_text_and_the_others_are_saved(browser, draft):
    data = values(draft, "in-breve", summary="Molto lungo " * 60, title="Titolo nuovo")
    response = browser.post(edit_url(draft, "in-breve"), data)
    draft.refresh_from_db()
    assert draft.title == "Titolo nuovo"
    assert draft.summary == "Uno spazio per i genitori."
    assert "Molto lungo Molto lungo" in response.content.decode()
    assert "summary" in response.context["form"].errors


def test_dates_in_the_wrong_order_are_both_named(browser, draft):
    data = {"scope": "whole", "started_on": "2024-05-01", "ended_on": "2023-05-01"}
    response = browser.post(edit_url(draft, "dove-e-quando"), data)
    assert set(response.context["form"].errors) == {"started_on", "ended_on"}


def test_municipalities_are_typed_one_per_line(browser, draft):
    bra, alba = MunicipalityFactory(name="Bra"), MunicipalityFactory(name="Alba")
    MunicipalityFactory(name="Molveno", trento=True)
    data = {"scope": "municipalities", "municipalities": "bra (CN)\r\nALBA\r\n", "started_on": "2024-05-01"}
    browser.post(edit_url(draft, "dove-e-quando"), data)
    assert set(draft.municipalities.all()) == {bra, alba}
    response = browser.post(edit_url(draft, "dove-e-quando"), data | {"municipalities": "Molveno\nBraa"})
    errors = response.context["form"].errors["municipalities"]
    assert errors[0] == "Non trovo il Comune “Molveno” nel territorio dell'amministrazione."
    assert errors[1] == "Non trovo “Braa” nel territorio. Forse: Bra (CN)?"
    assert "Molveno\nBraa" in response.content.decode()
    assert set(draft.municipalities.all()) == {bra, alba}


def test_indicators_are_kept_without_empty_rows(browser, draft):
    data = {
        "results": "Bene.",
        "indicators-name": ["Bambini", ""],
        "indicators-before": ["10", ""],
        "indicators-after": ["20", ""],
        "indicators-source": ["", ""],
    }
    browser.post(edit_url(draft, "risultati"), data)
    draft.refresh_from_db()
    assert draft.indicators == [{"name": "Bambini", "before": "10", "after": "20", "source": ""}]


# --- Saving as one goes ----------------------------------------------------------------------


def autosave(browser, practice, section, data):
    return browser.post(edit_url(practice, section), data, headers={"X-Autosave": "1"})


def test_autosave_says_when_and_gives_a_new_base(browser, draft):
    data = values(draft, "problema-e-soluzione", problem="Uno")
    answer = autosave(browser, draft, "problema-e-soluzione", data).json()
    draft.refresh_from_db()
    assert draft.problem == "Uno"
    assert answer["message"].startswith("Bozza salvata alle ")
    again = autosave(browser, draft, "problema-e-soluzione", data | {"problem": "Due", "base": answer["base"]})
    assert again.json()["saved"]


def test_autosave_names_the_field_it_could_not_save(browser, draft):
    data = values(draft, "in-breve", title="Nuovo", summary="x" * 500)
    answer = autosave(browser, draft, "in-breve", data).json()
    assert (answer["saved"], list(answer["errors"])) == (True, ["id_summary"])
    assert "Resta da correggere: In breve." in answer["message"]


def test_autosave_after_a_lost_sign_in_is_sent_to_sign_in(client_as, draft):
    response = autosave(client_as(), draft, "in-breve", values(draft, "in-breve", title="Perso"))
    assert (response.status_code, response["Location"].startswith(reverse("account_login"))) == (302, True)


def test_autosave_says_whose_other_text_it_is(browser, client_as, colleague, draft):
    mine, theirs = (values(draft, "in-breve", summary=text) for text in ("Il mio testo", "L'altro testo"))
    browser.post(edit_url(draft, "in-breve"), theirs)
    answer = autosave(browser, draft, "in-breve", mine)
    assert (answer.status_code, "in un'altra scheda" in answer.json()["message"]) == (409, True)
    draft.refresh_from_db()
    again = values(draft, "in-breve", summary="Ancora un altro")
    client_as(colleague).post(edit_url(draft, "in-breve"), again)
    assert "Un'altra persona" in autosave(browser, draft, "in-breve", mine).json()["message"]


def test_second_editor_sees_both_texts_and_loses_nothing(browser, client_as, colleague, draft):
    mine = values(draft, "in-breve", summary="Il mio testo")
    client_as(colleague).post(edit_url(draft, "in-breve"), values(draft, "in-breve", summary="Il suo testo"))
    answer = autosave(browser, draft, "in-breve", mine)
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    response = browser.post(edit_url(draft, "in-breve"), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("Il mio testo" in page, "Il suo testo" in page, str(colleague) in page) == (True, True, True)
    assert Practice.objects.get(pk=draft.pk).summary == "Il suo testo"
    browser.post(edit_url(draft, "in-breve"), mine | {"base": response.context["base"]})
    assert Practice.objects.get(pk=draft.pk).summary == "Il mio testo"


def test_own_text_saved_from_another_page_is_not_said_to_be_of_another_person(browser, draft):
    mine = values(draft, "in-breve", summary="Prima pagina")
    browser.post(edit_url(draft, "in-breve"), values(draft, "in-breve", summary="Seconda pagina"))
    page = browser.post(edit_url(draft, "in-breve"), mine).content.decode()
    assert ("anche da un'altra pagina" in page, "Un'altra persona" in page) == (True, False)


def test_text_stays_on_the_page_when_the_practice_was_submitted_meanwhile(browser, draft):
    data = values(draft, "in-breve", summary="Appena scritto")
    Practice.objects.filter(pk=draft.pk).update(state="submitted", submitted_at="2026-01-01T10:00Z")
    response = browser.post(edit_url(draft, "in-breve"), data)
    assert response.status_code == 409
    assert "Appena scritto" in response.content.decode()


# --- Documents -------------------------------------------------------------------------------


def test_refused_file_is_named_with_its_reason_and_loses_nothing(browser, draft):
    files = [SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 40), SimpleUploadedFile("relazione_finale.txt", TEXT)]
    data = values(draft, "documenti", sources="Legge provinciale 1/2011") | {"documents": files}
    response = browser.post(edit_url(draft, "documenti"), data)
    draft.refresh_from_db()
    assert draft.sources == "Legge provinciale 1/2011"
    assert draft.practice_documents.get().document.title == "Relazione finale"
    assert "<strong>virus.exe</strong>: Il file è un programma" in response.content.decode()


def test_documents_are_ordered_described_and_removed_by_plain_forms(browser, draft):
    first, second = (PracticeDocumentFactory(practice=draft, position=n) for n in (1, 2))
    url = {"uuid": draft.uuid, "pk": second.pk}
    browser.post(reverse("practices:move_document", kwargs=url), {"direction": "up"})
    assert list(draft.practice_documents.values_list("pk", flat=True)) == [second.pk, first.pk]
    browser.post(reverse("practices:describe_document", kwargs=url), {"title": "Altro", "language": "fr"})
    second.document.refresh_from_db()
    assert (second.document.title, second.document.language) == ("Altro", "fr")
    browser.post(reverse("practices:remove_document", kwargs=url))
    assert list(draft.practice_documents.values_list("pk", flat=True)) == [first.pk]


# --- Steps -----------------------------------------------------------------------------------


def test_submit_page_links_what_is_missing(browser, editor):
    practice = PracticeFactory(author=editor, empty=True)
    page = browser.get(step_url(practice, "submit")).content.decode()
    assert f"{edit_url(practice, 'costi-e-risorse')}#id_costs" in page
    browser.post(step_url(practice, "submit"))
    assert Practice.objects.get(pk=practice.pk).state == "draft"


def test_review_asks_for_a_reason_and_keeps_the_choice(client_as, validator):
    practice = PracticeFactory(submitted=True)
    response = client_as(validator).post(practice.review_url, {"decision": "reject", "comment": " "})
    assert list(response.context["forms"].form.errors) == ["comment"]
    assert Practice.objects.get(pk=practice.pk).state == "submitted"


def test_whole_way_from_draft_to_publication(browser, client_as, validator, draft):
    PolicyAreaFactory(), TargetGroupFactory()
    browser.post(step_url(draft, "submit"))
    judge = client_as(validator)
    judge.post(draft.review_url, {"decision": "request_changes", "comment": "Aggiungi i costi."})
    assert "Aggiungi i costi." in browser.get(draft.work_url).content.decode()
    browser.post(edit_url(draft, "costi-e-risorse"), {"costs": "12.000 euro l'anno", "total_cost": "12000,50"})
    browser.post(step_url(draft, "submit"))
    judge.post(draft.review_url, {"decision": "publish", "comment": "Bene."})
    page = client_as().get(Practice.objects.get(pk=draft.pk).get_absolute_url()).content.decode()
    assert "12.000 euro" in page
    assert "12.000,50 euro" in page


def test_second_decision_meets_the_first(client_as, validator):
    practice = PracticeFactory(submitted=True)
    judge = client_as(validator)
    judge.post(practice.review_url, {"decision": "publish", "comment": "Bene."})
    response = judge.post(practice.review_url, {"decision": "reject", "comment": "No"})
    assert response.status_code == 409
    assert Practice.objects.get(pk=practice.pk).state == "published"


def test_work_list_counts_states_and_shows_mine(browser, editor):
    PracticeFactory(author=editor, title="Mia")
    PracticeFactory(submitted=True, title="Di altri")
    response = browser.get(reverse("practices:work"))
    assert {value: count for value, _label, count in response.context["tabs"] if count} == {
        "draft": 1,
        "submitted": 1,
    }
    page = browser.get(reverse("practices:work"), {"mine": "1"}).content.decode()
    assert ("Mia" in page, "Di altri" in page) == (True, False)
