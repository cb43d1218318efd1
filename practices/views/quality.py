"""What the page of a practice says about itself: which version, who validated it, how strong, how fresh."""

from dataclasses import dataclass
from typing import Any

from practices.evidence import Verdict, judge, rules_of
from practices.models import Dimension, EvidenceRating, Practice, PracticeVersion


@dataclass(frozen=True)
class Quality:
    """`joint` is the newest version that both sides validated; `verdict` None where nobody graded it."""

    current: PracticeVersion | None
    joint: PracticeVersion | None
    rating: EvidenceRating | None
    verdict: Verdict | None

    @property
    def grades(self) -> list[dict[str, Any]]:
        """Each dimension with its grade, its reason and what the criteria ask for that grade."""
        if self.rating is None:
            return []
        texts = {(r.dimension, r.grade): r.text for r in self.rating.criteria.requirements.all()}
        return [
            {
                "label": dimension.label,
                "sign": ("0", "+", "++")[self.rating.grades[dimension]],
                "requirement": texts.get((dimension.value, self.rating.grades[dimension]), ""),
                "reason": self.rating.reasons[dimension],
            }
            for dimension in Dimension
        ]


def quality_of(practice: Practice) -> Quality:
    """Five small queries, whatever the number of versions and ratings."""
    versions = practice.versions.defer("content")
    current = versions.filter(is_current=True).first()
    joint = current if current and current.is_joint else None
    if joint is None:
        joint = versions.filter(state=PracticeVersion.State.VALIDATED).first()
    rating = None
    if not practice.is_lesson:
        ratings = practice.evidence_ratings.select_related("criteria")
        rating = ratings.prefetch_related("criteria__levels", "criteria__requirements").first()
    verdict = judge(rating.grades, rules_of(rating.criteria.levels.all())) if rating else None
    return Quality(current, joint, rating, verdict)
