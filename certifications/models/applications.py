"""Applications: one organisation asks for one mark, under one version of its disciplinare."""

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models.certificates import Certificate, new_public_id
from certifications.models.schemes import Category, Scheme
from certifications.models.versions import SchemeVersion
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.territories.models import Province

# The work lists hold what was submitted; each is read from an index alone, the most urgent first.
SUBMITTED = Q(submitted_at__isnull=False)
WORK_LISTS = {
    "urgency": ["administration", "state", "due_on", "id"],
    "term": ["administration", "due_on", "id"],
    "officer": ["administration", "officer", "state", "due_on", "id"],
    "province": ["administration", "province", "state", "due_on", "id"],
    "mark": ["administration", "scheme", "state", "due_on", "id"],
    "state": ["administration", "state"],  # small: the counts of all read it whole
    "protocol": ["administration", "protocol_number"],
    "seat": ["seat_administration", "state"],
}


def mark_title(scheme: str, category: str | None) -> str:
    """The mark with its category."""
    return f"{scheme} – {category}" if category else scheme


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The applicant's people; the certifier's and the accompanying officials once it is submitted; assessors.

        An assessor sees a file after declaring that there is no conflict, and never a draft.
        """
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        # The assignments hang below the applications, so they are named by string.
        assigned = Q(
            pk__in=self.model._meta.apps.get_model("certifications", "Assignment")
            .objects.open_to(user)
            .values("application")
        )
        # A draft that was taken back was never submitted either.
        return self.filter(
            Q(organisation__in=mine)
            | Q(submitted_at__isnull=False)
            & (Q(administration__in=officials) | Q(seat_administration__in=officials) | assigned)
        )

    def handled_by(self, user: Any) -> "ApplicationQuerySet":
        """The certifier's own files, as its officials see them."""
        if not user.is_authenticated:
            return self.none()
        mine = user.administrations_with(Capability.APPLICATION_VIEW)
        return self.filter(administration__in=mine, submitted_at__isnull=False)

    def accompanied_by(self, user: Any) -> "ApplicationQuerySet":
        """Files of organisations of the user's territory that another administration certifies."""
        if not user.is_authenticated:
            return self.none()
        mine = user.administrations_with(Capability.CERTIFICATE_ACCOMPANY)
        files = self.filter(seat_administration__in=mine, submitted_at__isnull=False)
        return files.exclude(administration=models.F("seat_administration"))

    def waiting_for(self, user: Any) -> "ApplicationQuerySet":
        """What waits for an official: an officer's own files and those nobody took; a manager's decisions."""
        S = Application.State
        manages = list(user.administrations_with(Capability.CERTIFICATE_MANAGE))
        decides = list(user.administrations_with(Capability.CERTIFICATE_DECIDE))
        mine = Q(officer=user, state__in=(S.SUBMITTED, S.IN_REVIEW)) | Q(officer=None, state=S.SUBMITTED)
        decisions = Q(state=S.ASSESSED) & ~Q(officer=user)
        return self.filter(Q(administration__in=manages) & mine | Q(administration__in=decides) & decisions)

    def by_urgency(self) -> "ApplicationQuerySet":
        """The nearest term first; those without one at the end."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def open(self) -> "ApplicationQuerySet":
        """Not concluded."""
        return self.exclude(state__in=Application.CONCLUDED)

    def running(self) -> "ApplicationQuerySet":
        """Submitted and not concluded: somebody of the administration works on it."""
        return self.filter(state__in=Application.RUNNING)


class Application(models.Model):
    """A file (pratica): from the draft to the decision.

    `facts` are what the conditions are judged on (engine.FACTS), as they were at the submission.
    `due_on`, `stopped_on` and `objection_due_on` are copies of what the clock says, for the work lists.
    Personal data: who wrote, submitted and handles it; `retention_until` says until when they are kept.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("Prima certificazione")
        RENEWAL = "renewal", _("Rinnovo")
        REALIGNMENT = "realignment", _("Adeguamento")

    class State(models.TextChoices):
        DRAFT = "draft", _("Bozza")
        SUBMITTED = "submitted", _("Presentata")
        IN_REVIEW = "in_review", _("In istruttoria")
        INTEGRATION = "integration", _("Integrazione richiesta")
        IN_ASSESSMENT = "in_assessment", _("In valutazione")
        ASSESSED = "assessed", _("Valutata, da decidere")
        NOTICE = "notice", _("Preavviso di rigetto")
        AWARDED = "awarded", _("Assegnata")
        REFUSED = "refused", _("Respinta")
        WITHDRAWN = "withdrawn", _("Ritirata")

    STATE_TONES = {
        State.DRAFT: "neutral",
        State.SUBMITTED: "info",
        State.IN_REVIEW: "info",
        State.INTEGRATION: "warning",
        State.IN_ASSESSMENT: "info",
        State.ASSESSED: "info",
        State.NOTICE: "warning",
        State.AWARDED: "success",
        State.REFUSED: "danger",
        State.WITHDRAWN: "neutral",
    }
    CONCLUDED = (State.AWARDED, State.REFUSED, State.WITHDRAWN)
    RUNNING = (
        State.SUBMITTED,
        State.IN_REVIEW,
        State.INTEGRATION,
        State.IN_ASSESSMENT,
        State.ASSESSED,
        State.NOTICE,
    )

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="applications", db_index=False)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="applications")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="applications", verbose_name=_("chi certifica")
    )
    seat_administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="+", verbose_name=_("amministrazione della sede")
    )
    kind = models.CharField(_("tipo di domanda"), max_length=20, choices=Kind, default=Kind.FIRST)
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.DRAFT)
    # The certificate that a renewal or a realignment is about, and the one that an award made or renewed.
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    employees = models.PositiveIntegerField(_("numero di dipendenti"), null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    score = models.DecimalField(_("punteggio"), max_digits=7, decimal_places=2, null=True, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("presentata il"), null=True, blank=True)
    officer = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled_applications",
        verbose_name=_("responsabile del procedimento"),
    )
    protocol_number = models.CharField(_("numero di protocollo"), max_length=40, blank=True)
    protocol_date = models.DateField(_("data di protocollo"), null=True, blank=True)
    # A copy that the database keeps, for the work lists.
    province = models.ForeignKey(
        Province, null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_on = models.DateField(_("avvio del procedimento"), null=True, blank=True)
    due_on = models.DateField(_("termine del procedimento"), null=True, blank=True)
    stopped_on = models.DateField(_("sospeso dal"), null=True, blank=True)
    # From this day on the term is near; `warned_for` is the term about which the officer was warned.
    warn_on = models.DateField(null=True, blank=True)
    warned_for = models.DateField(null=True, blank=True)
    waiting_since = models.DateTimeField(_("in questo stato dal"), default=timezone.now)
    concluded_on = models.DateField(_("concluso il"), null=True, blank=True)
    retention_until = models.DateField(_("dati personali conservati fino al"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("dati personali cancellati il"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "category"],
                condition=~Q(state__in=["awarded", "refused", "withdrawn"]),
                nulls_distinct=False,
                name="application_one_open",
                violation_error_message=_("L'organizzazione ha già una domanda aperta per questo marchio."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="withdrawn")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="application_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(kind="first") | Q(certificate__isnull=False),
                name="application_renews_a_certificate",
            ),
        ]
        indexes = [
            *(
                models.Index(fields=fields, condition=SUBMITTED, name=f"application_by_{name}")
                for name, fields in WORK_LISTS.items()
            ),
            models.Index(
                fields=["administration", "due_on", "id"],
                condition=SUBMITTED
                & Q(state__in=["submitted", "in_review", "integration", "in_assessment", "assessed", "notice"]),
                include=["state", "stopped_on", "warn_on"],
                name="application_running",
            ),
            models.Index(fields=["scheme", "category", "state"], name="application_by_scheme"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.category or self.scheme}"

    @property
    def is_concluded(self) -> bool:
        return self.state in self.CONCLUDED

    @property
    def title(self) -> str:
        """The mark with its category."""
        return mark_title(str(self.scheme), str(self.category) if self.category_id else "")

    @property
    def is_decided(self) -> bool:
        """Awarded or refused: what was found and advised may be known."""
        return self.state in (self.State.AWARDED, self.State.REFUSED)

    def days_left(self, today: datetime.date) -> int | None:
        """Days until the term, negative when it has passed; None without a term or while it is stopped."""
        return None if self.due_on is None or self.stopped_on else (self.due_on - today).days
