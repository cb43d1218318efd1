"""Transfer: one practice on its way from who wrote it to who adopts it, and what stands behind the adoption."""

import datetime
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation
from practices.models.practice import Practice

SUMMARY_OF_CHANGES = 300


class Side(models.TextChoices):
    """The two ends of a transfer."""

    OWNER = "owner", _("Chi ha scritto la pratica")
    ADOPTER = "adopter", _("Chi la adotta")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: Any) -> "TransferQuerySet":
        """The work pages: officials of the two sides who read practices; nobody else, whatever the state."""
        if not user.is_authenticated:
            return self.none()
        reads = user.administrations_with(Capability.PRACTICE_VIEW)
        return self.filter(Q(owner__in=reads) | Q(adopter__in=reads))

    def confirmed(self) -> "TransferQuerySet":
        """What everybody may see: adoptions that were confirmed, of practices that have a public page."""
        return self.filter(state__in=Transfer.CONFIRMED_STATES, practice__in=Practice.objects.public())

    def with_parties(self) -> "TransferQuerySet":
        """With all that a line of a list or of an export names."""
        return self.select_related(
            "practice", "owner", "adopter", "organisation__municipality__province", "act", "resulting_practice"
        )

    def for_page(self) -> "TransferQuerySet":
        """With what the page of one transfer shows."""
        return self.with_parties().select_related("asked_by", "declared_by", "outcome_by")


class Transfer(models.Model):
    """A practice that somebody wants, adapts and adopts, up to what became of it.

    `owner` is the administration of the practice, `adopter` the one that adopts it, or in whose territory
    `organisation` does. `resulting_practice` is what the adopter wrote about its adaptation: these rows are the
    lineage of practices, in which no practice comes from itself (trigger of migration 0031).
    `round` counts declarations, so that one sent back is confirmed anew. See docs/decisions/0015.
    Personal data: who asked, declared and recorded the outcome; name, e-mail and telephone of the contact.
    Only officials of the two sides see them.
    """

    class State(models.TextChoices):
        WANTED = "wanted", _("Richiesta")
        IN_CONTACT = "in_contact", _("In contatto")
        MEETING = "meeting", _("Incontri")
        ADAPTING = "adapting", _("In adattamento")
        DECLARED = "declared", _("Da confermare")
        ADOPTED = "adopted", _("Adottata")
        EVALUATED = "evaluated", _("Esito registrato")
        DECLINED = "declined", _("Non accolta")
        DROPPED = "dropped", _("Abbandonata")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Continua come adottata")
        CHANGED = "changed", _("Continua, con altri cambiamenti")
        ENDED = "ended", _("Si è conclusa")

    STATE_TONES = {
        State.WANTED: "info",
        State.IN_CONTACT: "info",
        State.MEETING: "info",
        State.ADAPTING: "info",
        State.DECLARED: "warning",
        State.ADOPTED: "success",
        State.EVALUATED: "success",
        State.DECLINED: "neutral",
        State.DROPPED: "neutral",
    }
    OPEN_STATES = (State.WANTED, State.IN_CONTACT, State.MEETING, State.ADAPTING, State.DECLARED)
    CONFIRMED_STATES = (State.ADOPTED, State.EVALUATED)
    CLOSED_STATES = (State.DECLINED, State.DROPPED)
    # While one of these lasts, the same body does not ask again.
    LIVE_STATES = (*OPEN_STATES, State.ADOPTED)
    TALKING_STATES = (State.IN_CONTACT, State.MEETING, State.ADAPTING)
    RESULT_STATES = (State.ADAPTING, State.DECLARED, State.ADOPTED, State.EVALUATED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("anno"))
    sequence = models.PositiveIntegerField(_("numero"))
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.WANTED)

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="transfers")
    version_number = models.PositiveIntegerField(_("versione"), default=1)
    owner = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="transfers_given")
    adopter = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="transfers_taken")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("richiesta il"))
    need = models.TextField(_("che cosa ci serve"))

    answer = models.TextField(_("risposta"), blank=True)
    answered_on = models.DateField(_("risposta il"), null=True, blank=True)
    contact_name = models.CharField(_("persona di contatto"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telefono"), max_length=40, blank=True)

    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changes = models.CharField(_("che cosa è cambiato"), max_length=SUMMARY_OF_CHANGES, blank=True)
    declared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    adopted_at = models.DateTimeField(null=True, blank=True)
    resulting_practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="adapted_through"
    )

    outcome = models.CharField(_("esito"), max_length=10, choices=Outcome, blank=True)
    outcome_text = models.TextField(_("che cosa è successo"), blank=True)
    outcome_indicators = models.JSONField(_("indicatori"), default=list, blank=True)
    outcome_on = models.DateField(_("esito al"), null=True, blank=True)
    outcome_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome_due_on = models.DateField(null=True, blank=True, help_text="twelve months after the act")
    reminded_before_on = models.DateField(null=True, blank=True)
    reminded_after_on = models.DateField(null=True, blank=True)
    closing_reason = models.TextField(_("motivo"), blank=True)

    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="transfer_own_number"),
            models.UniqueConstraint(
                fields=["practice", "adopter", "organisation"],
                condition=Q(state__in=["wanted", "in_contact", "meeting", "adapting", "declared", "adopted"]),
                nulls_distinct=False,
                name="transfer_one_at_a_time",
                violation_error_message=_(
                    "C'è già una richiesta aperta di questa pratica per lo stesso ente: continua da quella."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("adopter")) | Q(organisation__isnull=False),
                name="transfer_not_to_itself",
                violation_error_message=_(
                    "Un'amministrazione non adotta una pratica da se stessa: indica l'ente che lo fa."
                ),
            ),
            models.CheckConstraint(
                condition=Q(resulting_practice=None) | ~Q(resulting_practice=F("practice")),
                name="transfer_result_is_another",
                violation_error_message=_(
                    "La pratica che racconta l'adattamento non può essere quella di partenza."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(need=""),
                name="transfer_says_why",
                violation_error_message=_("Scrivi che cosa serve: chi riceve la richiesta deve capirla."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declared", "adopted", "evaluated"])
                | Q(act__isnull=False, declared_by__isnull=False, outcome_due_on__isnull=False),
                name="transfer_adoption_has_act",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "evaluated"]) | Q(adopted_at__isnull=False),
                name="transfer_adopted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="evaluated", outcome_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="evaluated") & Q(outcome="", outcome_on=None),
                name="transfer_outcome_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "dropped"]) | ~Q(closing_reason=""),
                name="transfer_closed_has_reason",
                violation_error_message=_("Scrivi il motivo: chi legge deve capire la decisione."),
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(F("outcome_indicators"), function="JSONB_TYPEOF", output_field=models.CharField()),
                    Value("array"),
                ),
                name="transfer_indicators_list",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-updated_at"], name="transfer_by_owner"),
            models.Index(fields=["adopter", "state", "-updated_at"], name="transfer_by_adopter"),
            models.Index(fields=["practice", "state"], name="transfer_by_practice"),
            models.Index(fields=["resulting_practice"], name="transfer_by_result"),
            models.Index(fields=["outcome_due_on"], condition=Q(state="adopted"), name="transfer_outcome_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.practice}"

    def get_absolute_url(self) -> str:
        """The work page of the two sides."""
        return reverse("practices:transfer", kwargs={"uuid": self.uuid})

    @property
    def number(self) -> str:
        """As people cite it: ADO 2026/3."""
        return f"ADO {self.year}/{self.sequence}"

    @property
    def is_internal(self) -> bool:
        """Reuse inside one administration: a body of its territory adopts what its own offices wrote."""
        return self.owner_id == self.adopter_id

    @property
    def adopting_body(self) -> Organisation | Administration:
        return self.organisation or self.adopter

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_confirmed(self) -> bool:
        return self.state in self.CONFIRMED_STATES

    @property
    def confirming_sides(self) -> tuple[Side, ...]:
        """Who must confirm: both ends; for reuse inside one administration a second person of it."""
        return (Side.ADOPTER,) if self.is_internal else (Side.OWNER, Side.ADOPTER)

    def administration_of(self, side: Side | str) -> int:
        return self.owner_id if side == Side.OWNER else self.adopter_id

    @property
    def outcome_is_late(self) -> bool:
        due = self.outcome_due_on
        return self.state == self.State.ADOPTED and due is not None and due < timezone.localdate()

    @property
    def adopted_on(self) -> datetime.date | None:
        """The day of the act; `act` must be loaded."""
        return self.act.date if self.act else None


class TransferConfirmation(models.Model):
    """One side's word that the practice was adopted. The database holds the four eyes.

    Personal data: who confirmed, shown to officials of the two sides only.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="confirmations")
    side = models.CharField(max_length=10, choices=Side)
    round = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(_("nota"), blank=True)

    class Meta:
        ordering = ["-round", "confirmed_at"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "round", "side"], name="confirmation_once_per_side"),
            models.UniqueConstraint(
                fields=["transfer", "round", "confirmed_by"], name="confirmation_two_different_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer.number}: {self.get_side_display()}"


class AdaptationItem(models.Model):
    """One thing that was kept, changed or dropped, and why. Public once the adoption is confirmed.

    Personal data: none.
    """

    class Kind(models.TextChoices):
        KEPT = "kept", _("Conservato")
        CHANGED = "changed", _("Cambiato")
        DROPPED = "dropped", _("Tolto")

    class Aspect(models.TextChoices):
        """The sections of a practice, as they can be adapted."""

        TARGETS = "targets", _("Destinatari")
        PROBLEM = "problem", _("Il problema")
        SOLUTION = "solution", _("Che cosa si fa")
        TERRITORY = "territory", _("Dove e quando")
        COSTS = "costs", _("Costi e finanziamento")
        RESOURCES = "resources", _("Persone, spazi e competenze")
        RESULTS = "results", _("Risultati e indicatori")
        DOCUMENTS = "documents", _("Documenti e moduli")

    KIND_TONES = {Kind.KEPT: "success", Kind.CHANGED: "info", Kind.DROPPED: "neutral"}

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="items")
    aspect = models.CharField(_("parte della pratica"), max_length=12, choices=Aspect)
    kind = models.CharField(_("che cosa è successo"), max_length=8, choices=Kind)
    text = models.TextField(_("descrizione"))
    why = models.TextField(_("perché"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="adaptation_has_text",
                violation_error_message=_("Scrivi che cosa è stato conservato, cambiato o tolto."),
            ),
            models.CheckConstraint(
                condition=Q(kind="kept") | ~Q(why=""),
                name="adaptation_change_has_reason",
                violation_error_message=_("Scrivi perché: chi vuole rifare la pratica impara da qui."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.get_kind_display()}"

    @property
    def tone(self) -> str:
        return self.KIND_TONES[self.Kind(self.kind)]
