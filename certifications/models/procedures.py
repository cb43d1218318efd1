"""The procedure clock: its rules as versioned data, and what happened to the time of each application."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certifications.models.applications import Application
from certifications.models.schemes import Scheme
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.calendars import SecretCalendar

# Day and month that exist every year.
PATRON_SAINT = r"^(0[1-9]|1\d|2[0-8])/(0[1-9]|1[0-2])$|^(29|30)/(0[13-9]|1[0-2])$|^31/(0[13578]|1[02])$"


class ProcedureRulesQuerySet(models.QuerySet["ProcedureRules"]):
    def for_day(self, scheme: Scheme, day: datetime.date) -> "ProcedureRules | None":
        """The rules of that day: those of the scheme before those of its whole administration."""
        return (
            self.filter(
                Q(scheme=scheme) | Q(scheme=None),
                Q(valid_to=None) | Q(valid_to__gte=day),
                administration=scheme.administration_id,
                valid_from__lte=day,
            )
            .order_by(F("scheme").asc(nulls_last=True), "-valid_from")
            .first()
        )


class ProcedureRules(models.Model):
    """Lengths and effects of the terms of a procedure, from a day on.

    Sources: L. 241/1990, art. 2 (term, one suspension of at most 30 days) and 10-bis (notice before refusal:
    10 days for observations, which suspend the term). Lengths are each administration's own: parameters, to
    be confirmed by it. Personal data: none.
    """

    class Counting(models.TextChoices):
        CALENDAR = "calendar", _("Giorni di calendario")
        WORKING = "working", _("Giorni lavorativi")

    class Effect(models.TextChoices):
        SUSPEND = "suspend", _("Sospende: dopo riprende da dove era")
        RESTART = "restart", _("Interrompe: dopo ricomincia da capo")
        NONE = "none", _("Il termine corre lo stesso")

    class StartFrom(models.TextChoices):
        SUBMISSION = "submission", _("Dal giorno di presentazione")
        PROTOCOL = "protocol", _("Dal giorno di protocollo")

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="procedure_rules")
    scheme = models.ForeignKey(
        Scheme, null=True, blank=True, on_delete=models.PROTECT, related_name="procedure_rules"
    )
    valid_from = models.DateField(_("in vigore dal"))
    valid_to = models.DateField(_("in vigore fino al"), null=True, blank=True)
    start_from = models.CharField(
        _("da quando corre il termine"), max_length=12, choices=StartFrom, default=StartFrom.SUBMISSION
    )
    term_days = models.PositiveSmallIntegerField(_("termine in giorni"))
    counting = models.CharField(_("come si contano"), max_length=10, choices=Counting, default=Counting.CALENDAR)
    roll_to_working_day = models.BooleanField(
        _("se scade in un giorno festivo, vale il primo feriale"), default=True
    )
    patron_saint = models.CharField(
        _("festa del patrono"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(PATRON_SAINT, _("Scrivi giorno e mese, per esempio 26/06."))],
        help_text=_("Giorno e mese, per esempio 26/06."),
    )
    max_integrations = models.PositiveSmallIntegerField(
        _("quante richieste di integrazioni per pratica"), default=1
    )
    integration_days = models.PositiveSmallIntegerField(_("giorni per integrare"), default=30)
    integration_effect = models.CharField(
        _("effetto della richiesta di integrazioni"), max_length=10, choices=Effect, default=Effect.SUSPEND
    )
    max_stop_days = models.PositiveSmallIntegerField(_("sospensione massima in giorni"), null=True, blank=True)
    observation_days = models.PositiveSmallIntegerField(_("giorni per le osservazioni"), default=10)
    notice_effect = models.CharField(
        _("effetto del preavviso di rigetto"), max_length=10, choices=Effect, default=Effect.SUSPEND
    )
    after_observations_days = models.PositiveSmallIntegerField(_("giorni in più dopo le osservazioni"), default=10)
    warn_days = models.PositiveSmallIntegerField(_("giorni di attenzione prima del termine"), default=10)
    act = models.ForeignKey(Act, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_example = models.BooleanField(_("valori di esempio"), default=False)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProcedureRulesQuerySet.as_manager()

    class Meta:
        ordering = ["administration", "scheme", "-valid_from"]
        verbose_name_plural = "procedure rules"
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "scheme", "valid_from"],
                nulls_distinct=False,
                name="procedure_rules_once_per_day",
                violation_error_message=_("Ci sono già regole che iniziano in questo giorno."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="procedure_rules_in_order",
                violation_error_message=_("La fine di validità viene prima dell'inizio."),
            ),
            models.CheckConstraint(
                condition=Q(term_days__gte=1),
                name="procedure_rules_have_a_term",
                violation_error_message=_("Il termine è di almeno un giorno."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme or self.administration}: {self.term_days}"

    @property
    def patron_day(self) -> tuple[int, int] | None:
        """(month, day) of the patron saint."""
        day, _slash, month = self.patron_saint.partition("/")
        return (int(month), int(day)) if month else None


class ClockEvent(models.Model):
    """One thing that started, stopped, resumed or ended the time of an application; never changed.

    Personal data: who caused it.
    """

    class Kind(models.TextChoices):
        START = "start", _("Avvio")
        STOP = "stop", _("Sospensione per integrazioni")
        RESUME = "resume", _("Ripresa")
        NOTICE = "notice", _("Preavviso di rigetto")
        OBSERVATIONS = "observations", _("Osservazioni, o termine per le osservazioni passato")
        CONCLUDE = "conclude", _("Conclusione")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="clock_events")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField(_("giorno"))
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    protocol_number = models.CharField(_("numero di protocollo"), max_length=40, blank=True)
    protocol_date = models.DateField(_("data di protocollo"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["application", "on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(kind="start"), name="clock_starts_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind="conclude"), name="clock_concludes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class DeadlineCalendarKey(SecretCalendar):
    """The secret address of one person's calendar of deadlines.

    Personal data: the person.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="deadline_calendar_key")
