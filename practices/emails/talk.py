"""Who is told of a question or an answer, and why: each once, by the nearest reason."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.text import plain_text
from familynet.notifications.actions import Addressee, notify_each
from familynet.notifications.models import Topic
from practices.followers import tell_followers
from practices.models import Answer, Contribution, Practice, Question
from practices.permissions.talk import people_of, practice_of
from practices.recipients import validators_of

MENTIONED = _("Sei stato menzionato.")
WROTE = _("Hai scritto questa pratica.")
VALIDATES = _("Validi le buone pratiche di questa amministrazione.")
ASKED = _("Hai fatto questa domanda.")
TAKES_PART = _("Hai risposto a questa domanda.")
AUTHOR = _("Hai scritto questo testo.")


def asked(question: Question, mentioned: Iterable[User]) -> None:
    """The mentioned, who wrote the practice, who validates for its administration, who follows it."""
    practice = question.practice
    people = [Addressee(person, MENTIONED) for person in mentioned] + owners_of(practice)
    subject = _about(_("Nuova domanda su “%(title)s”"), practice)
    _tell(question, question, people, subject=subject, by=question.author)


def answered(answer: Answer, mentioned: Iterable[User]) -> None:
    """The mentioned, who asked, who answered before, who wrote the practice, who follows it."""
    question = answer.question
    others = _readers(question.practice, question.answers.values("author"))
    people = [Addressee(person, MENTIONED) for person in mentioned]
    people += [Addressee(person, ASKED) for person in _readers(question.practice, [question.author_id])]
    people += [Addressee(person, TAKES_PART) for person in others]
    subject = _about(_("Nuova risposta su “%(title)s”"), question.practice)
    _tell(answer, question, people, subject=subject, by=answer.author)


def mentioned_now(item: Contribution, people: Iterable[User]) -> None:
    """Those whom a correction names for the first time."""
    question = _question_of(item)
    notify_each(
        [Addressee(person, MENTIONED) for person in people],
        topic=Topic.TALK,
        subject=_about(_("Sei nominato in una discussione su “%(title)s”"), question.practice),
        text=plain_text(item.text),
        path=_path(question),
        about=question,
        by=item.author,
    )


def accepted(answer: Answer, *, by: User) -> None:
    """Who wrote the answer that helped."""
    question = answer.question
    notify_each(
        [Addressee(person, TAKES_PART) for person in _readers(question.practice, [answer.author_id])],
        topic=Topic.TALK,
        subject=_about(_("La tua risposta su “%(title)s” è servita"), question.practice),
        path=_path(question),
        about=question,
        by=by,
    )


def hidden(item: Contribution, *, by: User) -> None:
    """Who wrote the hidden text, with the reason."""
    practice = practice_of(item)
    question = _question_of(item)
    notify_each(
        [Addressee(person, AUTHOR) for person in _readers(practice, [item.author_id])],
        topic=Topic.TALK,
        subject=_about(_("Un tuo testo su “%(title)s” è stato nascosto"), practice),
        text=item.hidden_reason,
        path=_path(question),
        about=question,
        by=by,
    )


def owners_of(practice: Practice) -> list[Addressee]:
    """Who answers for a practice: those who wrote it and still work there, and its validators."""
    writers = people_of(practice).filter(pk__in=practice.writer_ids)
    validators = validators_of(practice)
    return [Addressee(person, WROTE) for person in writers] + [Addressee(each, VALIDATES) for each in validators]


def _tell(item: Contribution, question: Question, people: list[Addressee], *, subject: Any, by: User) -> None:
    """Those who have to do with it as talk, then those who follow the practice as something followed."""
    path = _path(question)
    told = notify_each(
        people, topic=Topic.TALK, subject=subject, text=plain_text(item.text), path=path, about=question, by=by
    )
    tell_followers(
        question.practice,
        subject=subject,
        text=plain_text(item.text),
        path=path,
        about=question,
        by=by,
        officials_only=True,
        but=frozenset(notification.recipient_id for notification in told),
    )


def _readers(practice: Practice, keys: Any) -> Iterable[User]:
    """Of these people, those who may still read the questions."""
    return people_of(practice).filter(pk__in=keys)


def _question_of(item: Contribution) -> Question:
    question = item.question if isinstance(item, Answer) else item
    assert isinstance(question, Question)
    return question


def _about(sentence: Any, practice: Practice) -> Any:
    """The sentence with the title, made when its language is known."""
    return lambda: str(sentence) % {"title": practice.title}


def _path(question: Question) -> str:
    """Where the question is, in the language of the site whatever that of the person who writes."""
    with translation.override(settings.LANGUAGE_CODE):
        return question.get_absolute_url()
