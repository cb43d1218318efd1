"""The way of a multi-year scheme as data of its disciplinare: levels, cycles, phases, fees.

A scheme with phases is one whose version has cycles; nothing else tells it from the others.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.versions import SchemeVersion
from familynet.organisations.models import Organisation


class VersionCode(models.Model):
    """What every row of a disciplinare has: its version, a code that is unique there, a title, a place."""

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="%(class)ss")
    code = models.SlugField(_("codice"), max_length=40)
    title = models.CharField(_("titolo"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="%(class)s_code_once",
                violation_error_message=_("C'è già una riga con questo codice."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Level(VersionCode):
    """A status that a phase grants with an act (certificato base, Executive), in rising order.

    `makes_certificate`: granting it enters the organisation in the register. Personal data: none.
    """

    makes_certificate = models.BooleanField(_("iscrive nel registro"), default=False)


class Cycle(VersionCode):
    """A round of phases with its own conditions: the first one, a maintenance, a consolidation.

    `follows` names the cycles after which it may start (empty: it is the first), `needs_level` a level that must
    have been granted. `grace_months`: how long after its end a certificate stays valid while the next cycle, or
    the act of this one, is awaited. Personal data: none.
    """

    follows = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True, verbose_name=_("dopo quali cicli")
    )
    needs_level = models.ForeignKey(
        Level,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("livello richiesto"),
    )
    grace_months = models.PositiveSmallIntegerField(_("mesi di tolleranza alla fine"), default=6)

    @property
    def is_first(self) -> bool:
        return not self.follows


class PhaseTemplate(VersionCode):
    """A phase of a cycle: how long it lasts, how often it comes, what closes it, what it grants.

    `months` 0: it has no time of its own and ends when the phase before it should; null: it has no term.
    `on_schedule`: it opens on its day, not as soon as the one before is closed. Personal data: none.
    """

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("Preparazione")
        PLANNING = "planning", _("Analisi e pianificazione")
        EVALUATION = "evaluation", _("Valutazione")
        GRANT = "grant", _("Riconoscimento")
        ROUND = "round", _("Attuazione annuale")

    class Closing(models.TextChoices):
        DOCUMENTS = "documents", _("documenti")
        PLAN = "plan", _("piano")
        DATA_MODEL = "data_model", _("rilevazione dei dati")
        REPORT = "report", _("relazione di valutazione")
        OPINION = "opinion", _("parere del Consiglio")
        ACT = "act", _("atto")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind)
    guidance = models.TextField(_("che cosa si fa"), blank=True)
    months = models.PositiveSmallIntegerField(_("durata in mesi"), null=True, blank=True)
    repeats = models.PositiveSmallIntegerField(_("quante volte"), default=1, validators=[MinValueValidator(1)])
    on_schedule = models.BooleanField(_("comincia alla data prevista"), default=False)
    closes_with = ArrayField(
        models.CharField(max_length=12, choices=Closing), default=list, blank=True, verbose_name=_("si chiude con")
    )
    grants = models.ForeignKey(
        Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("riconosce")
    )

    class Meta(VersionCode.Meta):
        constraints = [
            *VersionCode.Meta.constraints,
            models.CheckConstraint(condition=Q(repeats__gte=1), name="phase_template_comes_once"),
            models.CheckConstraint(
                condition=Q(grants=None) | Q(closes_with__contains=["act"]),
                name="phase_template_grants_by_act",
                violation_error_message=_("Una fase che riconosce un livello si chiude con un atto."),
            ),
        ]

    @property
    def closing_labels(self) -> list[str]:
        return [str(self.Closing(kind).label) for kind in self.closes_with]


class FeeRule(models.Model):
    """What a cycle costs an organisation of a size; `cycle` empty: every cycle. Personal data: none."""

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="fee_rules")
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.CASCADE, related_name="fee_rules")
    sizes = ArrayField(models.CharField(max_length=10, choices=Organisation.Size), verbose_name=_("dimensioni"))
    amount = models.DecimalField(
        _("quota in euro"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_example = models.BooleanField(_("valore di esempio"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="fee_rule_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} €"
