"""A publication freezes a version: its text and its documents."""

from django.db.models import Max
from django.utils import timezone

from familynet.accounts.models import User
from practices.actions.joint import carry_over_proposal
from practices.models import Practice, PracticeVersion, Review, Stage, VersionDocument
from practices.snapshots import content_of


def freeze_version(practice: Practice, *, judged: Practice, by: User, change_note: str = "") -> PracticeVersion:
    """Keep the published text and documents for good, as the next version.

    `judged` is the row whose rounds led to it: the practice itself, or its working copy. The caller holds the
    row of the practice.
    """
    practice = Practice.objects.select_related("administration", "policy_area").get(pk=practice.pk)
    before = practice.versions.filter(is_current=True).first()
    last = practice.versions.aggregate(last=Max("number"))["last"] or 0
    practice.versions.filter(is_current=True).update(is_current=False)
    version = PracticeVersion.objects.create(
        practice=practice,
        number=last + 1,
        content=content_of(practice),
        change_note=change_note,
        published_at=timezone.now(),
        published_by=by,
    )
    rounds = Review.objects.filter(practice=judged, stage=Stage.ORIGIN)
    version.judges.set({by.pk, *rounds.values_list("validator", flat=True)})
    VersionDocument.objects.bulk_create(
        VersionDocument(
            version=version,
            document=row.document,
            position=row.position,
            title=row.document.title,
            language=row.document.language,
        )
        for row in practice.practice_documents.select_related("document")
    )
    # What both sides had validated is an older text now.
    Practice.objects.filter(pk=practice.pk).update(is_joint=False)
    if before is not None:
        carry_over_proposal(before, version, by=by)
    return version
