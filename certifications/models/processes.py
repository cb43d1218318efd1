"""One organisation on its way through the phases of a multi-year scheme."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.assessment import Assessor
from certifications.models.certificates import Certificate, new_public_id
from certifications.models.cycles import Cycle, Level, PhaseTemplate
from certifications.models.schemes import Scheme
from certifications.models.versions import SchemeVersion
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation, OrganisationMember


class InternalContactQuerySet(models.QuerySet["InternalContact"]):
    def current(self) -> "InternalContactQuerySet":
        return self.filter(ended_on=None)


class InternalContact(models.Model):
    """Whom an organisation names as its internal contact (referente interno) for a scheme, before it applies.

    Replaced, never deleted. Personal data: who was named, and by whom.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="internal_contacts")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="internal_contacts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("referente interno"))
    named_on = models.DateField(_("nominato il"))
    ended_on = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = InternalContactQuerySet.as_manager()

    class Meta:
        ordering = ["-named_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme"],
                condition=Q(ended_on=None),
                name="internal_contact_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, user: Any) -> "ProcessQuerySet":
        """The organisation's people; certifier's and accompanying officials; who works on it; the council."""
        if not user.is_authenticated:
            return self.none()
        mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        appointed = Appointment.objects.filter(assessor__user=user, state=Appointment.State.ACCEPTED)
        return self.filter(
            Q(organisation__in=mine)
            | Q(administration__in=officials)
            | Q(organisation__administration__in=officials)
            | Q(administration__in=user.administrations_with(Capability.CERTIFICATE_ADVISE))
            | Q(pk__in=appointed.values("process"))
        )

    def open(self) -> "ProcessQuerySet":
        return self.exclude(state=Process.State.ENDED)

    def with_current_phase(self) -> "ProcessQuerySet":
        """Adds `phase_title`, `phase_round` and `phase_due` of the open phase, null without one."""
        opened = Phase.objects.filter(process=OuterRef("pk"), state=Phase.State.OPEN)
        return self.annotate(
            phase_title=models.Subquery(opened.values("template__title")[:1]),
            phase_round=models.Subquery(opened.values("round")[:1]),
            phase_repeats=models.Subquery(opened.values("template__repeats")[:1]),
            phase_due=models.Subquery(opened.values("due_on")[:1]),
        )

    def public_of(self, certificate: Certificate) -> "Process | None":
        """The process that anyone may read on the page of its certificate: no person is on it."""
        found = self.with_current_phase().select_related("level", "level_act", "cycle")
        return found.open().filter(certificate=certificate).first()


class Process(models.Model):
    """The way of one organisation through a scheme with phases: one per application, later its certificate's.

    `cycle` is the one that runs, or the last one while the next is awaited. `level` is the highest granted, with
    the act that granted it. Personal data: who opened it; see Appointment and InternalContact.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("Da attivare")
        RUNNING = "running", _("In corso")
        BETWEEN = "between", _("Ciclo concluso")
        ENDED = "ended", _("Chiuso")

    STATE_TONES = {
        State.OPENED: "warning",
        State.RUNNING: "info",
        State.BETWEEN: "success",
        State.ENDED: "neutral",
    }

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="processes")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="processes")
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="processes")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="processes", verbose_name=_("chi certifica")
    )
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="process"
    )
    certificate = models.OneToOneField(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="process"
    )
    size = models.CharField(_("dimensione"), max_length=10, choices=Organisation.Size)
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.OPENED)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+", verbose_name=_("ciclo"))
    cycle_number = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField(_("avviato il"), null=True, blank=True)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level_on = models.DateField(_("riconosciuto il"), null=True, blank=True)
    level_act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        InternalContact, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    officer = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsabile")
    )
    ended_on = models.DateField(_("chiuso il"), null=True, blank=True)
    end_reason = models.CharField(_("perché è chiuso"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme"],
                condition=~Q(state="ended"),
                name="process_one_open",
                violation_error_message=_("L'organizzazione ha già un percorso aperto per questo marchio."),
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) | (~Q(state="ended") & Q(ended_on=None)),
                name="process_ended_has_date",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level_on__isnull=False), name="process_level_has_date"
            ),
        ]
        indexes = [models.Index(fields=["administration", "state"], name="process_by_state")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.scheme}"

    @property
    def is_ended(self) -> bool:
        return self.state == self.State.ENDED


def phase_title(title: str, repeats: int, round_: int) -> str:
    """The title of a phase, with the number of the round where there are several."""
    return title if repeats == 1 else _("%(title)s, anno %(round)d") % {"title": title, "round": round_}


class PhaseQuerySet(models.QuerySet["Phase"]):
    def visible_to(self, user: Any) -> "PhaseQuerySet":
        """Whoever sees the process."""
        return self.filter(process__in=Process.objects.visible_to(user))

    def waiting_for_opinion(self) -> "PhaseQuerySet":
        """Open, and all that is missing before the act is the council's favourable opinion."""
        return self.filter(state=Phase.State.OPEN, template__closes_with__contains=["opinion"]).exclude(
            opinions__outcome="favourable"
        )


class Phase(models.Model):
    """One phase of one process, in its cycle. The dates follow from the durations of its template.

    Personal data: none of its own.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Prevista")
        OPEN = "open", _("In corso")
        CLOSED = "closed", _("Conclusa")
        CANCELLED = "cancelled", _("Annullata")

    STATE_TONES = {
        State.PLANNED: "neutral",
        State.OPEN: "info",
        State.CLOSED: "success",
        State.CANCELLED: "neutral",
    }

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="phases")
    template = models.ForeignKey(PhaseTemplate, on_delete=models.PROTECT, related_name="+")
    cycle_number = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField(help_text="1, 2, 3 … in the process, over all cycles")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("stato"), max_length=12, choices=State, default=State.PLANNED)
    starts_on = models.DateField(_("comincia il"))
    due_on = models.DateField(_("entro il"), null=True, blank=True)
    closed_on = models.DateField(_("conclusa il"), null=True, blank=True)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["process", "place"]
        constraints = [
            models.UniqueConstraint(fields=["process", "place"], name="phase_once_per_place"),
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(state="open"),
                name="phase_one_open",
                violation_error_message=_("C'è già una fase in corso."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="phase_closed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")), name="phase_due_after_start"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="phase_by_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """With the number of the round where there are several."""
        return phase_title(self.template.title, self.template.repeats, self.round)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def days_left(self) -> int | None:
        """Days to the term, negative after it; None without one or when the phase does not run."""
        return (self.due_on - timezone.localdate()).days if self.is_open and self.due_on else None

    @property
    def year(self) -> int:
        """The year of the plan and of the data that the phase asks for: 1, 2, 3 … within the cycle."""
        return self.round if self.template.kind == PhaseTemplate.Kind.ROUND else 0


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def active(self) -> "AppointmentQuerySet":
        return self.filter(state__in=(Appointment.State.ASKED, Appointment.State.ACCEPTED))

    def visible_to(self, user: Any) -> "AppointmentQuerySet":
        """One's own, and those of the processes that one's administration runs."""
        if not user.is_authenticated:
            return self.none()
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        return self.filter(Q(assessor__user=user) | Q(process__administration__in=officials))


class Appointment(models.Model):
    """A consultant or an evaluator of one process, from the register of assessors.

    Nothing of the process is visible before the person declared that there is no conflict of interest
    (L. 241/1990, art. 6-bis). Personal data: who was asked, by whom, and the declaration.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Da dichiarare")
        ACCEPTED = "accepted", _("Incaricato")
        CONFLICT = "conflict", _("Conflitto dichiarato")
        ENDED = "ended", _("Concluso")

    STATE_TONES = {
        State.ASKED: "warning",
        State.ACCEPTED: "success",
        State.CONFLICT: "danger",
        State.ENDED: "neutral",
    }

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="appointments")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="appointments")
    task = models.CharField(_("compito"), max_length=12, choices=Assessor.Task)
    state = models.CharField(_("stato"), max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    conflict_text = models.TextField(_("di che cosa si tratta"), blank=True)
    ended_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["process", "task", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "task"],
                condition=Q(state__in=["asked", "accepted"]),
                name="appointment_one_per_task",
                violation_error_message=_("Il percorso ha già una persona con questo compito."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessor} ({self.get_task_display()})"
