"""What waits for a person: submissions to judge, own texts to correct or to finish."""

from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem
from practices.models import Practice
from practices.questions_desk import questions_waiting_for

MOST = 50


def waiting_for(user: User) -> list[DeskItem]:
    """Three queries: what to judge, what to write, what to answer."""
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
    return (
        items
        + [
            DeskItem(kind=kinds[Practice.State(p.state)], title=p.title, url=p.work_url, since=p.updated_at)
            for p in write.order_by("state", "updated_at")[:MOST]
        ]
        + questions_waiting_for(user)
    )
