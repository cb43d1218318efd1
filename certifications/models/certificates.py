"""Certificates and the changes of their state."""

import datetime
import secrets
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certifications.models.schemes import IN_FORCE, Category, Scheme
from certifications.models.versions import SchemeVersion
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.territories.models import Municipality, Province

PUBLIC_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to mistake


def new_public_id() -> str:
    """Ten characters that say nothing and can be read aloud."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _i in range(10))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def for_register(self) -> "CertificateQuerySet":
        """What anyone may read: no internal note, no source, no person."""
        return self.select_related(
            "organisation__municipality__province", "scheme", "category", "act", "administration"
        ).defer("note", "source")

    def in_force(self) -> "CertificateQuerySet":
        """Held today: the organisation may call itself certified."""
        return self.filter(state__in=IN_FORCE)

    def open(self) -> "CertificateQuerySet":
        """Not ended: in force or suspended."""
        return self.exclude(state__in=Certificate.ENDED)

    def visible_to(self, user: Any) -> "CertificateQuerySet":
        """Who has to do with it at work: the officials who see its file, and the holder's people."""
        if not user.is_authenticated:
            return self.none()
        members = OrganisationMember.objects.current().filter(user=user)
        return self.filter(self._officials(user) | Q(organisation__in=members.values("organisation")))

    def on_file_for(self, user: Any) -> "CertificateQuerySet":
        """The officials' pages: the certifier's, and those in whose territory the organisation has its seat."""
        return self.filter(self._officials(user)) if user.is_authenticated else self.none()

    def held_by(self, user: Any) -> "CertificateQuerySet":
        """Of the organisations that the user acts for."""
        if not user.is_authenticated:
            return self.none()
        members = OrganisationMember.objects.current().filter(user=user)
        return self.filter(organisation__in=members.values("organisation"))

    def with_papers_for(self, user: Any) -> "CertificateQuerySet":
        """Whose documents one reads: the officials who read applications, the holder's people.

        To see that a certificate exists and how it stands, any official of the two administrations has a reason.
        """
        if not user.is_authenticated:
            return self.none()
        # Guests, who are called in for other things, have only the first of the two.
        mine = user.administrations_with(Capability.APPLICATION_VIEW)
        mine &= user.administrations_with(Capability.ORGANISATION_VIEW)
        members = OrganisationMember.objects.current().filter(user=user)
        return self.filter(
            Q(administration__in=mine)
            | Q(seat_administration__in=mine)
            | Q(organisation__in=members.values("organisation"))
        )

    @staticmethod
    def _officials(user: Any) -> Q:
        mine = user.administrations_with(Capability.ORGANISATION_VIEW)
        return Q(administration__in=mine) | Q(seat_administration__in=mine)

    def as_of(self, day: datetime.date) -> "CertificateQuerySet":
        """Those awarded by that day, with `state_then`; without a date of award nobody can say.

        The state is that of the last change in effect; without any, valid until the day it ended.
        """
        changes = StatusChange.objects.filter(certificate=models.OuterRef("pk"), effective_on__lte=day)
        last = changes.order_by("-effective_on", "-pk").values("to_state")[:1]
        untold = models.Case(
            models.When(ended_on__gt=day, then=models.Value(Certificate.State.VALID)), default=F("state")
        )
        then = models.functions.Coalesce(models.Subquery(last), untold)
        return self.filter(award_date__lte=day).annotate(state_then=then)

    def with_next_condition(self) -> "CertificateQuerySet":
        """Adds `next_condition` (day of the next requirement that the holder owes) and `open_conditions`."""
        # The conditions hang below the certificates, so they are named by string.
        owed = Q(conditions__state__in=["open", "not_met"])
        return self.annotate(
            next_condition=models.Min("conditions__due_on", filter=owed),
            open_conditions=models.Count("conditions", filter=owed),
        )

    def without_act(self) -> "CertificateQuerySet":
        """The act of the award is missing, or lacks its number or date: work to do."""
        return self.filter(Q(act=None) | Q(act__number="") | Q(act__date=None))


class Certificate(models.Model):
    """A mark that one organisation holds or held, with the act that awarded it.

    `act` may be missing when the source does not give it: pages say so, nobody invents one.
    `register_number` is drawn here when awarded here; a number of an older register is kept as given in
    `source_number`. `municipality`, `province`, `seat_administration`, `award_year`, `sort_name` and
    `search_text` are copies that a database trigger keeps (decision 0005): never write them.
    Personal data: none meant; `note` is internal, because a typed text may name a person.
    """

    class State(models.TextChoices):
        VALID = "valid", _("Valida")
        TO_REALIGN = "to_realign", _("Da adeguare")
        UNDER_CHECK = "under_check", _("In verifica")
        SUSPENDED = "suspended", _("Sospesa")
        REVOKED = "revoked", _("Revocata")
        RENOUNCED = "renounced", _("Rinunciata")
        EXPIRED = "expired", _("Scaduta")

    STATE_TONES = {
        State.VALID: "success",
        State.TO_REALIGN: "warning",
        State.UNDER_CHECK: "info",
        State.SUSPENDED: "warning",
        State.REVOKED: "danger",
        State.RENOUNCED: "neutral",
        State.EXPIRED: "neutral",
    }
    ENDED = (State.REVOKED, State.RENOUNCED, State.EXPIRED)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certificates", db_index=False)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    version = models.ForeignKey(
        SchemeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("chi certifica")
    )
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.VALID)
    register_year = models.PositiveSmallIntegerField(null=True, blank=True)
    register_number = models.PositiveIntegerField(_("numero di registro"), null=True, blank=True)
    source_number = models.CharField(_("numero nel registro di origine"), max_length=40, blank=True)
    act = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("atto")
    )
    award_date = models.DateField(_("data di assegnazione"), null=True, blank=True)
    valid_to = models.DateField(_("scadenza"), null=True, blank=True)
    ended_on = models.DateField(_("data di cessazione"), null=True, blank=True)
    score = models.DecimalField(
        _("punteggio"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    # How many requirements were met at the award, where others fall due later ("5 di 10 soddisfatti").
    met_at_award = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(_("nota interna"), blank=True)
    source = models.CharField(_("fonte"), max_length=200, blank=True)
    # The texts and documents of its life are gone: it ended, and the retention after that is over.
    cleared_at = models.DateTimeField(_("dati personali cancellati il"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # Kept by the trigger certificate_copies; null only before the first write.
    municipality = models.ForeignKey(
        Municipality, null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    province = models.ForeignKey(
        Province,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    seat_administration = models.ForeignKey(
        Administration, null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    award_year = models.SmallIntegerField(null=True, editable=False)
    sort_name = models.CharField(max_length=80, blank=True, editable=False, db_default="")
    search_text = models.CharField(max_length=400, blank=True, editable=False, db_default="")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "category"],
                condition=~Q(state__in=["revoked", "renounced", "expired"]),
                nulls_distinct=False,
                name="certificate_one_open",
                violation_error_message=_(
                    "L'organizzazione ha già una certificazione aperta per questo marchio e questa categoria."
                ),
            ),
            models.UniqueConstraint(
                fields=["scheme", "register_year", "register_number"],
                name="certificate_register_number_once",
                violation_error_message=_("Il numero di registro è già stato assegnato."),
            ),
            models.CheckConstraint(
                condition=Q(register_year=None, register_number=None)
                | Q(register_year__isnull=False, register_number__isnull=False),
                name="certificate_whole_register_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["revoked", "renounced", "expired"], ended_on__isnull=False)
                | (~Q(state__in=["revoked", "renounced", "expired"]) & Q(ended_on=None)),
                name="certificate_ended_has_date",
                violation_error_message=_("Una certificazione cessata ha la data in cui è cessata, le altre no."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(award_date=None) | Q(ended_on__gte=F("award_date")),
                name="certificate_ends_after_award",
                violation_error_message=_("La data di cessazione viene prima dell'assegnazione."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(award_date=None) | Q(valid_to__gte=F("award_date")),
                name="certificate_valid_after_award",
                violation_error_message=_("La scadenza viene prima dell'assegnazione."),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0),
                name="certificate_score_not_negative",
                violation_error_message=_("Il punteggio non può essere negativo."),
            ),
        ]
        indexes = [
            # The register's own order, with what its facets ask for, so that a page needs no heap access.
            models.Index(
                fields=["sort_name", "id"],
                include=["scheme", "category", "province", "state", "award_year", "municipality"],
                name="certificate_register_order",
            ),
            models.Index(F("award_date").desc(nulls_last=True), "id", name="certificate_by_award"),
            models.Index(
                fields=["province", "municipality", "scheme", "category", "state", "award_year"],
                name="certificate_by_territory",
            ),
            models.Index(fields=["scheme", "category", "state"], name="certificate_by_scheme"),
            models.Index(fields=["state", "valid_to"], name="certificate_by_expiry"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="certificate_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} – {self.organisation}"

    @property
    def title(self) -> str:
        """The mark with its category."""
        return f"{self.scheme} – {self.category}" if self.category_id else str(self.scheme)

    @property
    def number(self) -> str:
        """The number in the register: the one drawn here, else the one of the source, else nothing."""
        if self.register_number is not None:
            return f"{self.register_number}/{self.register_year}"
        return self.source_number

    @property
    def is_ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def has_complete_act(self) -> bool:
        """True when the act of the award can be found again."""
        return self.act is not None and self.act.is_complete

    @property
    def shown_state(self) -> str:
        """The state on the day that a list is about: `as_of` adds it, else it is the one of today."""
        return getattr(self, "state_then", self.state)

    @property
    def shown_label(self) -> str:
        return str(self.State(self.shown_state).label)

    @property
    def shown_tone(self) -> str:
        return self.STATE_TONES[self.State(self.shown_state)]


class StatusChange(models.Model):
    """One change of a certificate's state: from, to, when it takes effect, by which act, and why.

    `from_state` is empty for the award; `effective_on` is empty where the source gives no date.
    Personal data: none meant; `reason` is shown to officials only.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="status_changes")
    from_state = models.CharField(max_length=20, choices=Certificate.State, blank=True)
    to_state = models.CharField(max_length=20, choices=Certificate.State)
    effective_on = models.DateField(_("data di effetto"), null=True, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("motivo"), blank=True)
    # The report of a check, a letter: for officials and the holder.
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")),
                name="status_change_changes",
                violation_error_message=_("Lo stato di arrivo è uguale a quello di partenza."),
            )
        ]
        indexes = [models.Index(fields=["certificate", "effective_on"], name="status_change_by_day")]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state}"
