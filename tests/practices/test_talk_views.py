"""The pages of questions: what each reader sees, kept input, paging, limits, number of queries."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from familynet.accounts.roles import Role
from practices.models import Answer, Question
from tests.factories.practices import PracticeFactory
from tests.factories.talk import AnswerFactory, QuestionFactory
from tests.practices.talk import agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(editor):
    return PracticeFactory(published=True, author=editor)


@pytest.fixture(autouse=True)
def _cold():
    cache.clear()
    ContentType.objects.get_for_models(Question, Answer)


def page(practice):
    return reverse("practices:questions", args=[practice.slug])


def test_panel_is_for_officials_of_the_exchange_only(practice, client_as, editor, foreigner, trento, piemonte):
    QuestionFactory(practice=practice, text="Domanda riservata")
    url = practice.get_absolute_url()
    assert "una aspetta risposta" in client_as(editor).get(url).text
    assert "aspetta risposta" not in client_as(foreigner).get(url).text
    agree(trento, piemonte)
    assert page(practice) in client_as(foreigner).get(url).text
    anonymous = client_as().get(url)
    assert "Domande e risposte" not in anonymous.text
    assert anonymous.cookies == {}
    assert client_as().get(page(practice)).status_code == 302


def test_text_is_formatted_and_cannot_become_markup(practice, client_as, editor):
    QuestionFactory(practice=practice, text="**Ciao** <script>alert(1)</script> [x](javascript:alert(1))")
    text = client_as(editor).get(page(practice)).text
    assert "<strong>Ciao</strong>" in text
    assert "<script>alert" not in text
    assert "javascript:alert" not in re.sub(r"\[x\]\(javascript:alert\(1\)\)", "", text)


def test_ask_leads_to_the_question(practice, client_as, editor):
    answer = client_as(editor).post(page(practice), {"text": "Quanto costa?", "section": "risultati"})
    question = Question.objects.get()
    assert answer["Location"] == f"{page(practice)}?domanda={question.pk}#q{question.pk}"
    assert (question.section, question.author) == ("risultati", editor)


def test_refused_question_keeps_what_was_typed(practice, client_as, editor, validator):
    data = {"text": "   ", "section": "risultati", "also": [validator.pk]}
    answer = client_as(editor).post(page(practice), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["text"] == ["Scrivi un testo."]
    assert '<option value="risultati" selected>' in answer.text
    assert re.search(rf'value="{validator.pk}"[^>]*checked', answer.text)
    assert Question.objects.count() == 0


def test_person_who_may_not_read_cannot_be_told(practice, client_as, editor, foreigner):
    for stranger in (foreigner.pk, "abc", "9" * 30):
        answer = client_as(editor).post(page(practice), {"text": "Ciao", "also": [stranger]})
        assert "also" in answer.context["form"].errors


def test_too_many_texts_are_refused_and_the_text_is_kept(practice, client_as, editor, monkeypatch):
    monkeypatch.setattr("practices.views.talk.TEXTS_AN_HOUR", 1)
    browser = client_as(editor)
    assert browser.post(page(practice), {"text": "Prima"}).status_code == 302
    refused = browser.post(page(practice), {"text": "Seconda domanda"})
    assert (refused.status_code, Question.objects.count()) == (429, 1)
    assert "Seconda domanda" in refused.text


def test_link_to_a_question_opens_the_page_it_is_on(practice, client_as, editor):
    old = QuestionFactory(practice=practice, text="La più vecchia")
    QuestionFactory.create_batch(25, practice=practice)
    browser = client_as(editor)
    assert "La più vecchia" not in browser.get(page(practice)).text
    found = browser.get(old.get_absolute_url())
    assert (found.context["page_obj"].number, f'id="q{old.pk}"' in found.text) == (3, True)
    for odd in ("0", "x", "9" * 40, "-1"):
        assert browser.get(page(practice), {"domanda": odd, "page": odd}).status_code == 200


def test_list_of_those_that_wait(practice, client_as, editor):
    QuestionFactory(practice=practice, text="Aperta", state="open")
    QuestionFactory(practice=practice, text="Risposta", state="answered")
    shown = client_as(editor).get(page(practice), {"stato": "aperte"}).context["questions"]
    assert [question.text for question in shown] == ["Aperta"]


def test_hidden_text_is_read_by_its_author_and_by_validators_only(
    practice, client_as, editor, colleague, validator
):
    hidden = {"hidden_at": timezone.now(), "hidden_by": validator, "hidden_reason": "Dati personali."}
    QuestionFactory(practice=practice, author=editor, text="Il segreto", **hidden)
    for reader, reads in ((editor, True), (validator, True), (colleague, False)):
        text = client_as(reader).get(page(practice)).text
        assert ("Il segreto" in text, "Dati personali." in text) == (reads, True)


def test_correction_shows_what_was_said_before(practice, client_as, editor):
    browser = client_as(editor)
    browser.post(page(practice), {"text": "Quando costa?"})
    question = Question.objects.get()
    edit = reverse("practices:edit_question", args=[practice.slug, question.pk])
    assert "Quando costa?" in browser.get(edit).text
    browser.post(edit, {"text": "Quanto costa?"})
    text = browser.get(page(practice)).text
    assert text.index("Quanto costa?") < text.index("Prima diceva:") < text.index("Quando costa?")


def test_question_of_another_practice_is_not_found(practice, client_as, editor):
    other = QuestionFactory(author=editor)
    for name in ("answer_question", "edit_question", "hide_question"):
        url = reverse(f"practices:{name}", args=[practice.slug, other.pk])
        assert client_as(editor).get(url).status_code == 404


def test_who_is_slower_gets_the_page_of_conflicts(practice, client_as, editor):
    question = QuestionFactory(practice=practice, author=editor, state="closed")
    url = reverse("practices:answer_question", args=[practice.slug, question.pk])
    assert client_as(editor).post(url, {"text": "Tardi"}).status_code == 409
    close = reverse("practices:move_question", args=[practice.slug, question.pk, "close"])
    assert client_as(editor).post(close).status_code == 409


def test_questions_are_in_no_search_feed_or_map(practice, client):
    QuestionFactory(practice=practice, text="Parolachiave segretissima")
    urls = (
        "/cerca/?q=segretissima",
        "/buone-pratiche/?q=segretissima",
        "/sitemap.xml",
        practice.get_absolute_url(),
    )
    assert [url for url in urls if "Parolachiave" in client.get(url).text] == []


@pytest.mark.parametrize("rows", [1, 30])
def test_number_of_queries_does_not_depend_on_the_rows(
    practice, client_as, official, piemonte, trento, rows, django_assert_num_queries
):
    agree(trento, piemonte)
    reader = official(Role.PRACTICE_EDITOR, piemonte)
    for question in QuestionFactory.create_batch(min(rows, 10), practice=practice, author=reader):
        question.mentioned.set([reader])
        for answer in AnswerFactory.create_batch(rows, question=question, edited_at=timezone.now()):
            answer.mentioned.set([reader])
    browser = client_as(reader)
    with django_assert_num_queries(21):
        assert browser.get(page(practice)).status_code == 200
    with django_assert_num_queries(21):
        assert browser.get(practice.get_absolute_url()).status_code == 200
