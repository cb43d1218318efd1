"""How clear the public summary must be, and who let a harder one pass."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from practices.models.practice import Practice

# Below it a text is hard also for a reader with a diploma (Lucisano and Piemontese, 1988).
USUAL_MINIMUM = 40


class ClarityRuleQuerySet(models.QuerySet["ClarityRule"]):
    def minimum(self, administration: Administration | int, on: datetime.date | None = None) -> int:
        """What an administration asks on a day: the youngest rule already valid, the usual value without one."""
        rules = self.filter(administration=administration, valid_from__lte=on or timezone.localdate())
        found = rules.order_by("-valid_from").values_list("minimum", flat=True).first()
        return USUAL_MINIMUM if found is None else found


class ClarityRule(models.Model):
    """From a day on, the index that the public summary of an administration's practices must reach.

    A rule is never changed: a new one begins. Personal data: none.
    """

    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="+", verbose_name=_("amministrazione")
    )
    minimum = models.PositiveSmallIntegerField(
        _("indice minimo"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Da 0 a 100. Sotto 40 un testo è difficile anche per chi ha il diploma."),
    )
    valid_from = models.DateField(_("vale dal"))

    objects = ClarityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("minimo di chiarezza")
        verbose_name_plural = _("minimi di chiarezza")
        ordering = ["administration", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "valid_from"],
                name="clarity_rule_one_per_day",
                violation_error_message=_("Da questo giorno c'è già un minimo: scegli un'altra data."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=100),
                name="clarity_rule_within_the_index",
                violation_error_message=_("L'indice va da 0 a 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.administration.short_name}: {self.minimum} ({self.valid_from:%d/%m/%Y})"


class ClarityWaiverQuerySet(models.QuerySet["ClarityWaiver"]):
    def visible_to(self, user: Any) -> "ClarityWaiverQuerySet":
        """Those of the administrations whose practices the user reads."""
        reads = user.administrations_with(Capability.PRACTICE_VIEW) if user.is_authenticated else []
        return self.filter(practice__administration__in=reads)


class ClarityWaiver(models.Model):
    """A validator's written reason to publish a summary that does not reach the minimum. Never changed.

    It holds for the text it was given for, which is kept with it.
    Personal data: who gave it, shown to officials of the administration only.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="clarity_waivers")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("motivo"))
    summary = models.TextField()
    clarity = models.DecimalField(max_digits=6, decimal_places=1)
    minimum = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClarityWaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="clarity_waiver_has_reason",
                violation_error_message=_("Scrivi il motivo: chi legge deve capire la decisione."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.shown_clarity} < {self.minimum}"

    @property
    def shown_clarity(self) -> Decimal:
        return max(self.clarity, Decimal(0))
