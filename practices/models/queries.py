"""Named queries of practices: who sees which, and with what each page wants."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Q, Value

from familynet.accounts.roles import Capability
from familynet.kernel.search import fold

if TYPE_CHECKING:
    from practices.models.practice import Practice

RELATED_AMONG = 200
CARD_FIELDS = (
    *("uuid", "slug", "title", "summary", "state", "territory_label", "is_demo"),
    *("started_on", "ended_on", "is_ongoing", "published_at"),
    *("kind", "is_joint", "evidence", "review_on", "revision_of"),
    *("administration__short_name", "administration__name", "administration__slug"),
    *("policy_area__name", "policy_area__code"),
)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def published(self) -> "PracticeQuerySet":
        """What the public list shows."""
        return self.filter(state=self.model.State.PUBLISHED)

    def public(self) -> "PracticeQuerySet":
        """What has a public page: an archived practice keeps its page, with a notice."""
        return self.filter(state__in=self.model.PUBLIC_STATES)

    def visible_to(self, user: Any) -> "PracticeQuerySet":
        """Public ones for everybody; the rest only inside the administration that owns it.

        A draft is seen by its author and by who may write for the administration; once submitted, by
        every official of the administration who reads its practices.
        """
        seen = Q(state__in=self.model.PUBLIC_STATES)
        if user.is_authenticated:
            reads = user.administrations_with(Capability.PRACTICE_VIEW)
            writes = user.administrations_with(Capability.PRACTICE_WRITE)
            seen |= Q(administration__in=reads) & (~Q(state=self.model.State.DRAFT) | Q(author=user))
            seen |= Q(administration__in=writes)
        return self.filter(seen)

    def on_work_pages_of(self, user: Any) -> "PracticeQuerySet":
        """What the work pages list: practices of the administrations whose practices the user reads."""
        return self.visible_to(user).filter(administration__in=user.administrations_with(Capability.PRACTICE_VIEW))

    def to_review_by(self, user: Any) -> "PracticeQuerySet":
        """Submitted practices that `user` may judge: of the own administration, written by others."""
        return self.filter(
            state=self.model.State.SUBMITTED,
            administration__in=user.administrations_with(Capability.PRACTICE_VALIDATE),
        ).exclude(
            Q(author=user) | Q(pk__in=self.model.editors.through.objects.filter(user=user).values("practice"))
        )

    def for_page(self) -> "PracticeQuerySet":
        """With what a whole page of one practice shows."""
        return self.select_related(
            *("administration", "administration__province", "policy_area", "author", "edited_by"),
            "revision_of",
        ).prefetch_related(
            "target_groups",
            "editors",
            "practice_documents__document",
        )

    def related_to(self, practice: "Practice", most: int = 3) -> list["Practice"]:
        """Published practices of the same area, those with common target groups and a like text first.

        Looks among the newest of the area only, so that the cost does not grow with the library.
        """
        area = self.published().filter(policy_area=practice.policy_area_id).exclude(pk=practice.pk)
        newest = area.order_by("-published_at").values("pk")[:RELATED_AMONG]
        common = models.Case(
            models.When(target_codes__overlap=practice.target_codes, then=Value(0.5)), default=Value(0.0)
        )
        likeness = TrigramSimilarity("folded_text", fold(f"{practice.title} {practice.summary}"))
        found = self.filter(pk__in=newest).for_cards().annotate(likeness=likeness + common)
        return list(found.order_by("-likeness", "-published_at")[:most])

    def for_cards(self) -> "PracticeQuerySet":
        """Only what a card of a list shows: the long texts stay in the database."""
        return self.select_related("administration", "policy_area").only(*CARD_FIELDS)

    def for_work_list(self) -> "PracticeQuerySet":
        """The same with the author and the last change."""
        more = ("author__full_name", "author__email", "updated_at")
        return self.select_related("administration", "policy_area", "author").only(*CARD_FIELDS, *more)
