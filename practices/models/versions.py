"""What a publication froze: the text and the documents of one version of a practice."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.kernel.documents import Document
from practices.models.practice import CHANGE_NOTE_LENGTH, Practice


class PracticeVersionQuerySet(models.QuerySet["PracticeVersion"]):
    def visible_to(self, user: Any) -> "PracticeVersionQuerySet":
        """Who sees the practice sees its versions."""
        return self.filter(practice__in=Practice.objects.visible_to(user))

    def proposed(self) -> "PracticeVersionQuerySet":
        """What waits for the other side."""
        return self.filter(
            state=PracticeVersion.State.PROPOSED, is_current=True, practice__state=Practice.State.PUBLISHED
        )

    def to_judge_by(self, user: Any, owners: Iterable[int]) -> "PracticeVersionQuerySet":
        """Proposed ones of `owners` (permissions.owners_judged_by) that the person neither wrote nor judged."""
        wrote = Practice.editors.through.objects.filter(user=user).values("practice")
        judged = PracticeVersion.judges.through.objects.filter(user=user).values("practiceversion")
        return (
            self.proposed()
            .filter(practice__administration__in=list(owners))
            .exclude(Q(practice__author=user) | Q(practice__in=wrote) | Q(pk__in=judged) | Q(published_by=user))
        )


class PracticeVersion(models.Model):
    """One published version. Text and documents never change again: a trigger of the database refuses it.

    `state` is where the version stands between the two sides (workflow/joint.py); `is_current` marks the one
    that the page of the practice shows. `content` has the shape of snapshots.content_of.
    Personal data: who published and who judged it, and the contact inside `content`; both for officials only.
    """

    class State(models.TextChoices):
        OWN = "own", _("Validata dalla propria amministrazione")
        PROPOSED = "joint_proposed", _("Proposta alla biblioteca comune")
        CHANGES_REQUESTED = "joint_changes_requested", _("L'altra amministrazione chiede modifiche")
        VALIDATED = "joint_validated", _("Validata insieme")
        DECLINED = "joint_declined", _("Non accolta nella biblioteca comune")

    STATE_TONES = {
        State.OWN: "neutral",
        State.PROPOSED: "info",
        State.CHANGES_REQUESTED: "warning",
        State.VALIDATED: "success",
        State.DECLINED: "neutral",
    }

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("numero"))
    content = models.JSONField(encoder=DjangoJSONEncoder)
    change_note = models.CharField(_("che cosa è cambiato"), max_length=CHANGE_NOTE_LENGTH, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    judges = models.ManyToManyField(User, related_name="+", blank=True)
    is_current = models.BooleanField(default=True)
    state = models.CharField(max_length=30, choices=State, default=State.OWN)
    proposed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PracticeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_version_number_once"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(is_current=True), name="practice_version_one_current"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="practice_version_number_from_one"),
        ]
        indexes = [
            models.Index(fields=["state", "proposed_at"], name="practice_version_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.practice} ({self.number})"

    def get_absolute_url(self) -> str:
        """The page of this version; `practice` must be loaded."""
        return reverse("practices:version", kwargs={"slug": self.practice.slug, "number": self.number})

    @property
    def administration(self) -> Administration:
        """Whose it is: the history keeps it with every entry."""
        return self.practice.administration

    @cached_property
    def judge_ids(self) -> frozenset[int]:
        """Who judged it for its own administration, in any round: none of them judges it for the other side."""
        judges = {judge.pk for judge in self.judges.all()}
        return frozenset(judges | {self.published_by_id} if self.published_by_id else judges)

    @property
    def is_joint(self) -> bool:
        return self.state == self.State.VALIDATED


class VersionDocument(models.Model):
    """A document as it stood in one version: its place, title and language of that day.

    Personal data: none of its own.
    """

    version = models.ForeignKey(PracticeVersion, on_delete=models.PROTECT, related_name="version_documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="version_rows")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=Document.Language)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="version_document_own_place"),
        ]

    def __str__(self) -> str:
        return self.title
