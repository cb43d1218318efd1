"""What waits for a person: submissions to judge, own texts to correct or to finish."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from practices.models import Practice, PracticeVersion
from practices.permissions import owners_judged_by

MOST = 50


def practices_waiting_for(user: User) -> list[DeskItem]:
    """What to judge and to write, what the other side proposes or asks, what to confirm; a query each."""
    judge = Practice.objects.to_review_by(user).select_related("author").order_by("submitted_at")[:MOST]
    write = Practice.objects.on_work_pages_of(user).filter(author=user, state__in=Practice.EDITABLE_STATES)
    items = [
        DeskItem(
            kind=_("Buone pratiche da validare"),
            title=practice.title,
            url=practice.review_url,
            since=practice.submitted_at,
            note=str(practice.author),
        )
        for practice in judge
    ]
    kinds = {
        Practice.State.CHANGES_REQUESTED: _("Buone pratiche da modificare"),
        Practice.State.DRAFT: _("Bozze da completare"),
    }
    items += [
        DeskItem(kind=kinds[Practice.State(p.state)], title=p.title, url=p.work_url, since=p.updated_at)
        for p in write.order_by("state", "updated_at")[:MOST]
    ]
    return items + judge_jointly(user) + answer_the_other_side(user) + confirm(user)


def judge_jointly(user: User) -> list[DeskItem]:
    """What the other side proposes to the shared library."""
    owners = owners_judged_by(user)
    if not owners:
        return []
    waiting = PracticeVersion.objects.to_judge_by(user, owners).defer("content")
    rows = waiting.select_related("practice__administration").order_by("proposed_at")[:MOST]
    return [
        DeskItem(
            kind=_("Buone pratiche da validare insieme"),
            title=version.practice.title,
            url=reverse("practices:joint_review", kwargs={"uuid": version.practice.uuid}),
            since=version.proposed_at,
            note=version.practice.administration.short_name,
        )
        for version in rows
    ]


def answer_the_other_side(user: User) -> list[DeskItem]:
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
    rows = asked.exclude(Exists(open_copies)).defer("content").select_related("practice").order_by("updated_at")
    return [
        DeskItem(
            kind=_("Modifiche chieste dall'altra amministrazione"),
            title=version.practice.title,
            url=version.practice.work_url,
            since=version.updated_at,
        )
        for version in rows[:MOST]
    ]


def confirm(user: User) -> list[DeskItem]:
    """Own published practices whose date has come."""
    writes = user.administrations_with(Capability.PRACTICE_WRITE)
    if not writes:
        return []
    due = Practice.objects.published().filter(
        author=user, administration__in=writes, review_on__lte=timezone.localdate()
    )
    return [
        DeskItem(kind=_("Buone pratiche da confermare"), title=p.title, url=p.work_url, due=p.review_on)
        for p in due.order_by("review_on").only("title", "uuid", "review_on")[:MOST]
    ]
