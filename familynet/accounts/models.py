"""People, administrations, and who may do what for which administration."""

import uuid
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from familynet.accounts.roles import GUEST_ROLES, ROLE_CAPABILITIES, SECOND_FACTOR_ROLES, Capability, Role
from familynet.territories.models import Municipality, Province, Region


class Administration(models.Model):
    """A party of the portal with its own voice: name, emblem, PEC, notices, signature block.

    `province` narrows the territory (Trento is a province, not its whole region). Personal data: none.
    """

    ipa_code = models.CharField(_("codice IPA"), max_length=20, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("nome"), max_length=120)
    short_name = models.CharField(_("nome breve"), max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    emblem = models.CharField(max_length=120, blank=True, help_text="path under static/")
    fiscal_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    office = models.CharField(_("ufficio"), max_length=200, blank=True)
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    pec = models.EmailField(_("PEC"), blank=True)
    email = models.EmailField(_("e-mail dell'ufficio"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    dpo_email = models.EmailField(_("e-mail del responsabile della protezione dei dati"), blank=True)
    website = models.URLField(_("sito"), blank=True)
    transparency_url = models.URLField(_("Amministrazione trasparente"), blank=True)
    accessibility_url = models.URLField(_("dichiarazione di accessibilità AgID"), blank=True)
    accessibility_goals_url = models.URLField(_("obiettivi di accessibilità"), blank=True)
    privacy_notice = models.TextField(_("informativa privacy"), blank=True)
    signature = models.TextField(_("firma nelle comunicazioni"), blank=True)
    email_domain = models.CharField(_("dominio delle caselle"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def covers(self, municipality: Municipality) -> bool:
        """True when the comune lies in the territory of this administration."""
        if self.province_id:
            return municipality.province_id == self.province_id
        return municipality.province.region_id == self.region_id


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, reader: Any) -> "UserQuerySet":
        """The people of the reader's own administration, for who administers or controls them."""
        if not reader.is_authenticated or not reader.can(Capability.PEOPLE_VIEW, reader.administration_id):
            return self.none()
        return self.filter(administration=reader.administration_id)

    def with_roles(self) -> "UserQuerySet":
        """Each person with `roles_now`, the assignments in force, in one further query."""
        in_force = RoleAssignment.objects.in_force().select_related("administration")
        return self.prefetch_related(models.Prefetch("role_assignments", in_force, to_attr="roles_now"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with the given address; without a password nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in; the e-mail address is the login.

    `administration` is set for officials and empty for people who act for an organisation.
    Personal data: name, e-mail, telephone, language, last sign-in.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("nome e cognome"), max_length=150)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    administration = models.ForeignKey(
        Administration, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]
        indexes = [
            models.Index(fields=["administration", "is_active", "full_name"], name="user_by_administration")
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    @cached_property
    def current_roles(self) -> frozenset[tuple[str, int]]:
        """(role, administration id) in force now; read once per request, so a removed role stops at once."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.role_assignments.in_force().values_list("role", "administration_id"))

    def can(self, capability: Capability, administration: Administration | int | None) -> bool:
        """True when a role held for that administration includes the capability."""
        if administration is None:
            return False
        pk = administration if isinstance(administration, int) else administration.pk
        return pk in self.administrations_with(capability)

    def administrations_with(self, capability: Capability) -> frozenset[int]:
        """Ids of the administrations for which the user has the capability."""
        return frozenset(pk for role, pk in self.current_roles if capability in ROLE_CAPABILITIES[role])

    def suspend_roles(self) -> None:
        """For the rest of this request the person has no role (a required second factor is missing)."""
        self.current_roles = frozenset()

    def role_names(self, administration: Administration | None) -> str:
        """The roles held for an administration (all roles when None), for the history."""
        wanted = administration.pk if administration else None
        return ", ".join(sorted({str(Role(r).label) for r, pk in self.current_roles if wanted in (None, pk)}))[
            :200
        ]

    @property
    def is_official(self) -> bool:
        """Works for an administration; who only assesses from outside or sits in the council does not."""
        return any(role not in GUEST_ROLES for role, _pk in self.current_roles)

    @property
    def needs_second_factor(self) -> bool:
        return self.is_superuser or any(role in SECOND_FACTOR_ROLES for role, _pk in self.current_roles)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self) -> "RoleAssignmentQuerySet":
        now = timezone.now()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=now), valid_from__lte=now)


class RoleAssignment(models.Model):
    """A role that a person holds for one administration, from a moment to another; closed, never deleted.

    Personal data: the user and who granted or ended the role.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("ruolo"), max_length=30, choices=Role)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="role_assignments")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(_("fino al"), null=True, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["role"]
        indexes = [models.Index(fields=["administration", "role", "valid_to"], name="role_by_administration")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "administration"],
                condition=Q(valid_to=None),
                name="role_once_at_a_time",
                violation_error_message=_("La persona ha già questo ruolo."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="role_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, reader: Any) -> "InvitationQuerySet":
        """The invitations of the reader's own administration, for who administers or controls people."""
        if not reader.is_authenticated or not reader.can(Capability.PEOPLE_VIEW, reader.administration_id):
            return self.none()
        return self.filter(administration=reader.administration_id)

    def open(self) -> "InvitationQuerySet":
        return self.filter(state=Invitation.State.SENT, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An invitation to join an administration with roles. Organisations keep their own.

    Only the SHA-256 of the token is stored: who reads the database cannot accept in somebody's place.
    Personal data: name and e-mail of the invited person; taken out 90 days after it was
    withdrawn or has expired (tasks.py).
    """

    class State(models.TextChoices):
        SENT = "sent", _("Inviato")
        ACCEPTED = "accepted", _("Accettato")
        WITHDRAWN = "withdrawn", _("Ritirato")
        EXPIRED = "expired", _("Scaduto")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("nome e cognome"), max_length=150)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="invitations")
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = InvitationQuerySet.as_manager()

    STATE_TONES = {
        State.SENT: "info",
        State.ACCEPTED: "success",
        State.WITHDRAWN: "neutral",
        State.EXPIRED: "warning",
    }

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["administration", "state", "-created_at"], name="invitation_by_administration"),
            models.Index(fields=["state", "expires_at"], name="invitation_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "administration",
                condition=Q(state="sent"),
                name="invitation_one_open_per_address",
                violation_error_message=_("C'è già un invito in attesa per questo indirizzo."),
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_by=None)),
                name="invitation_accepted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.administration}"

    @property
    def role_labels(self) -> list[str]:
        """What the invited person will be able to act as, in words."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT and self.expires_at > timezone.now()
