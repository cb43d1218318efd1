"""The steps of the workflow: submit, withdraw, judge, archive."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import advance
from practices.actions.clarity import ensure_clear
from practices.actions.evidence import drop_level, keep_rating
from practices.actions.freshness import next_review_date
from practices.actions.revisions import incorporate
from practices.actions.rounds import close_round, need_assessment, open_round
from practices.actions.versions import freeze_version
from practices.emails import followed
from practices.emails import practices as emails
from practices.models import CHANGE_NOTE_LENGTH, Practice, Review, SectionComment, free_slug
from practices.permissions import can_edit, can_validate
from practices.sections import missing_fields
from practices.workflow import PRACTICE_WORKFLOW


@transaction.atomic
def submit_practice(practice: Practice, *, by: User, change_note: str = "") -> HistoryEntry:
    """Hand a complete draft to the validators and write to them.

    A new version says what changed (`change_note`); every comment of the round before has its answer.
    """
    # Locked, so that nobody saves an emptied field between this look and the step.
    stored = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    fields: dict[str, Any] = {"submitted_at": timezone.now()}
    if stored.is_editable and can_edit(by, stored):
        _check_ready(stored)
        if stored.is_copy:
            fields["change_note"] = _checked_note(change_note)
    entry = advance(PRACTICE_WORKFLOW, practice, "submit", by=by, fields=fields)
    open_round(stored, by=by)
    emails.practice_submitted(practice, by=by)
    return entry


def _check_ready(practice: Practice) -> None:
    """Nothing that a submission needs is missing, and nothing that was asked is without an answer."""
    if missing := missing_fields(practice):
        raise ValidationError(
            _("Prima di inviare completa: %(fields)s.") % {"fields": ", ".join(m.label for m in missing)},
            code="incomplete",
        )
    if SectionComment.objects.asked_of(practice).unanswered().exists():
        raise ValidationError(
            _("Prima di inviare rispondi a tutti i commenti di chi ha valutato."), code="unanswered"
        )


def _checked_note(note: str) -> str:
    if not note.strip():
        raise ValidationError({"change_note": _("Scrivi che cosa è cambiato: lo legge chi apre la pratica.")})
    return note.strip()[:CHANGE_NOTE_LENGTH]


@transaction.atomic
def withdraw_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """The author takes a submission back to the draft."""
    return advance(PRACTICE_WORKFLOW, practice, "withdraw", by=by, fields={"submitted_at": None})


@transaction.atomic
def request_changes(
    practice: Practice, *, comment: str, by: User, comments: Mapping[str, str] | None = None
) -> HistoryEntry:
    """Give the text back to the author with what to change; `comments` are texts by section."""
    entry = advance(PRACTICE_WORKFLOW, practice, "request_changes", by=by, comment=comment)
    _judge(practice, Review.Outcome.CHANGES_REQUESTED, comment, by, comments)
    return entry


@transaction.atomic
def publish_practice(
    practice: Practice,
    *,
    by: User,
    comment: str,
    comments: Mapping[str, str] | None = None,
    evidence: Mapping[str, Any] | None = None,
    waiver: str = "",
) -> HistoryEntry:
    """Make a submission public, as the first version or as the next one of its practice.

    The assessment goes to the author, not into the public history. `evidence` are the grades with their
    reasons (actions.evidence); without them the level of the last version stays. `waiver` is the reason to
    publish a summary below the minimum of clarity (see `ensure_clear`).
    """
    if can_validate(by, practice):
        need_assessment(comment)
    ensure_clear(practice, by=by, waiver=waiver)
    due = next_review_date(practice.administration_id)
    if practice.is_copy:
        entry, root = incorporate(practice, by=by, review_on=due)
        record(root, "publish_version", label=gettext_lazy("Pubblicata una nuova versione"), by=by, public=True)
    else:
        slug, root = free_slug(practice.title, own=practice.pk), practice
        fields = {"published_at": timezone.now(), "slug": slug, "review_on": due}
        entry = advance(PRACTICE_WORKFLOW, practice, "publish", by=by, fields=fields)
    _judge(practice, Review.Outcome.PUBLISHED, comment, by, comments)
    if root.is_lesson:
        drop_level(root)
    elif evidence:
        keep_rating(root, evidence, by=by)
    freeze_version(root, judged=practice, by=by, change_note=practice.change_note)
    tell = followed.new_version if practice.is_copy else followed.published
    tell(root, by=by)
    return entry


@transaction.atomic
def reject_practice(
    practice: Practice, *, comment: str, by: User, comments: Mapping[str, str] | None = None
) -> HistoryEntry:
    """Refuse a submission for good, with the reason."""
    entry = advance(PRACTICE_WORKFLOW, practice, "reject", by=by, comment=comment)
    _judge(practice, Review.Outcome.REJECTED, comment, by, comments)
    return entry


@transaction.atomic
def archive_practice(practice: Practice, *, comment: str, by: User) -> HistoryEntry:
    """Take a practice out of the list; its page stays with the reason, which is public."""
    entry = advance(
        PRACTICE_WORKFLOW, practice, "archive", by=by, comment=comment, fields={"archived_at": timezone.now()}
    )
    emails.practice_archived(practice, by=by, comment=comment)
    followed.archived(practice, by=by, comment=comment)
    return entry


@transaction.atomic
def republish_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """Bring an archived practice back into the list."""
    entry = advance(PRACTICE_WORKFLOW, practice, "republish", by=by, fields={"archived_at": None})
    emails.practice_republished(practice, by=by)
    followed.republished(practice, by=by)
    return entry


def _judge(
    practice: Practice, outcome: Review.Outcome, comment: str, by: User, comments: Mapping[str, str] | None
) -> None:
    """Keep the judgement of this round and write to the author. The row lock of advance() orders rounds."""
    close_round(practice, outcome, by=by, comment=comment, comments=comments)
    emails.practice_judged(practice, outcome.value, by=by, comment=comment.strip())
