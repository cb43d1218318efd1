"""A disciplinare: its validity, sections, requirements, bands, and who may apply in which period."""

import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.engine import Evidence
from certifications.models.schemes import Category, Scheme
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation


class SchemeVersionQuerySet(models.QuerySet["SchemeVersion"]):
    def public(self) -> "SchemeVersionQuerySet":
        """What anyone may read: published once, also when a newer one took its place."""
        return self.filter(state__in=SchemeVersion.PUBLIC_STATES)

    def in_force(self, on: datetime.date | None = None) -> "SchemeVersionQuerySet":
        """The versions by which an application of that day is judged: the dates decide, whatever the state.

        One that is published today and valid from next month leaves the earlier one in force until then.
        """
        day = on or timezone.localdate()
        return self.public().filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def visible_to(self, user: Any) -> "SchemeVersionQuerySet":
        """What is public, and the drafts of the schemes that the user's administrations own."""
        if not user.is_authenticated:
            return self.public()
        mine = user.administrations_with(Capability.SCHEME_VIEW)
        return self.filter(Q(state__in=SchemeVersion.PUBLIC_STATES) | Q(scheme__administration__in=mine))


class SchemeVersion(models.Model):
    """A disciplinare: what is required in one period, with the act that approved it.

    `category` is empty when the scheme has one disciplinare for all. Published, it is frozen (a trigger
    refuses changes of its requirements). `is_example` marks values that no public source gives.
    `validity_months` empty: the certificate has no term. Personal data: who drafted and who reviewed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        IN_REVIEW = "in_review", _("In revisione")
        PUBLISHED = "published", _("In vigore")
        SUPERSEDED = "superseded", _("Sostituito")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.IN_REVIEW: "info",
        State.PUBLISHED: "success",
        State.SUPERSEDED: "neutral",
    }
    PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED)

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    label = models.CharField(_("nome del disciplinare"), max_length=160)
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.DRAFT)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("in vigore dal"), null=True, blank=True)
    valid_to = models.DateField(_("in vigore fino al"), null=True, blank=True)
    introduction = models.TextField(_("premessa"), blank=True)
    declarations = models.TextField(
        _("dichiarazioni"), blank=True, help_text=_("Una per riga: chi presenta la domanda le conferma tutte.")
    )
    fee = models.DecimalField(
        _("quota in euro"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    fee_note = models.TextField(_("nota sulla quota"), blank=True)
    validity_months = models.PositiveSmallIntegerField(_("durata in mesi"), null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(
        _("mesi prima della scadenza in cui si apre il rinnovo"), default=6
    )
    assessors_needed = models.PositiveSmallIntegerField(_("quanti valutano una domanda"), default=1)
    blind_percent = models.PositiveSmallIntegerField(
        _("percentuale di domande con due valutazioni indipendenti"), default=0
    )
    disagreement_points = models.DecimalField(
        _("differenza di punti che chiama un terzo"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    retention_months = models.PositiveSmallIntegerField(_("mesi di conservazione dopo la chiusura"), default=120)
    is_example = models.BooleanField(_("valori di esempio"), default=False)
    content_changed_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "category", F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "category", "label"],
                nulls_distinct=False,
                name="scheme_version_label_once",
                violation_error_message=_("C'è già un disciplinare con questo nome."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="scheme_version_ends_after_start",
                violation_error_message=_("La fine di validità viene prima dell'inizio."),
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(valid_to__isnull=False),
                name="scheme_version_superseded_has_end",
                violation_error_message=_("Un disciplinare sostituito ha il giorno in cui ha smesso di valere."),
            ),
            models.CheckConstraint(
                condition=Q(blind_percent__lte=100),
                name="scheme_version_blind_percent",
                violation_error_message=_("La percentuale va da 0 a 100."),
            ),
            models.CheckConstraint(
                condition=Q(assessors_needed__gte=1),
                name="scheme_version_one_assessor",
                violation_error_message=_("Serve almeno una valutazione."),
            ),
        ]
        indexes = [models.Index(fields=["state", "scheme"], name="scheme_version_by_state")]

    def __str__(self) -> str:
        return self.label

    @property
    def fee_words(self) -> str:
        """What one pays: the amount, and the note of the disciplinare where it has one."""
        fee = (
            gettext("Nessuna")
            if self.fee is None
            else f"€ {number_format(self.fee, 2, use_l10n=True, force_grouping=True)}"
        )
        return f"{fee}. {self.fee_note}" if self.fee_note else fee

    @property
    def is_frozen(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def administration(self) -> Any:
        """The owner of the scheme, for the history."""
        return self.scheme.administration

    @property
    def state_label(self) -> str:
        """In words; one that is published for a later day says so."""
        if self.state == self.State.PUBLISHED and self.is_future:
            return str(_("Pubblicato, non ancora in vigore"))
        return str(self.get_state_display())

    @property
    def tone(self) -> str:
        return "info" if self.is_future and self.is_frozen else self.STATE_TONES[self.State(self.state)]

    @property
    def is_future(self) -> bool:
        return self.valid_from is not None and self.valid_from > timezone.localdate()

    @cached_property
    def gives_points(self) -> bool:
        """False where the requirements are only met or not, as in Family in Italia. One query, once."""
        return self.requirements.filter(points_max__gt=0).exists()

    @property
    def declaration_lines(self) -> list[str]:
        """The sentences that whoever submits confirms."""
        return [line.strip() for line in self.declarations.splitlines() if line.strip()]


class RequirementSection(models.Model):
    """An area of a disciplinare, under which its requirements stand. Personal data: none."""

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(_("sigla"), max_length=20)
    title = models.CharField(_("titolo"), max_length=200)
    guidance = models.TextField(_("guida"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="requirement_section_code_once",
                violation_error_message=_("C'è già un'area con questa sigla."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """One requirement of one version; `applies_if` is a condition of the engine, null when it always applies.

    `due_months` 0: at the application, else so many months after the award. Personal data: none.
    """

    EVIDENCE = [
        (Evidence.NONE.value, _("Nessun documento")),
        (Evidence.OPTIONAL.value, _("Documento facoltativo")),
        (Evidence.REQUIRED.value, _("Documento obbligatorio")),
    ]

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="requirements")
    section = models.ForeignKey(RequirementSection, on_delete=models.CASCADE, related_name="requirements")
    code = models.CharField(_("codice"), max_length=20)
    text = models.TextField(_("requisito"))
    guidance = models.TextField(_("come si risponde"), blank=True)
    mandatory = models.BooleanField(_("obbligatorio"), default=False)
    points_min = models.DecimalField(
        _("punti, minimo"), max_digits=6, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    points_max = models.DecimalField(
        _("punti, massimo"), max_digits=6, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    evidence = models.CharField(_("prova"), max_length=10, choices=EVIDENCE, default=Evidence.NONE.value)
    evidence_text = models.CharField(_("quale documento"), max_length=300, blank=True)
    applies_if = models.JSONField(_("quando vale"), null=True, blank=True)
    due_months = models.PositiveSmallIntegerField(_("mesi dopo l'assegnazione"), default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["section__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="requirement_code_once",
                violation_error_message=_("C'è già un requisito con questo codice."),
            ),
            models.CheckConstraint(
                condition=Q(points_min__gte=0) & Q(points_max__gte=F("points_min")),
                name="requirement_points_in_order",
                violation_error_message=_("Il massimo dei punti è minore del minimo."),
            ),
        ]
        indexes = [models.Index(fields=["version", "order"], name="requirement_by_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def has_range(self) -> bool:
        return self.points_min != self.points_max


class PassBand(models.Model):
    """The points that a class of applicants has to reach; tried in order, the first that fits counts.

    Personal data: none.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="bands")
    label = models.CharField(_("classe"), max_length=160)
    condition = models.JSONField(_("per chi"), null=True, blank=True)
    minimum = models.DecimalField(
        _("punteggio minimo"), max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "label"],
                name="pass_band_label_once",
                violation_error_message=_("C'è già una classe con questo nome."),
            ),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="pass_band_not_negative"),
        ]

    def __str__(self) -> str:
        return self.label


class SchemeService(models.Model):
    """A service about which the form asks whether the applicant has it (catering, rooms ...).

    Conditions name it by its code. Personal data: none.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="services")
    code = models.SlugField(_("codice"), max_length=40)
    label = models.CharField(_("servizio"), max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="scheme_service_code_once",
                violation_error_message=_("C'è già un servizio con questo codice."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class IntakeWindow(models.Model):
    """A period in which certain kinds of organisation may apply for the first time, with its act.

    Where a scheme has windows for a kind, one of them must hold the day; where it has none, the dates of the
    scheme and of the category decide. Holders renew whatever the windows say. Personal data: none.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="windows")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="windows")
    kinds = ArrayField(models.CharField(max_length=20, choices=Organisation.Kind), verbose_name=_("per chi"))
    open_from = models.DateField(_("dal"), null=True, blank=True)
    open_to = models.DateField(_("fino al"), null=True, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("perché"), max_length=300, blank=True)

    class Meta:
        ordering = ["scheme", "category", "open_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(open_to=None) | Q(open_from=None) | Q(open_to__gte=F("open_from")),
                name="intake_window_in_order",
                violation_error_message=_("La data di chiusura viene prima di quella di apertura."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.open_from or '–'} – {self.open_to or '–'}"

    @property
    def kind_labels(self) -> list[str]:
        """For whom it is, in words."""
        return [str(Organisation.Kind(kind).label) for kind in self.kinds]

    def holds(self, day: datetime.date) -> bool:
        return (self.open_from is None or self.open_from <= day) and (self.open_to is None or day <= self.open_to)
