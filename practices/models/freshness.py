"""How long a practice counts as up to date: the rules of an administration, and the reminders sent."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from practices.models.practice import Practice


class LibraryRules(models.Model):
    """The rules of an administration's practices from a day on; an older row stays as what held before.

    Personal data: none.
    """

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="library_rules")
    valid_from = models.DateField(_("valide dal"))
    review_months = models.PositiveSmallIntegerField(
        _("mesi dopo i quali una pratica va confermata"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    remind_days_before = models.PositiveSmallIntegerField(
        _("giorni di preavviso"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    remind_days_after = models.PositiveSmallIntegerField(
        _("giorni dopo la scadenza per il secondo avviso"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta:
        ordering = ["administration", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "valid_from"],
                name="library_rules_one_a_day",
                violation_error_message=_("Per questo giorno ci sono già delle regole."),
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, remind_days_before__gte=1, remind_days_after__gte=1),
                name="library_rules_positive",
                violation_error_message=_("I mesi e i giorni sono almeno uno."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.administration}, {self.valid_from:%d/%m/%Y}"


def rules_for(administration: Administration | int, on: datetime.date | None = None) -> LibraryRules:
    """The rules in force on a day (today when none is given); where nobody wrote any, the usual ones."""
    pk = administration if isinstance(administration, int) else administration.pk
    on = on or timezone.localdate()
    found = LibraryRules.objects.filter(administration=pk, valid_from__lte=on).order_by("-valid_from").first()
    return found or LibraryRules(administration_id=pk, valid_from=on)


class FreshnessReminder(models.Model):
    """That the owner was told about one review date; the job writes each at most once.

    Personal data: none.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("prima")
        DUE = "due", _("il giorno")
        AFTER = "after", _("dopo")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="freshness_reminders")
    due_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "due_on", "kind"], name="freshness_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.kind} {self.due_on}"
