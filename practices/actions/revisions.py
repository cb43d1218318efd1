"""The working copy of a published practice: opened, given up, or written back as its next version."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from practices.actions.contexts import refresh_context
from practices.actions.drafts import MANY_FIELDS, TEXT_FIELDS
from practices.models import Practice, PracticeDocument
from practices.permissions import can_create, can_revise
from practices.workflow import PRACTICE_WORKFLOW

COPIED = (
    *(field for field in sorted(TEXT_FIELDS) if field not in MANY_FIELDS),
    *("kind", "territory_label", "target_codes"),
)
OPEN_STATES = (*Practice.EDITABLE_STATES, Practice.State.SUBMITTED)


@transaction.atomic
def open_revision(practice: Practice, *, by: User) -> Practice:
    """The working copy in which the next version is written; the one that is open, where there is one."""
    root = _held(practice)
    if not can_create(by, root.administration_id):
        raise PermissionDenied("open revision")
    if not can_revise(by, root):
        raise TransitionConflict(root)
    open_copy = root.revisions.filter(state__in=OPEN_STATES).first()
    if open_copy is not None:
        return open_copy
    copy = Practice(
        **{field: getattr(root, field) for field in COPIED},
        administration=root.administration,
        author=by,
        edited_by=by,
        revision_of=root,
        is_demo=root.is_demo,
    )
    copy.slug = f"bozza-{copy.uuid.hex[:16]}"
    copy.save(force_insert=True)
    for field in MANY_FIELDS:
        getattr(copy, field).set(getattr(root, field).all())
    # Who wrote what is published does not judge its next version either.
    copy.editors.set(root.writer_ids)
    _copy_documents(root, copy)
    record(copy, "open_revision", label=lambda: _("Nuova versione aperta"), by=by)
    record(root, "open_revision", label=lambda: _("Nuova versione in lavorazione"), by=by)
    return copy


@transaction.atomic
def discard_revision(practice: Practice, *, by: User) -> HistoryEntry:
    """Give a working copy up; the published practice stays as it is."""
    return advance(PRACTICE_WORKFLOW, practice, "discard", by=by)


def incorporate(copy: Practice, *, by: User, review_on: datetime.date) -> tuple[HistoryEntry, Practice]:
    """Write a judged working copy onto the published practice; its address and first date stay."""
    root = _held(copy.root)
    entry = advance(PRACTICE_WORKFLOW, copy, "incorporate", by=by)
    if root.state != Practice.State.PUBLISHED:
        raise TransitionConflict(root)
    # What the validator's page had loaded may be older than what was handed over.
    copy = Practice.objects.select_related("edited_by", "author").get(pk=copy.pk)
    for field in COPIED:
        setattr(root, field, getattr(copy, field))
    root.edited_by, root.review_on = copy.last_writer, review_on
    root.save(update_fields=[*COPIED, "edited_by", "review_on", "updated_at"])
    for field in MANY_FIELDS:
        getattr(root, field).set(getattr(copy, field).all())
    refresh_context(root)
    root.editors.add(*copy.writer_ids)
    root.__dict__.pop("writer_ids", None)
    root.practice_documents.all().delete()
    _copy_documents(copy, root)
    return entry, root


def _copy_documents(source: Practice, target: Practice) -> None:
    PracticeDocument.objects.bulk_create(
        PracticeDocument(practice=target, document_id=row.document_id, position=row.position)
        for row in source.practice_documents.all()
    )


def _held(practice: Practice) -> Practice:
    """The row of the published practice, held until the end of the transaction."""
    return Practice.objects.select_for_update(of=("self",)).select_related("administration").get(pk=practice.pk)
