"""Ask, answer, correct, hide, choose the answer that helped, close and reopen."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from practices.emails import talk as news
from practices.mentions import find_mentions
from practices.models import TALK_LENGTH, Answer, Contribution, Practice, Question
from practices.permissions.talk import (
    can_answer,
    can_edit_contribution,
    can_hide,
    can_talk,
    people_of,
    practice_of,
    speaks_for,
)
from practices.sections import BY_NAME
from practices.workflow.talk import QUESTION_WORKFLOW


@transaction.atomic
def ask_question(
    practice: Practice, *, text: str, by: User, section: str = "", also: Iterable[User] = ()
) -> Question:
    """Ask about a public practice; tells those who wrote and validate it, who is mentioned, who follows it.

    `also` are people to tell besides those named in the text. Raises PermissionDenied, ValidationError.
    """
    administration = speaks_for(by, practice)
    if administration is None:
        raise PermissionDenied("ask")
    if section and section not in BY_NAME:
        raise ValidationError({"section": _("Questa sezione non c'è.")})
    question = Question.objects.create(
        practice=practice, author=by, administration_id=administration, text=_checked(text), section=section
    )
    mentioned = _mention(question, also, by)
    record(question, "ask", label=lambda: _("Domanda posta"), by=by)
    news.asked(question, mentioned)
    return question


@transaction.atomic
def answer_question(question: Question, *, text: str, by: User, also: Iterable[User] = ()) -> Answer:
    """Answer; the first answer of somebody else than the asker moves the question on.

    Raises PermissionDenied, ValidationError, TransitionConflict (closed in the meantime).
    """
    current = _locked(question)
    administration = speaks_for(by, current.practice)
    if administration is None or not can_answer(by, current):
        raise PermissionDenied("answer")
    if current.state == Question.State.CLOSED:
        raise TransitionConflict(current)
    answer = Answer.objects.create(
        question=current, author=by, administration_id=administration, text=_checked(text)
    )
    mentioned = _mention(answer, also, by)
    if current.state == Question.State.OPEN and by.pk != current.author_id:
        advance(QUESTION_WORKFLOW, current, "answer", by=by, data={"answer": answer.pk})
    else:
        record(current, "add_answer", label=lambda: _("Altra risposta"), by=by, data={"answer": answer.pk})
    news.answered(answer, mentioned)
    return answer


@transaction.atomic
def edit_contribution(item: Contribution, *, text: str, by: User, also: Iterable[User] = ()) -> Contribution:
    """The author corrects the own text; what it said before stays in the history. Tells who is newly mentioned."""
    current: Any = type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)
    if not can_edit_contribution(by, current) or not can_talk(by, practice_of(current)):
        raise PermissionDenied("edit")
    before, text = current.text, _checked(text)
    if text == before and not also:
        return current
    known = set(current.mentioned.values_list("pk", flat=True))
    if text != before:
        current.text, current.edited_at = text, timezone.now()
        current.save(update_fields=["text", "edited_at"])
        record(current, "edit", label=lambda: _("Testo corretto"), by=by, data={"before": before})
    mentioned = _mention(current, also, by)
    news.mentioned_now(current, [person for person in mentioned if person.pk not in known])
    return current


@transaction.atomic
def hide_contribution(item: Contribution, *, reason: str, by: User) -> HistoryEntry:
    """A validator hides a text from the others, with the reason that stands in its place; it is never deleted."""
    if not can_hide(by, item):
        raise PermissionDenied("hide")
    if not reason.strip():
        raise ValidationError({"reason": _("Scrivi il motivo: lo legge chi ha scritto il testo.")})
    hidden = (
        type(item)
        ._default_manager.filter(pk=item.pk, hidden_at=None)
        .update(hidden_at=timezone.now(), hidden_by=by, hidden_reason=reason.strip()[:500])
    )
    if not hidden:
        raise TransitionConflict(item)
    item.refresh_from_db()
    entry = record(item, "hide", label=lambda: _("Testo nascosto"), by=by, comment=reason.strip())
    news.hidden(item, by=by)
    return entry


@transaction.atomic
def accept_answer(answer: Answer, *, by: User) -> HistoryEntry:
    """Who asked says which answer helped; the question is closed with it. Of two at once one wins."""
    question = _locked(answer.question)
    if answer.is_hidden:
        raise TransitionConflict(question)
    entry = advance(QUESTION_WORKFLOW, question, "accept", by=by, data={"answer": answer.pk})
    Answer.objects.filter(pk=answer.pk).update(is_accepted=True)
    news.accepted(answer, by=by)
    return entry


@transaction.atomic
def close_question(question: Question, *, by: User) -> HistoryEntry:
    """Nothing more to say: no further answers."""
    return advance(QUESTION_WORKFLOW, question, "close", by=by)


@transaction.atomic
def reopen_question(question: Question, *, by: User) -> HistoryEntry:
    """The question waits again; no answer counts as the one that helped."""
    entry = advance(QUESTION_WORKFLOW, question, "reopen", by=by)
    question.answers.filter(is_accepted=True).update(is_accepted=False)
    return entry


def _locked(question: Question) -> Question:
    """The row, held to the end of the transaction, with its practice."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("practice")
    return rows.get(pk=question.pk)


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Scrivi un testo.")})
    if len(text) > TALK_LENGTH:
        raise ValidationError({"text": _("Il testo è troppo lungo: al massimo %d caratteri.") % TALK_LENGTH})
    return text


def _mention(item: Contribution, also: Iterable[User], by: User) -> list[User]:
    """Keep who is mentioned: those named in the text and `also`, if they may read it. Nobody mentions oneself."""
    practice = practice_of(item)
    chosen = {person.pk for person in also}
    people = find_mentions(item.text, practice)
    people += people_of(practice).filter(pk__in=chosen - {person.pk for person in people}) if chosen else []
    people = [person for person in people if person.pk != by.pk]
    item.mentioned.set(people)
    return people
