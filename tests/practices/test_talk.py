"""Ask, answer, correct, hide, accept: who may, who is told, what two at once do."""

import datetime
from collections import Counter

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification, Topic
from practices import actions
from practices.desk.questions import questions_waiting_for
from practices.models import Answer, Question
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.talk import AnswerFactory, QuestionFactory
from tests.kernel.threads import together
from tests.practices.talk import agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(editor):
    return PracticeFactory(published=True, author=editor, title="Nati per leggere")


@pytest.fixture
def partner(foreigner, trento, piemonte):
    """Writes for Trento, which exchanges practices with Piemonte."""
    agree(trento, piemonte)
    return foreigner


def told():
    """(recipient, reason, subject) of every notification."""
    return set(Notification.objects.values_list("recipient", "reason", "subject"))


# --- Who reads and writes --------------------------------------------------------------------


def test_partner_asks_and_who_answers_for_the_practice_is_told(practice, partner, editor, validator):
    question = actions.ask_question(practice, text="  Quanto costa? ", section="costi-e-risorse", by=partner)

    assert (question.text, question.administration.slug, question.state) == ("Quanto costa?", "trento", "open")
    subject = "Nuova domanda su “Nati per leggere”"
    assert told() == {
        (editor.pk, "Hai scritto questa pratica.", subject),
        (validator.pk, "Validi le buone pratiche di questa amministrazione.", subject),
    }
    note = Notification.objects.get(recipient=editor)
    assert (note.topic, note.text) == (Topic.TALK, "Quanto costa?")
    assert note.path == f"/buone-pratiche/{practice.slug}/domande/?domanda={question.pk}#q{question.pk}"
    assert HistoryEntry.objects.of(question).get().verb == "ask"
    assert HistoryEntry.objects.of(practice).count() == 0


def test_without_a_protocol_nobody_of_the_other_side_takes_part(practice, foreigner):
    asked = QuestionFactory(practice=practice)
    with pytest.raises(PermissionDenied):
        actions.ask_question(practice, text="Perché?", by=foreigner)
    with pytest.raises(PermissionDenied):
        actions.answer_question(asked, text="Così.", by=foreigner)
    assert list(Question.objects.visible_to(foreigner)) == []


def test_protocol_without_good_practices_or_ended_by_a_party_opens_nothing(practice, foreigner, trento, piemonte):
    protocol = agree(trento, piemonte)
    protocol.areas.update(code="instruments")
    assert list(Question.objects.visible_to(foreigner)) == []
    protocol.areas.update(code="good_practices")
    QuestionFactory(practice=practice)
    assert Question.objects.visible_to(foreigner).count() == 1
    type(protocol).objects.filter(pk=protocol.pk).update(ended_on=datetime.date(2024, 1, 1))
    assert list(Question.objects.visible_to(foreigner)) == []


def test_auditor_reads_and_writes_nothing(practice, official, piemonte):
    auditor = official(Role.AUDITOR, piemonte)
    question = QuestionFactory(practice=practice)
    assert list(Question.objects.visible_to(auditor)) == [question]
    with pytest.raises(PermissionDenied):
        actions.ask_question(practice, text="Perché?", by=auditor)


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "rejected"])
def test_nobody_asks_about_what_is_not_public(editor, state):
    hidden = PracticeFactory(**{state: True}, author=editor)
    with pytest.raises(PermissionDenied):
        actions.ask_question(hidden, text="Perché?", by=editor)


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 4001])
def test_empty_or_endless_text_is_refused(practice, editor, text):
    with pytest.raises(ValidationError):
        actions.ask_question(practice, text=text, by=editor)
    assert Question.objects.count() == 0


def test_unknown_section_is_refused(practice, editor):
    with pytest.raises(ValidationError):
        actions.ask_question(practice, text="Perché?", section="altro", by=editor)


# --- Answers ---------------------------------------------------------------------------------


def test_answer_moves_the_question_and_tells_who_asked_and_who_takes_part(practice, partner, editor, colleague):
    question = QuestionFactory(practice=practice, author=partner)
    actions.answer_question(question, text="Poco.", by=colleague)
    assert Question.objects.get().state == "answered"
    assert {(pk, reason) for pk, reason, _ in told()} == {(partner.pk, "Hai fatto questa domanda.")}
    Notification.objects.all().delete()

    actions.answer_question(question, text="Pochissimo.", by=editor)

    assert {(pk, reason) for pk, reason, _ in told()} == {
        (partner.pk, "Hai fatto questa domanda."),
        (colleague.pk, "Hai risposto a questa domanda."),
    }


def test_who_asked_adds_something_and_the_question_still_waits(practice, editor):
    question = QuestionFactory(practice=practice, author=editor)
    actions.answer_question(question, text="Intendo all'anno.", by=editor)
    assert Question.objects.get().state == "open"


def test_closed_question_takes_no_answer_until_it_is_reopened(practice, editor, colleague):
    question = QuestionFactory(practice=practice, author=editor)
    answer = actions.answer_question(question, text="Poco.", by=colleague)
    actions.accept_answer(answer, by=editor)
    with pytest.raises(TransitionConflict):
        actions.answer_question(question, text="Tanto.", by=colleague)

    actions.reopen_question(Question.objects.get(), by=editor)

    assert (Question.objects.get().state, Answer.objects.get().is_accepted) == ("open", False)
    actions.answer_question(question, text="Tanto.", by=colleague)


def test_only_who_asked_says_which_answer_helped(practice, editor, colleague, validator):
    answer = AnswerFactory(question__practice=practice, question__author=editor, author=colleague)
    for other in (colleague, validator):
        with pytest.raises(PermissionDenied):
            actions.accept_answer(answer, by=other)
    actions.accept_answer(answer, by=editor)
    answer.refresh_from_db()
    assert (answer.is_accepted, Question.objects.get().state) == (True, "closed")
    assert told() == {
        (colleague.pk, "Hai risposto a questa domanda.", "La tua risposta su “Nati per leggere” è servita")
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_accepted_at_once_one_is_kept():
    piemonte = AdministrationFactory(piemonte=True)
    asker = RoleAssignmentFactory(administration=piemonte).user
    question = QuestionFactory(author=asker)
    answers = AnswerFactory.create_batch(4, question=question)
    takes = [
        lambda pk=answer.pk: actions.accept_answer(Answer.objects.get(pk=pk), by=User.objects.get(pk=asker.pk))
        for answer in answers
    ]
    outcomes = Counter(type(outcome) for outcome in together(*takes))
    assert outcomes == {HistoryEntry: 1, TransitionConflict: 3}
    assert Answer.objects.filter(is_accepted=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_answers_at_once_are_both_kept():
    piemonte = AdministrationFactory(piemonte=True)
    people = [RoleAssignmentFactory(administration=piemonte).user.pk for _ in range(3)]
    question = QuestionFactory()
    answers = [
        lambda pk=pk: actions.answer_question(question, text=f"Io {pk}", by=User.objects.get(pk=pk))
        for pk in people
    ]
    assert Counter(type(outcome) for outcome in together(*answers)) == {Answer: 3}
    assert Question.objects.get().state == "answered"
    assert sorted(HistoryEntry.objects.of(question).values_list("verb", flat=True)) == [
        "add_answer",
        "add_answer",
        "answer",
    ]


# --- Correct and hide ------------------------------------------------------------------------


def test_author_corrects_for_a_quarter_of_an_hour_and_the_old_text_stays(practice, editor, colleague):
    with time_machine.travel(datetime.datetime(2030, 3, 2, 9, 0, tzinfo=datetime.UTC), tick=False) as clock:
        question = actions.ask_question(practice, text="Quando costa?", by=colleague)
        clock.shift(datetime.timedelta(minutes=14))
        actions.edit_contribution(question, text="Quanto costa?", by=colleague)
        clock.shift(datetime.timedelta(minutes=1))
        with pytest.raises(PermissionDenied):
            actions.edit_contribution(question, text="Costa?", by=colleague)
    question.refresh_from_db()
    assert (question.text, question.edited_at.minute) == ("Quanto costa?", 14)
    assert HistoryEntry.objects.of(question).first().data == {"before": "Quando costa?"}
    with pytest.raises(PermissionDenied):
        actions.edit_contribution(question, text="Mio", by=editor)


def test_validator_of_the_owner_hides_with_a_reason_and_nothing_is_deleted(
    practice, partner, validator, official, trento
):
    question = QuestionFactory(practice=practice, author=partner, text="Il numero di Maria è 333")
    with pytest.raises(PermissionDenied):
        actions.hide_contribution(question, reason="No", by=official(Role.PRACTICE_VALIDATOR, trento))
    with pytest.raises(ValidationError):
        actions.hide_contribution(question, reason=" ", by=validator)

    actions.hide_contribution(question, reason="Ci sono dati personali.", by=validator)

    question.refresh_from_db()
    assert (question.text, question.hidden_by) == ("Il numero di Maria è 333", validator)
    [note] = Notification.objects.filter(recipient=partner)
    assert (note.text, note.reason) == ("Ci sono dati personali.", "Hai scritto questo testo.")
    with pytest.raises(TransitionConflict):
        actions.hide_contribution(question, reason="Ancora.", by=validator)


def test_hidden_question_takes_no_answer_and_waits_on_no_desk(practice, editor, validator):
    question = QuestionFactory(practice=practice)
    assert [item.url for item in questions_waiting_for(editor)] == [question.get_absolute_url()]
    actions.hide_contribution(question, reason="Fuori tema.", by=validator)
    assert questions_waiting_for(editor) == []
    question.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.answer_question(question, text="Poco.", by=editor)


def test_desk_shows_questions_to_who_wrote_and_who_validates(practice, editor, colleague, validator, foreigner):
    QuestionFactory(practice=practice)
    QuestionFactory(practice=practice, state="answered")
    waiting = {who: len(questions_waiting_for(who)) for who in (editor, colleague, validator, foreigner)}
    assert waiting == {editor: 1, colleague: 0, validator: 1, foreigner: 0}


# --- Language, withdrawn practices -----------------------------------------------------------


def test_notification_leads_to_the_italian_page_whatever_language_the_writer_reads(practice, partner, editor):
    with translation.override("en"):
        actions.ask_question(practice, text="Perché?", by=partner)
    note = Notification.objects.get(recipient=editor)
    assert note.path.startswith("/buone-pratiche/")
    assert note.subject.startswith("Nuova domanda")


def test_person_who_left_hears_nothing_and_sees_nothing_more(practice, partner, editor):
    actions.ask_question(practice, text="Perché?", by=partner)
    note = Notification.objects.get(recipient=editor)
    assert list(Notification.objects.visible_to(editor)) == [note]
    editor.role_assignments.update(valid_to=timezone.now())

    leaver = User.objects.get(pk=editor.pk)
    actions.ask_question(practice, text="E poi?", by=partner)

    assert list(Notification.objects.visible_to(leaver)) == []
    assert Notification.objects.of(leaver).count() == 1


def test_mention_of_oneself_and_of_strangers_tells_nobody(practice, editor):
    stranger = UserFactory(full_name="Anna Fuori")
    question = actions.ask_question(practice, text=f"@{editor.full_name} @Anna Fuori", by=editor, also=[stranger])
    assert list(question.mentioned.all()) == []
