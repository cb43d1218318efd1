"""Rounds of judgement: what was submitted, what was judged, and the comments on single sections."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import User
from practices.models.practice import Practice
from practices.models.versions import PracticeVersion


class Stage(models.TextChoices):
    """Whose judgement it is: the own administration's, or the other side's for the shared library."""

    ORIGIN = "origin", _("Validazione dell'amministrazione")
    JOINT = "joint", _("Validazione insieme")


class Submission(models.Model):
    """A text as it was handed over for one judgement. `version` is what the other side is asked about.

    `content` has the shape of snapshots.content_of. Never changed.
    Personal data: who handed it over; the contact inside `content`, shown to officials only.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="submissions")
    version = models.ForeignKey(
        PracticeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ORIGIN)
    round = models.PositiveSmallIntegerField(_("giro"))
    content = models.JSONField(encoder=DjangoJSONEncoder)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "stage", "round"], name="submission_one_per_round"),
            models.CheckConstraint(
                condition=Q(stage="origin", version=None) | Q(stage="joint", version__isnull=False),
                name="submission_joint_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.get_stage_display()} {self.round}"


class Review(models.Model):
    """The judgement of a validator on one submission; one row per round, never changed.

    Personal data: the validator, shown to officials of the administrations concerned only.
    """

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("Pubblicata")
        VALIDATED = "validated", _("Validata per la biblioteca comune")
        CHANGES_REQUESTED = "changes_requested", _("Modifiche richieste")
        REJECTED = "rejected", _("Respinta")
        DECLINED = "declined", _("Non accolta nella biblioteca comune")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="reviews")
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="review"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ORIGIN)
    validator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("esito"), max_length=20, choices=Outcome)
    comment = models.TextField(_("valutazione"), blank=True)
    round = models.PositiveSmallIntegerField(_("giro"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "stage", "round"], name="review_one_per_round"),
            # Judgements older than the rounds could publish without a word; they stay as they were made.
            models.CheckConstraint(
                condition=Q(outcome="published", submission=None) | ~Q(comment=""),
                name="review_has_assessment",
                violation_error_message=_("Scrivi la valutazione: chi ha scritto deve capire la decisione."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.get_outcome_display()}"


class SectionCommentQuerySet(models.QuerySet["SectionComment"]):
    def asked_of(self, practice: Practice) -> "SectionCommentQuerySet":
        """What the writers of a draft or working copy are asked: by their own side, and by the other."""
        own = Q(review__practice=practice, review__stage=Stage.ORIGIN)
        joint = Q(review__practice=practice.revision_of_id or 0, review__stage=Stage.JOINT)
        changes = self.filter(own | joint, review__outcome=Review.Outcome.CHANGES_REQUESTED)
        return changes.select_related("review__validator", "answered_by").order_by("review__created_at", "pk")

    def unanswered(self) -> "SectionCommentQuerySet":
        return self.filter(answered_at=None)


class SectionComment(models.Model):
    """What a validator asks about one section, and what the author answers.

    Personal data: who answered; shown with the judgement it belongs to.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=40)
    text = models.TextField(_("commento"))
    answer = models.TextField(_("risposta"), blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "section"], name="section_comment_one_per_section"),
            models.CheckConstraint(condition=~Q(text=""), name="section_comment_has_text"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="section_comment_answer_has_author",
                violation_error_message=_("Scrivi la risposta."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
