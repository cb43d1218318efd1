"""Organisations and the people who act for them."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.search import Fold, fold
from familynet.organisations.validators import validate_fiscal_code, validate_ipa_code, validate_vat_number
from familynet.territories.models import Municipality


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def active(self) -> "OrganisationQuerySet":
        return self.filter(state=Organisation.State.ACTIVE)

    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Work pages: officials see those of the own administration, members their own; auditors as officials."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(pk__in=OrganisationMember.objects.current().filter(user=user).values("organisation"))
        return self.filter(Q(administration__in=user.administrations_with(Capability.ORGANISATION_VIEW)) | mine)

    def selectable_by(self, user: Any) -> "OrganisationQuerySet":
        """What forms may point at: any active organisation for officials, for others only their own."""
        if user.is_authenticated and user.is_official:
            return self.active()
        return self.active().visible_to(user)

    def matching(self, text: str) -> "OrganisationQuerySet":
        """By the beginnings of words of the name or of the comune, or by a whole code."""
        text = text.replace("\x00", " ")  # the database takes it for no character at all
        code = text.strip().upper().replace(" ", "")
        by_words = Q()
        for word in fold(text).split():
            by_words &= Q(folded_name__regex=rf"\m{word}") | Q(municipality__folded_name__regex=rf"\m{word}")
        by_code = Q(fiscal_code=code) | Q(vat_number=code) | Q(ipa_code__iexact=text.strip())
        return self.filter(by_words | by_code) if by_words else self.none()


class Organisation(models.Model):
    """A body, public or private. One record per codice fiscale; several comuni of one name are several bodies.

    The codice fiscale may be unknown (imports): then kind and comune, or name and comune, identify it.
    `administration` is the one in whose territory the organisation has its seat.
    Personal data: contacts of the office; for a sole trader also the name.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Comune")
        MUNICIPAL_UNION = "municipal_union", _("Unione o comunità di comuni")
        CONSORTIUM = "consortium", _("Consorzio o ente gestore")
        REGION = "region", _("Regione o provincia")
        OTHER_PUBLIC = "other_public", _("Altro ente pubblico")
        COMPANY = "company", _("Impresa")
        ASSOCIATION = "association", _("Associazione o ente del terzo settore")
        COOPERATIVE = "cooperative", _("Cooperativa")
        HOSPITALITY = "hospitality", _("Struttura ricettiva")
        CULTURE = "culture", _("Museo o ente culturale")
        SCHOOL = "school", _("Scuola o ente di formazione")
        OTHER_PRIVATE = "other_private", _("Altro soggetto privato")

    PUBLIC_KINDS = (Kind.MUNICIPALITY, Kind.MUNICIPAL_UNION, Kind.CONSORTIUM, Kind.REGION, Kind.OTHER_PUBLIC)

    class Size(models.TextChoices):
        MICRO = "micro", _("Fino a 9 addetti")
        SMALL = "small", _("Da 10 a 49 addetti")
        MEDIUM = "medium", _("Da 50 a 249 addetti")
        LARGE = "large", _("250 addetti e oltre")

    class State(models.TextChoices):
        ACTIVE = "active", _("Attiva")
        CLOSED = "closed", _("Chiusa")
        MERGED = "merged", _("Unita a un'altra scheda")

    STATE_TONES = {State.ACTIVE: "success", State.CLOSED: "neutral", State.MERGED: "info"}
    # What the people of the organisation may change by themselves; name and codes are checked by officials.
    CONTACT_FIELDS = ("address", "pec", "email", "phone", "website")
    RESERVED_SLUGS = ("nuova", "suggerimenti", "invito")

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("denominazione"), max_length=200)
    folded_name = models.GeneratedField(
        expression=Fold(F("name")), output_field=models.CharField(max_length=200), db_persist=True
    )
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind)
    fiscal_code = models.CharField(
        _("codice fiscale"), max_length=16, null=True, blank=True, validators=[validate_fiscal_code]
    )
    vat_number = models.CharField(_("partita IVA"), max_length=11, blank=True, validators=[validate_vat_number])
    ipa_code = models.CharField(_("codice IPA"), max_length=20, blank=True, validators=[validate_ipa_code])
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("comune")
    )
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="organisations")
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    pec = models.EmailField(_("PEC"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    website = models.URLField(_("sito"), blank=True)
    size = models.CharField(_("dimensione"), max_length=10, choices=Size, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_code"],
                condition=~Q(state="merged"),
                name="organisation_one_per_fiscal_code",
                violation_error_message=_("C'è già un'organizzazione con questo codice fiscale."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind="municipality") & ~Q(state="merged"),
                name="organisation_one_body_per_comune",
                violation_error_message=_("C'è già la scheda di questo Comune."),
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="organisation_merged_points_at_other",
            ),
            models.CheckConstraint(condition=~Q(fiscal_code=""), name="organisation_no_empty_fiscal_code"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_whole_position",
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name"], name="organisation_by_name"),
            models.Index(fields=["administration", "state"], name="organisation_by_administration"),
            models.Index(fields=["kind"], name="organisation_by_kind"),
            GinIndex(OpClass(F("folded_name"), name="gin_trgm_ops"), name="organisation_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public_body(self) -> bool:
        return self.kind in self.PUBLIC_KINDS

    def make_slug(self) -> str:
        """A free address for this organisation: its name, then its comune, then a number."""
        base = slugify(self.name)[:90] or "organizzazione"
        candidates = [base, f"{base}-{slugify(self.municipality.name)[:25]}"]
        candidates += [f"{base}-{number}" for number in range(2, 1000)]
        taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        taken.update(self.RESERVED_SLUGS)
        return next(slug for slug in candidates if slug not in taken)


class OrganisationMemberQuerySet(models.QuerySet["OrganisationMember"]):
    def current(self) -> "OrganisationMemberQuerySet":
        return self.filter(valid_to=None)

    def visible_to(self, user: Any) -> "OrganisationMemberQuerySet":
        """Whoever sees the organisation sees who acts for it."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class OrganisationMember(models.Model):
    """A person who acts for an organisation; ended, never deleted.

    Personal data: the user, the role in the organisation, who invited.
    """

    class Role(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", _("Legale rappresentante")
        CONTACT = "contact", _("Referente")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="organisation_memberships")
    role = models.CharField(_("ruolo"), max_length=30, choices=Role)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OrganisationMemberQuerySet.as_manager()

    class Meta:
        ordering = ["role", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(valid_to=None),
                name="member_once_at_a_time",
                violation_error_message=_("La persona agisce già per questa organizzazione."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="member_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"


class OrganisationInvitationQuerySet(models.QuerySet["OrganisationInvitation"]):
    def open(self) -> "OrganisationInvitationQuerySet":
        return self.filter(state=OrganisationInvitation.State.SENT, expires_at__gt=timezone.now())

    def overdue(self) -> "OrganisationInvitationQuerySet":
        return self.filter(state=OrganisationInvitation.State.SENT, expires_at__lte=timezone.now())

    def visible_to(self, user: Any) -> "OrganisationInvitationQuerySet":
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class OrganisationInvitation(models.Model):
    """An invitation to act for an organisation; only the SHA-256 of its token is stored.

    Personal data: name and e-mail of the invited person.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Inviato")
        ACCEPTED = "accepted", _("Accettato")
        WITHDRAWN = "withdrawn", _("Ritirato")
        EXPIRED = "expired", _("Scaduto")

    STATE_TONES = {
        State.SENT: "info",
        State.ACCEPTED: "success",
        State.WITHDRAWN: "neutral",
        State.EXPIRED: "warning",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("nome e cognome"), max_length=150)
    role = models.CharField(_("ruolo"), max_length=30, choices=OrganisationMember.Role)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(state="sent"),
                name="organisation_invitation_one_open",
                violation_error_message=_("C'è già un invito in attesa per questo indirizzo."),
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_by=None)),
                name="organisation_invitation_accepted_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="org_invitation_by_expiry")]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT and self.expires_at > timezone.now()

    @property
    def administration(self) -> Administration:
        """Whose history keeps what happens to the invitation."""
        return self.organisation.administration
