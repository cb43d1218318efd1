"""What waits for a person: submissions to judge, own texts to correct or to finish."""

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem, Row, Waiting, items_of
from practices.models import Practice, PracticeVersion
from practices.permissions import owners_judged_by

MOST = 50
WRITING = {
    Practice.State.CHANGES_REQUESTED: _("Buone pratiche da modificare"),
    Practice.State.DRAFT: _("Bozze da completare"),
}


def practices_waiting_for(user: User) -> list[DeskItem]:
    """What to judge and to write, what the other side proposes or asks, what to confirm: one query.

    One more for each administration for which the person judges what the other side proposes.
    """
    parts = [_to_judge(user), _to_write(user), *_to_judge_jointly(user), *_to_answer(user), *_to_confirm(user)]
    return items_of(parts)


def _to_judge(user: User) -> Waiting:
    author = Coalesce(NullIf("author__full_name", Value("")), "author__email")
    return Waiting(
        Practice.objects.to_review_by(user).order_by("submitted_at"),
        texts=("title", "uuid", author),
        since="submitted_at",
        item=lambda row: _item(_("Buone pratiche da validare"), row, "practices:review"),
        most=MOST,
    )


def _to_write(user: User) -> Waiting:
    write = Practice.objects.on_work_pages_of(user).filter(author=user, state__in=Practice.EDITABLE_STATES)

    def item(row: Row) -> DeskItem:
        title, uuid, _note, state = row.texts[:4]
        kind = WRITING[Practice.State(state)]
        return DeskItem(kind, title, reverse("practices:work_detail", kwargs={"uuid": uuid}), since=row.since)

    return Waiting(
        write.order_by("state", "updated_at"),
        texts=("title", "uuid", None, "state"),
        since="updated_at",
        item=item,
        most=MOST,
    )


def _to_judge_jointly(user: User) -> list[Waiting]:
    """What the other side proposes to the shared library."""
    owners = owners_judged_by(user)
    if not owners:
        return []
    return [
        Waiting(
            PracticeVersion.objects.to_judge_by(user, owners).order_by("proposed_at"),
            texts=("practice__title", "practice__uuid", "practice__administration__short_name"),
            since="proposed_at",
            item=lambda row: _item(_("Buone pratiche da validare insieme"), row, "practices:joint_review"),
            most=MOST,
        )
    ]


def _to_answer(user: User) -> list[Waiting]:
    """Own practices for which the other side asks for changes, until a new version is being written."""
    if not user.administrations_with(Capability.PRACTICE_WRITE):
        return []
    asked = PracticeVersion.objects.filter(
        state=PracticeVersion.State.CHANGES_REQUESTED,
        is_current=True,
        practice__author=user,
        practice__administration__in=user.administrations_with(Capability.PRACTICE_WRITE),
    )
    open_copies = Practice.objects.filter(revision_of=OuterRef("practice")).exclude(
        state__in=[*Practice.CLOSED_STATES, Practice.State.REJECTED]
    )
    return [
        Waiting(
            asked.exclude(Exists(open_copies)).order_by("updated_at"),
            texts=("practice__title", "practice__uuid"),
            since="updated_at",
            item=lambda row: _item(
                _("Modifiche chieste dall'altra amministrazione"), row, "practices:work_detail"
            ),
            most=MOST,
        )
    ]


def _to_confirm(user: User) -> list[Waiting]:
    """Own published practices whose date has come."""
    writes = user.administrations_with(Capability.PRACTICE_WRITE)
    if not writes:
        return []
    due = Practice.objects.published().filter(
        author=user, administration__in=writes, review_on__lte=timezone.localdate()
    )
    return [
        Waiting(
            due.order_by("review_on"),
            texts=("title", "uuid"),
            due="review_on",
            item=lambda row: _item(_("Buone pratiche da confermare"), row, "practices:work_detail"),
            most=MOST,
        )
    ]


def _item(kind: Promise, row: Row, view: str) -> DeskItem:
    title, uuid, note = row.texts[:3]
    url = reverse(view, kwargs={"uuid": uuid})
    return DeskItem(kind, title, url, since=row.since, note=note or "", due=row.due)
