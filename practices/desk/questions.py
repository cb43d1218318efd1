"""What waits for a person: questions without an answer on what the person wrote or validates."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from practices.models import Practice, Question

MOST = 20


def questions_waiting_for(user: User) -> list[DeskItem]:
    """One query; none for who neither writes nor validates."""
    writes = user.administrations_with(Capability.PRACTICE_WRITE)
    validates = user.administrations_with(Capability.PRACTICE_VALIDATE)
    if not writes | validates:
        return []
    edited = Practice.editors.through.objects.filter(user=user).values("practice")
    own = Q(practice__author=user) | Q(practice__in=edited)
    mine = Q(practice__administration__in=validates) | Q(practice__administration__in=writes) & own
    waiting = Question.objects.unanswered().filter(mine, practice__state__in=Practice.PUBLIC_STATES)
    return [
        DeskItem(
            kind=_("Domande a cui rispondere"),
            title=question.practice.title,
            url=question.get_absolute_url(),
            since=question.created_at,
            note=f"{question.author}: {question.text[:120]}",
        )
        for question in waiting.exclude(author=user)
        .select_related("practice", "author")
        .only("text", "created_at", "practice__title", "practice__slug", "author__full_name", "author__email")
        .order_by("created_at")[:MOST]
    ]
