"""Names in a text: who is meant, and how they are shown."""

import pytest
from django.urls import reverse

from familynet.kernel.text import rich_text
from familynet.notifications.models import Notification
from practices import actions
from practices.mentions import find_mentions, suggest_people, with_bold_names
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.practices.talk import agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(official, piemonte, trento):
    agree(trento, piemonte)
    names = ("Anna Ferrero", "Anna Ferrero Rossi", "Luca D'Angelo", "Niccolò Sant’Elia", "Anna Bo", "Anna Bo")
    sides = (piemonte, trento, piemonte, trento, piemonte, trento)
    made = [official("practice_editor", side, full_name=name) for name, side in zip(names, sides, strict=True)]
    UserFactory(full_name="Carla Esterna")
    official("practice_editor", piemonte, full_name="Dario Uscito", is_active=False)
    return made


@pytest.fixture
def practice(piemonte):
    return PracticeFactory(published=True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chiedo a @Anna Ferrero.", ["Anna Ferrero"]),
        ("@anna ferrero, e @LUCA D'ANGELO!", ["Anna Ferrero", "Luca D'Angelo"]),
        ("(@Anna Ferrero Rossi)", ["Anna Ferrero Rossi"]),
        ("@Anna Ferrero Rossini", ["Anna Ferrero"]),
        ("@Niccolo Sant'Elia", ["Niccolò Sant’Elia"]),
        ("@Anna Bo", []),
        ("@Carla Esterna @Dario Uscito @Nessuno Mai", []),
        ("scrivi a info@Anna Ferrero", []),
        ("@", []),
        ("@@@ Anna Ferrero", []),
        ("@Anna\nFerrero", []),
    ],
)
def test_name_after_the_sign_is_the_person_who_may_read(people, practice, text, names):
    assert sorted(person.full_name for person in find_mentions(text, practice)) == sorted(names)


def test_many_signs_cost_one_query(people, practice, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        find_mentions("@Anna Ferrero " * 500, practice)


def test_unknown_mention_stays_text_and_the_chosen_one_of_two_is_told(people, practice, editor):
    one = people[4]
    question = actions.ask_question(practice, text="@Anna Bo e @Chi Sarà?", by=editor, also=[one])
    assert question.text == "@Anna Bo e @Chi Sarà?"
    assert list(question.mentioned.all()) == [one]
    note = Notification.objects.get(recipient=one)
    assert note.reason == "Sei stato menzionato."


def test_correction_tells_only_who_is_named_for_the_first_time(people, practice, editor):
    question = actions.ask_question(practice, text="@Anna Ferrero", by=editor)
    before = Notification.objects.count()
    actions.edit_contribution(question, text="@Anna Ferrero e @Luca D'Angelo", by=editor)
    new = Notification.objects.order_by("pk")[before:]
    assert [note.recipient.full_name for note in new] == ["Luca D'Angelo"]


def test_mentioned_names_are_bold_and_nothing_else_is_markup(people):
    text = with_bold_names("@Anna Ferrero <script>x</script> @Altra", people[:1])
    html = rich_text(text)
    assert "<strong>@Anna Ferrero</strong>" in html
    assert "<script" not in html
    assert with_bold_names("@**x**", [UserFactory(full_name="**x**")]) == "@**x**"


def test_suggestions_are_those_who_may_read_and_never_an_address(people, practice, client_as, editor):
    assert {person.full_name for person in suggest_people(practice, "ann fer")} == {
        "Anna Ferrero",
        "Anna Ferrero Rossi",
    }
    url = reverse("practices:talk_people", args=[practice.slug])
    answer = client_as(editor).get(url, {"q": "anna f"})
    assert [item["label"] for item in answer.json()["results"]] == ["Anna Ferrero", "Anna Ferrero Rossi"]
    assert {item["note"] for item in answer.json()["results"]} == {"Piemonte", "Trento"}
    assert "@" not in answer.text
    assert client_as(editor).get(url, {"q": "a"}).json() == {"results": []}


def test_suggestions_are_limited_per_minute(people, practice, client_as, editor, monkeypatch):
    monkeypatch.setattr("practices.views.talk.QUESTIONS_A_MINUTE", 2)
    browser, url = client_as(editor), reverse("practices:talk_people", args=[practice.slug])
    assert [browser.get(url, {"q": "anna"}).status_code for _ in range(3)] == [200, 200, 429]
