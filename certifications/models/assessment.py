"""Assessment: the register of assessors, who assesses what, conflicts, judgements, visits, opinions."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.schemes import Scheme
from certifications.models.versions import Requirement
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.documents import Document


class AssessorQuerySet(models.QuerySet["Assessor"]):
    def in_force(self) -> "AssessorQuerySet":
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)

    def visible_to(self, user: Any) -> "AssessorQuerySet":
        """The register of an administration, for those who run its files."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administration__in=user.administrations_with(Capability.APPLICATION_VIEW))

    def for_scheme(self, scheme: Scheme) -> "AssessorQuerySet":
        """Who assesses applications of this mark; a record without marks is good for all of its administration."""
        named = self.model.schemes.through.objects.filter(assessor=models.OuterRef("pk"))
        return self.filter(
            models.Exists(named.filter(scheme=scheme)) | ~models.Exists(named),
            administration=scheme.administration_id,
            task=Assessor.Task.ASSESSOR,
        )

    def with_load(self) -> Any:
        """Adds `load` (assignments still open) and `last_assigned` (when the last one was given)."""
        # Assignments hang below the register, so they are named by string.
        return self.annotate(
            load=models.Count("assignments", filter=Q(assignments__state__in=("assigned", "working"))),
            last_assigned=models.Max("assignments__assigned_at"),
        )


class Assessor(models.Model):
    """Somebody who may assess for an administration, internal or external; closed, never deleted.

    `task` tells consultants from evaluators (Family Audit): nobody is both at one time.
    Personal data: the person, the body they come from.
    """

    class Origin(models.TextChoices):
        INTERNAL = "internal", _("Interno")
        EXTERNAL = "external", _("Esterno")

    class Task(models.TextChoices):
        ASSESSOR = "assessor", _("Valutazione delle domande")
        EVALUATOR = "evaluator", _("Valutatore Family Audit")
        CONSULTANT = "consultant", _("Consulente Family Audit")

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="assessors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessor_records")
    origin = models.CharField(_("interno o esterno"), max_length=10, choices=Origin)
    task = models.CharField(_("compito"), max_length=12, choices=Task, default=Task.ASSESSOR)
    body = models.CharField(_("ente o studio"), max_length=200, blank=True)
    schemes = models.ManyToManyField(Scheme, blank=True, related_name="assessors", verbose_name=_("marchi"))
    valid_from = models.DateField(_("iscritto dal"))
    valid_to = models.DateField(_("fino al"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssessorQuerySet.as_manager()

    class Meta:
        ordering = ["user__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "user"],
                condition=Q(valid_to=None),
                name="assessor_once_at_a_time",
                violation_error_message=_("La persona è già iscritta nel registro dei valutatori."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="assessor_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_in_force(self) -> bool:
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


class AssessmentRoundQuerySet(models.QuerySet["AssessmentRound"]):
    def visible_to(self, user: Any) -> "AssessmentRoundQuerySet":
        """The certifier's officials only: the applicant reads what the decision says."""
        if not user.is_authenticated:
            return self.none()
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        return self.filter(application__administration__in=officials)


class AssessmentRound(models.Model):
    """How one file is assessed: by how many, blind or not, whether a third was called, and what came out.

    The lot is drawn once, when the assessment starts, and kept: `drawn` (0-99) below `blind_percent` makes the
    file blind. `mean_score` and `median_score` are fixed when the office closes. Personal data: who closed.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="assessment_round")
    drawn = models.PositiveSmallIntegerField()
    blind_percent = models.PositiveSmallIntegerField()
    blind = models.BooleanField(_("valutazioni indipendenti"))
    needed = models.PositiveSmallIntegerField(_("quante valutazioni servono"))
    started_at = models.DateTimeField(auto_now_add=True)
    third_called_at = models.DateTimeField(null=True, blank=True)
    third_reason = models.CharField(_("perché serve una terza valutazione"), max_length=200, blank=True)
    summary = models.TextField(_("sintesi"), blank=True)
    mean_score = models.DecimalField(_("media"), max_digits=7, decimal_places=2, null=True, blank=True)
    median_score = models.DecimalField(_("mediana"), max_digits=7, decimal_places=2, null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssessmentRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(needed__gte=1), name="assessment_round_needs_one"),
            models.CheckConstraint(
                condition=Q(drawn__lt=100) & Q(blind_percent__lte=100), name="assessment_round_percent"
            ),
            models.CheckConstraint(
                condition=Q(blind=True, drawn__lt=F("blind_percent"), needed__gte=2)
                | Q(blind=False, drawn__gte=F("blind_percent")),
                name="assessment_round_follows_its_lot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.needed}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> "AssignmentQuerySet":
        """Still to be finished by somebody."""
        return self.filter(state__in=Assignment.ACTIVE)

    def counting(self) -> "AssignmentQuerySet":
        """Neither withdrawn nor blocked by a conflict."""
        return self.exclude(state__in=(Assignment.State.CONFLICT, Assignment.State.WITHDRAWN))

    def open_to(self, user: Any) -> "AssignmentQuerySet":
        """Those whose file the assessor may read: still with the role, and declared that there is no conflict."""
        return self.filter(
            assessor__user=user,
            application__administration__in=user.administrations_with(Capability.CERTIFICATE_ASSESS),
            state__in=(Assignment.State.WORKING, Assignment.State.SUBMITTED),
        )

    def submitted(self) -> "AssignmentQuerySet":
        return self.filter(state=Assignment.State.SUBMITTED)

    def visible_to(self, user: Any) -> "AssignmentQuerySet":
        """One's own, and those of the files that one's administration runs; never the applicant's view."""
        if not user.is_authenticated:
            return self.none()
        officials = user.administrations_with(Capability.APPLICATION_VIEW)
        return self.filter(Q(assessor__user=user) | Q(application__administration__in=officials))


class Assignment(models.Model):
    """One assessor and one file, with the opinion at its end.

    `blind` assessments do not see each other until both are submitted. Personal data: who assigned, who assesses.
    """

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("Da dichiarare")
        CONFLICT = "conflict", _("Conflitto dichiarato")
        WORKING = "working", _("In valutazione")
        SUBMITTED = "submitted", _("Consegnata")
        WITHDRAWN = "withdrawn", _("Ritirata")

    ACTIVE = (State.ASSIGNED, State.WORKING)
    STATE_TONES = {
        State.ASSIGNED: "warning",
        State.CONFLICT: "danger",
        State.WORKING: "info",
        State.SUBMITTED: "success",
        State.WITHDRAWN: "neutral",
    }

    class Opinion(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorevole")
        FAVOURABLE_WITH_NOTES = "favourable_with_notes", _("Favorevole con raccomandazioni")
        UNFAVOURABLE = "unfavourable", _("Sfavorevole")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(_("stato"), max_length=12, choices=State, default=State.ASSIGNED)
    blind = models.BooleanField(_("indipendente"), default=False)
    is_third = models.BooleanField(_("terza valutazione"), default=False)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("da consegnare entro il"), null=True, blank=True)
    opinion = models.CharField(_("parere"), max_length=24, choices=Opinion, blank=True)
    opinion_text = models.TextField(_("motivazione del parere"), blank=True)
    score = models.DecimalField(_("punteggio"), max_digits=7, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["application", "assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"],
                condition=~Q(state="withdrawn"),
                name="assignment_once_per_assessor",
                violation_error_message=_("La persona valuta già questa domanda."),
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | (~Q(opinion="") & Q(submitted_at__isnull=False)),
                name="assignment_submitted_with_opinion",
                violation_error_message=_("Una valutazione consegnata ha un parere."),
            ),
        ]
        indexes = [models.Index(fields=["assessor", "state", "due_on"], name="assignment_by_assessor")]

    def __str__(self) -> str:
        return f"{self.assessor} – {self.application_id}"

    @property
    def administration(self) -> Administration:
        """Whose history this is."""
        return self.application.administration

    @property
    def is_active(self) -> bool:
        """Still to be finished by somebody."""
        return self.state in self.ACTIVE

    @property
    def is_favourable(self) -> bool:
        return self.opinion in (self.Opinion.FAVOURABLE, self.Opinion.FAVOURABLE_WITH_NOTES)


class ConflictDeclaration(models.Model):
    """What an assessor declared before seeing anything of the file; never changed.

    Source of the duty: L. 241/1990, art. 6-bis. Personal data: the declaration.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="conflict")
    has_conflict = models.BooleanField(_("c'è un conflitto di interessi"))
    text = models.TextField(_("di che cosa si tratta"), blank=True)
    declared_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.has_conflict}"


class Judgement(models.Model):
    """What one assessor found about one requirement. Personal data: none of its own."""

    class Outcome(models.TextChoices):
        MET = "met", _("Soddisfatto")
        PARTLY = "partly", _("Soddisfatto in parte")
        NOT_MET = "not_met", _("Non soddisfatto")
        NOT_APPLICABLE = "not_applicable", _("Non pertinente")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="judgements")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="judgements")
    outcome = models.CharField(_("giudizio"), max_length=16, choices=Outcome, blank=True)
    points = models.DecimalField(
        _("punti"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    note = models.TextField(_("nota"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["requirement__section__order", "requirement__order"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "requirement"], name="judgement_once_per_requirement")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.requirement_id}: {self.outcome}"


class SiteVisit(models.Model):
    """A visit on the spot, written on a phone. Personal data: who was there, as typed."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField(_("giorno"))
    place = models.CharField(_("luogo"), max_length=200)
    people = models.TextField(_("chi c'era"), blank=True)
    findings = models.TextField(_("che cosa si è visto"), blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["assignment", "on"]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
