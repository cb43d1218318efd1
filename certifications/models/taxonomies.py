"""What a company plan and a yearly data model are made of, as data of the disciplinare."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from certifications.models.cycles import VersionCode
from certifications.models.versions import SchemeVersion
from familynet.organisations.models import Organisation


class PlanArea(VersionCode):
    """A macro area of the company plan. Personal data: none."""


class PlanField(VersionCode):
    """A field of a macro area: every activity stands in one. Personal data: none."""

    area = models.ForeignKey(PlanArea, on_delete=models.CASCADE, related_name="fields")

    class Meta(VersionCode.Meta):
        ordering = ["area__order", "order", "pk"]


class PlanRule(models.Model):
    """The minimum content of a plan: so many activities in each area, or in each field. Personal data: none."""

    class Per(models.TextChoices):
        AREA = "area", _("macro area")
        FIELD = "field", _("campo")

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="plan_rules")
    sizes = ArrayField(models.CharField(max_length=10, choices=Organisation.Size), verbose_name=_("dimensioni"))
    per = models.CharField(_("in ogni"), max_length=10, choices=Per)
    minimum = models.PositiveSmallIntegerField(_("attività, minimo"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.minimum} / {self.get_per_display()}"


class Indicator(VersionCode):
    """One figure of the yearly data model.

    A `number` is typed; a `percentage` is typed as a number and read as a share of `base`; an `index` is the mean
    of the percentages in `parts`, never typed. `is_example`: no public source gives it. Personal data: none.
    """

    class Formula(models.TextChoices):
        NUMBER = "number", _("Numero")
        PERCENTAGE = "percentage", _("Percentuale")
        INDEX = "index", _("Indice")

    formula = models.CharField(_("come si calcola"), max_length=12, choices=Formula, default=Formula.NUMBER)
    unit = models.CharField(_("unità"), max_length=20, blank=True)
    by_sex = models.BooleanField(_("donne e uomini"), default=False)
    help = models.CharField(_("che cosa si conta"), max_length=300, blank=True)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    required = models.BooleanField(_("obbligatorio"), default=False)
    in_charts = models.BooleanField(_("nei grafici"), default=False)
    is_example = models.BooleanField(_("indicatore di esempio"), default=False)

    class Meta(VersionCode.Meta):
        constraints = [
            *VersionCode.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(formula="percentage") | models.Q(base__isnull=False),
                name="indicator_percentage_of_something",
                violation_error_message=_("Una percentuale si calcola su un altro indicatore."),
            ),
        ]

    @property
    def is_typed(self) -> bool:
        return self.formula != self.Formula.INDEX
