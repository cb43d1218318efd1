"""Grades given by a validator: kept for good, and the level that follows written onto the practice."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from practices.evidence import judge, rules_of
from practices.models import Dimension, EvidenceCriteria, EvidenceRating, Grade, Practice


def keep_rating(practice: Practice, given: Mapping[str, Any], *, by: User) -> EvidenceRating | None:
    """Keep grades and reasons ({"effectiveness": 1, "effectiveness_reason": "…", …}) under the criteria in force.

    Part of a judgement: the caller has checked that `by` may judge. A lesson has no level, so nothing is kept.
    Raises ValidationError on a grade without its reason.
    """
    if practice.is_lesson:
        return None
    criteria = EvidenceCriteria.objects.in_force().get()
    grades = {dimension: int(given[dimension]) for dimension in Dimension.values}
    reasons = {f"{d}_reason": str(given.get(f"{d}_reason") or "").strip() for d in Dimension.values}
    bare = [d for d, grade in grades.items() if grade != Grade.NONE and not reasons[f"{d}_reason"]]
    if bare:
        why = _("Scrivi perché: un grado si dà solo con il motivo.")
        raise ValidationError({f"{dimension}_reason": why for dimension in bare})
    rating = EvidenceRating.objects.create(practice=practice, criteria=criteria, **grades, **reasons, rated_by=by)
    verdict = judge(rating.grades, rules_of(criteria.levels.all()))
    Practice.objects.filter(pk=practice.pk).update(evidence=verdict.code)
    practice.evidence = verdict.code
    return rating


def drop_level(practice: Practice) -> None:
    """An entry that is a lesson now has no level; its ratings stay in the record."""
    Practice.objects.filter(pk=practice.pk).update(evidence="")
    practice.evidence = ""
