"""The wording of the letters that go with a decision: data of each administration, kept in all its versions."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.decisions import Decision
from certifications.models.schemes import Scheme
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def current(self) -> "LetterTemplateQuerySet":
        return self.filter(superseded_at=None)

    def visible_to(self, user: Any) -> "LetterTemplateQuerySet":
        """Those of the administrations whose files the user reads."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.APPLICATION_VIEW))

    def for_decision(self, scheme: Scheme, outcome: str) -> "LetterTemplate | None":
        """The current text: that of the scheme before that of its whole administration."""
        return (
            self.current()
            .filter(Q(scheme=scheme) | Q(scheme=None), administration=scheme.administration_id, outcome=outcome)
            .order_by(models.F("scheme").asc(nulls_last=True))
            .first()
        )


class LetterTemplate(models.Model):
    """A text with placeholders ("{organizzazione}"); a change closes one row and opens the next.

    Personal data: who wrote it.
    """

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="letter_templates")
    scheme = models.ForeignKey(
        Scheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letter_templates",
        verbose_name=_("marchio"),
    )
    outcome = models.CharField(_("esito"), max_length=10, choices=Decision.Outcome)
    subject = models.CharField(_("oggetto"), max_length=200)
    body = models.TextField(_("testo"))
    appeals = models.TextField(_("nota sui ricorsi"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["administration", "outcome", "scheme", "-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "scheme", "outcome"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="letter_template_one_current",
                violation_error_message=_("C'è già un testo in uso per questo esito."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.subject}"
