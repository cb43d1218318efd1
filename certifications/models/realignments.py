"""The realignment (adeguamento) of holders to a new disciplinare: asked, declared, confirmed with an act."""

import datetime
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.models.certificates import Certificate
from certifications.models.dryruns import DryRun
from certifications.models.versions import SchemeVersion
from certifications.wording import trace
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.organisations.models import OrganisationMember


class RealignmentPlan(models.Model):
    """What the office asks of the holders after a version was published: whom, by when, why.

    `run` is the dry run that says what each of them lacks. Personal data: who planned it.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="realignment_plans")
    run = models.ForeignKey(DryRun, on_delete=models.PROTECT, related_name="plans")
    due_on = models.DateField(_("entro il"))
    reason = models.TextField(_("che cosa si chiede"))
    with_unknown = models.BooleanField(_("anche a chi non ha risposte registrate"), default=False)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(done_at=None),
                name="realignment_plan_one_at_a_time",
                violation_error_message=_("Un piano di adeguamento è già in corso: aspetta che finisca."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.due_on}"


class RealignmentQuerySet(models.QuerySet["Realignment"]):
    def visible_to(self, user: Any) -> "RealignmentQuerySet":
        """The holder's people, and the officials of the certifier."""
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        return self.filter(Q(certificate__organisation__in=mine) | Q(certificate__administration__in=officials))

    def open(self) -> "RealignmentQuerySet":
        return self.exclude(state=Realignment.State.CONFIRMED)

    def overdue(self, day: datetime.date) -> "RealignmentQuerySet":
        """Not declared yet although the day has passed."""
        return self.filter(state=Realignment.State.ASKED, due_on__lt=day)


class Realignment(models.Model):
    """One holder asked to confirm that it meets a new version. `codes` are the requirements it has to meet,
    and the optional ones that can give it the `missing_points`.

    Personal data: who answered for the holder.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Chiesto")
        ANSWERED = "answered", _("Dichiarato, da confermare")
        CONFIRMED = "confirmed", _("Confermato")

    STATE_TONES = {State.ASKED: "warning", State.ANSWERED: "info", State.CONFIRMED: "success"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(RealignmentPlan, on_delete=models.PROTECT, related_name="realignments")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="realignments")
    from_version = models.ForeignKey(
        SchemeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="realignments")
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.ASKED)
    codes = ArrayField(models.CharField(max_length=20), default=list)
    missing_points = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    due_on = models.DateField(_("entro il"))
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RealignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=~Q(state="confirmed"),
                name="realignment_one_open",
                violation_error_message=_("A questa organizzazione è già stato chiesto un adeguamento."),
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", act__isnull=False) | (~Q(state="confirmed") & Q(act=None)),
                name="realignment_confirmed_has_act",
                violation_error_message=_("Solo un adeguamento confermato ha il suo atto."),
            ),
        ]
        indexes = [models.Index(fields=["to_version", "state", "due_on"], name="realignment_by_due")]

    def __str__(self) -> str:
        return f"{self.certificate} → {self.to_version}"

    @property
    def administration(self) -> Any:
        """The one that certifies, for the history."""
        return self.certificate.administration

    def is_late(self, day: datetime.date) -> bool:
        return self.state == self.State.ASKED and self.due_on < day


class RealignmentAnswer(models.Model):
    """What the holder says about one requirement that it has to meet now, with the document behind it.

    `points` where the requirement has a range. Personal data: none of its own; the document may hold some.
    """

    realignment = models.ForeignKey(Realignment, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(max_length=20)
    met = models.BooleanField(_("requisito soddisfatto"))
    points = models.DecimalField(
        _("punti"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    note = models.TextField(_("come lo soddisfate"), blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["realignment", "code"], name="realignment_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.realignment_id}/{self.code}"

    @property
    def claimed(self) -> str:
        """The points in words; empty when none are claimed."""
        return "" if self.points is None else trace.points(self.points)


class RealignmentNotice(models.Model):
    """A reminder that was sent, so that no job sends it twice. Personal data: none."""

    class Kind(models.TextChoices):
        MONTH_BEFORE = "month_before", _("Un mese prima")
        WEEK_BEFORE = "week_before", _("Una settimana prima")
        OVERDUE = "overdue", _("Scaduto")

    realignment = models.ForeignKey(Realignment, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["realignment", "kind"], name="realignment_notice_once")]

    def __str__(self) -> str:
        return f"{self.realignment_id} {self.kind}"
