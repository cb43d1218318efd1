"""What people follow: a practice, a policy area, a province, a comune."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from practices.models.practice import Practice

NOTHING = {"practice": None, "area": "", "province": "", "municipality": ""}


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: Any) -> "FollowQuerySet":
        """One's own: nobody sees what others follow."""
        return self.filter(user=user) if user.is_authenticated else self.none()


def _only(field: str, **filled: Any) -> Q:
    """This field is filled and no other one is."""
    others = {name: value for name, value in NOTHING.items() if name != field}
    return Q(**others) & (Q(**filled) if filled else ~Q(**{field: ""}))


class Follow(models.Model):
    """One thing that a person follows: exactly one of the four fields is filled.

    Areas and places are kept by their codes, which outlive versions of the taxonomy and mergers of comuni:
    code of the policy area, abbreviation of the province, cadastral code of the comune.
    Personal data: who follows what; seen by nobody else.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="followed_by"
    )
    area = models.SlugField(max_length=40, blank=True, db_index=False)
    province = models.CharField(max_length=2, blank=True)
    municipality = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("practice", practice__isnull=False)
                | _only("area")
                | _only("province")
                | _only("municipality"),
                name="follow_one_thing",
                violation_error_message=_("Scegli una cosa sola da seguire."),
            ),
            models.UniqueConstraint(
                fields=["practice", "user"], condition=Q(practice__isnull=False), name="follow_practice_once"
            ),
            models.UniqueConstraint(fields=["area", "user"], condition=~Q(area=""), name="follow_area_once"),
            models.UniqueConstraint(
                fields=["province", "user"], condition=~Q(province=""), name="follow_province_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "user"], condition=~Q(municipality=""), name="follow_municipality_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.practice or self.area or self.province or self.municipality}"

    @property
    def stop(self) -> str:
        """How the link in a mail names it (familynet.notifications.stops)."""
        return f"follow:{self.pk}"
