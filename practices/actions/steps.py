"""The steps of the workflow: submit, withdraw, judge, archive."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import advance
from practices import emails, followed_news
from practices.models import Practice, Review, free_slug
from practices.permissions import can_edit
from practices.sections import missing_fields
from practices.workflow import PRACTICE_WORKFLOW


@transaction.atomic
def submit_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """Hand a complete draft to the validators and write to them."""
    # Locked, so that nobody saves an emptied field between this look and the step.
    stored = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if stored.is_editable and can_edit(by, stored) and (missing := missing_fields(stored)):
        raise ValidationError(
            _("Prima di inviare completa: %(fields)s.") % {"fields": ", ".join(m.label for m in missing)},
            code="incomplete",
        )
    entry = advance(PRACTICE_WORKFLOW, practice, "submit", by=by, fields={"submitted_at": timezone.now()})
    emails.practice_submitted(practice, by=by)
    return entry


@transaction.atomic
def withdraw_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """The author takes a submission back to the draft."""
    return advance(PRACTICE_WORKFLOW, practice, "withdraw", by=by, fields={"submitted_at": None})


@transaction.atomic
def request_changes(practice: Practice, *, comment: str, by: User) -> HistoryEntry:
    """Give the text back to the author with what to change."""
    entry = advance(PRACTICE_WORKFLOW, practice, "request_changes", by=by, comment=comment)
    _judge(practice, Review.Outcome.CHANGES_REQUESTED, comment, by)
    return entry


@transaction.atomic
def publish_practice(practice: Practice, *, by: User, comment: str = "") -> HistoryEntry:
    """Make a submission public. The assessment goes to the author, not into the public history."""
    fields = {"published_at": timezone.now(), "slug": free_slug(practice.title, own=practice.pk)}
    entry = advance(PRACTICE_WORKFLOW, practice, "publish", by=by, fields=fields)
    _judge(practice, Review.Outcome.PUBLISHED, comment, by)
    followed_news.published(practice, by=by)
    return entry


@transaction.atomic
def reject_practice(practice: Practice, *, comment: str, by: User) -> HistoryEntry:
    """Refuse a submission for good, with the reason."""
    entry = advance(PRACTICE_WORKFLOW, practice, "reject", by=by, comment=comment)
    _judge(practice, Review.Outcome.REJECTED, comment, by)
    return entry


@transaction.atomic
def archive_practice(practice: Practice, *, comment: str, by: User) -> HistoryEntry:
    """Take a practice out of the list; its page stays with the reason, which is public."""
    entry = advance(
        PRACTICE_WORKFLOW, practice, "archive", by=by, comment=comment, fields={"archived_at": timezone.now()}
    )
    emails.practice_archived(practice, by=by, comment=comment)
    followed_news.archived(practice, by=by, comment=comment)
    return entry


@transaction.atomic
def republish_practice(practice: Practice, *, by: User) -> HistoryEntry:
    """Bring an archived practice back into the list."""
    entry = advance(PRACTICE_WORKFLOW, practice, "republish", by=by, fields={"archived_at": None})
    emails.practice_republished(practice, by=by)
    followed_news.republished(practice, by=by)
    return entry


def _judge(practice: Practice, outcome: Review.Outcome, comment: str, by: User) -> None:
    """Keep the judgement of this round and write to the author. The row lock of advance() orders rounds."""
    last = practice.reviews.aggregate(last=Max("round"))["last"] or 0
    Review.objects.create(
        practice=practice, validator=by, outcome=outcome, comment=comment.strip(), round=last + 1
    )
    emails.practice_judged(practice, outcome.value, by=by, comment=comment.strip())
