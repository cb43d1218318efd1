"""A round of judgement: opened with the text as handed over, closed with a written assessment."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from practices.models import Practice, PracticeVersion, Review, SectionComment, Stage, Submission
from practices.permissions import can_create
from practices.sections import BY_NAME
from practices.snapshots import content_of


def open_round(practice: Practice, *, by: User, version: PracticeVersion | None = None) -> Submission:
    """Keep what is handed over. With `version` it is the other side that is asked.

    The caller holds the row of the practice, so rounds are numbered one after the other.
    """
    stage = Stage.JOINT if version else Stage.ORIGIN
    return Submission.objects.create(
        practice=practice,
        version=version,
        stage=stage,
        round=_next_round(practice, stage),
        content=version.content if version else content_of(practice),
        submitted_by=by,
        submitted_at=timezone.now(),
    )


def close_round(
    practice: Practice,
    outcome: Review.Outcome,
    *,
    by: User,
    comment: str,
    comments: Mapping[str, str] | None = None,
    version: PracticeVersion | None = None,
) -> Review:
    """Keep the judgement with its comments on single sections ({section name: text}, empty ones left out)."""
    stage = Stage.JOINT if version else Stage.ORIGIN
    submission = practice.submissions.filter(stage=stage, version=version).order_by("-round").first()
    if submission is None or Review.objects.filter(submission=submission).exists():
        submission = None
    review = Review.objects.create(
        practice=practice,
        submission=submission,
        stage=stage,
        validator=by,
        outcome=outcome,
        comment=comment.strip(),
        round=submission.round if submission else _next_round(practice, stage),
    )
    texts = {name: text.strip() for name, text in (comments or {}).items() if text.strip()}
    if unknown := set(texts) - set(BY_NAME):
        raise ValueError(f"not a section of a practice: {unknown}")
    SectionComment.objects.bulk_create(
        SectionComment(review=review, section=name, text=text) for name, text in texts.items()
    )
    return review


def _next_round(practice: Practice, stage: Stage) -> int:
    handed = practice.submissions.filter(stage=stage).aggregate(last=Max("round"))["last"] or 0
    judged = practice.reviews.filter(stage=stage).aggregate(last=Max("round"))["last"] or 0
    return max(handed, judged) + 1


def need_assessment(comment: str) -> None:
    """Every judgement comes with words: the author always learns why."""
    if not comment.strip():
        raise ValidationError({"comment": _("Scrivi la valutazione: chi ha scritto deve capire la decisione.")})


@transaction.atomic
def answer_comment(comment: SectionComment, *, practice: Practice, answer: str, by: User) -> SectionComment:
    """Answer what a validator asked about a section, while the text is in the hands of its writers.

    `practice` is the draft or working copy in which the answer is given.
    """
    current = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if not can_create(by, current.administration_id):
        raise PermissionDenied("answer comment")
    if not current.is_editable:
        raise TransitionConflict(current)
    if not SectionComment.objects.asked_of(current).filter(pk=comment.pk).exists():
        raise PermissionDenied("comment of another practice")
    if not answer.strip():
        raise ValidationError({"answer": _("Scrivi la risposta: chi valuta deve sapere che cosa è cambiato.")})
    comment.answer, comment.answered_by, comment.answered_at = answer.strip(), by, timezone.now()
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    data: dict[str, Any] = {"comment": comment.pk, "section": comment.section}
    record(current, "answer_comment", label=lambda: _("Risposta a un commento"), by=by, data=data)
    return comment
