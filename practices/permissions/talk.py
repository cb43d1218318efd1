"""Who talks about a practice: officials of its administration and of the partners of the exchange."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.protocols.permissions import exchange_partners
from practices.models import Answer, Contribution, Practice, PracticeQuerySet, Question, exchange_circle

EDITABLE_FOR = datetime.timedelta(minutes=15)


def talked_about_by(user: Any) -> PracticeQuerySet:
    """The public practices whose questions the user reads."""
    return Practice.objects.public().filter(administration__in=exchange_circle(user))


def circle_of(practice: Practice) -> frozenset[int]:
    """Keys of the administrations that talk about a practice; looked up once for each loaded practice."""
    kept: dict[str, Any] = practice.__dict__
    if "talk_circle" not in kept:
        owner = practice.administration_id
        kept["talk_circle"] = exchange_partners(owner) | {owner}
    return kept["talk_circle"]


def people_of(practice: Practice) -> QuerySet[User]:
    """Active officials who read the questions about a practice: whom one may mention."""
    roles = RoleAssignment.objects.in_force().filter(
        administration__in=circle_of(practice), role__in=roles_with(Capability.PRACTICE_VIEW)
    )
    return User.objects.filter(is_active=True, pk__in=roles.values("user"))


def speaks_for(user: Any, practice: Practice) -> int | None:
    """The administration in whose name the user asks and answers; None for who may not."""
    if not user.is_authenticated or not practice.is_public:
        return None
    possible = user.administrations_with(Capability.PRACTICE_DISCUSS)
    if possible:
        possible &= circle_of(practice)
    if user.administration_id in possible:
        return int(user.administration_id)
    return min(possible, default=None)


def can_talk(user: Any, practice: Practice) -> bool:
    return speaks_for(user, practice) is not None


def can_edit_contribution(user: Any, item: Contribution) -> bool:
    """The author, for a quarter of an hour, while nobody has hidden it."""
    return item.author_id == user.pk and not item.is_hidden and timezone.now() - item.created_at < EDITABLE_FOR


def practice_of(item: Contribution) -> Practice:
    """The practice that a question or an answer is about."""
    question = item.question if isinstance(item, Answer) else item
    assert isinstance(question, Question)
    return question.practice


def can_hide(user: Any, item: Contribution) -> bool:
    """Moderation belongs to the validators of the administration that owns the practice."""
    return user.can(Capability.PRACTICE_VALIDATE, practice_of(item).administration_id)


def can_read_hidden(user: Any, item: Contribution) -> bool:
    return item.author_id == user.pk or can_hide(user, item)


def can_answer(user: Any, question: Question) -> bool:
    return not question.is_hidden and can_talk(user, question.practice)


def is_asker(user: Any, question: Question) -> bool:
    """Who asked, and still takes part: only this person says which answer helped."""
    return question.author_id == user.pk and can_talk(user, question.practice)


def can_close(user: Any, question: Question) -> bool:
    """Who asked, or a validator of the administration that owns the practice."""
    return is_asker(user, question) or can_hide(user, question)
