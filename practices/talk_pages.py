"""What the pages of questions show to one reader: texts, earlier versions, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import Transition
from practices.mentions import with_bold_names
from practices.models import Answer, Contribution, Practice, Question, QuestionQuerySet, exchange_circle
from practices.permissions.talk import can_edit_contribution, can_hide, can_read_hidden, is_asker
from practices.sections import BY_NAME
from practices.workflow.talk import QUESTION_WORKFLOW

BUTTONS = ("close", "reopen")


@dataclass
class Shown:
    """One contribution as a reader sees it. `text` is Markdown; empty when it is hidden from this reader."""

    text: str
    may_edit: bool
    may_hide: bool
    before: list[str] = field(default_factory=list)
    may_accept: bool = False
    may_answer: bool = False
    buttons: list[Transition] = field(default_factory=list)
    section: Any = ""


@dataclass(frozen=True)
class Panel:
    """The questions of a practice in short, for its page."""

    total: int
    waiting: int
    url: str


def with_all(questions: QuestionQuerySet) -> QuestionQuerySet:
    """With what a page shows of each question. The number of queries does not depend on how many there are."""
    return questions.select_related("author", "administration", "hidden_by").prefetch_related(
        "mentioned",
        "answers__author",
        "answers__administration",
        "answers__mentioned",
    )


def prepare(questions: Iterable[Question], practice: Practice, user: User) -> list[Question]:
    """Set `shown` on questions (read with `with_all`) and on their answers."""
    found = list(questions)
    items: list[Contribution] = []
    for question in found:
        question.practice = practice
        items += [question, *question.answers.all()]
    earlier = _earlier_texts([item for item in items if item.edited_at])
    for item in items:
        readable = not item.is_hidden or can_read_hidden(user, item)
        item.shown = Shown(
            text=with_bold_names(item.text, item.mentioned.all()) if readable else "",
            may_edit=can_edit_contribution(user, item),
            may_hide=not item.is_hidden and can_hide(user, item),
            before=earlier.get((type(item), item.pk), []) if readable else [],
        )
    for question in found:
        _add_steps(question, user)
    return found


def _add_steps(question: Question, user: User) -> None:
    """What may be done with a question and its answers: the rows of the workflow that this person may take."""
    steps = {step.name: step for step in QUESTION_WORKFLOW.available(question, user)}
    section = BY_NAME.get(question.section)
    question.shown.section = section.title if section else ""
    question.shown.buttons = [steps[name] for name in BUTTONS if name in steps]
    closed = question.state == Question.State.CLOSED
    may_answer = QUESTION_WORKFLOW.get("answer").allowed(user, question)
    question.shown.may_answer = not closed and may_answer
    for answer in question.answers.all():
        answer.shown.may_accept = "accept" in steps and not answer.is_hidden and is_asker(user, question)


def _earlier_texts(items: list[Contribution]) -> dict[tuple[type, int], list[str]]:
    """What corrected texts said before, the oldest first. One query, none when nothing was corrected."""
    if not items:
        return {}
    types = ContentType.objects.get_for_models(Question, Answer)
    wanted = Q()
    for model, content_type in types.items():
        keys = [item.pk for item in items if isinstance(item, model)]
        wanted |= Q(content_type=content_type, object_id__in=keys)
    found: dict[tuple[type, int], list[str]] = {}
    models = {content_type.pk: model for model, content_type in types.items()}
    for entry in HistoryEntry.objects.filter(wanted, verb="edit").order_by("sequence"):
        found.setdefault((models[entry.content_type_id], entry.object_id), []).append(entry.data["before"])
    return found


def panel(user: Any, practice: Practice) -> Panel | None:
    """For officials of the exchange; None, without a query, for all others."""
    if not practice.is_public or not user.is_authenticated or not user.is_official:
        return None
    if practice.administration_id not in exchange_circle(user):
        return None
    counts = practice.questions.aggregate(
        total=Count("pk"), waiting=Count("pk", filter=Q(state=Question.State.OPEN, hidden_at=None))
    )
    return Panel(counts["total"], counts["waiting"], reverse("practices:questions", args=[practice.slug]))
