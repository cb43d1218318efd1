"""What waits on the personal desk: declarations, opinions, phases to work on."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Appointment, Phase, PhaseTemplate
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem
from familynet.organisations.models import OrganisationMember

SHOWN = 10


def processes_waiting_for(user: User) -> list[DeskItem]:
    """Two queries for everybody, one more for the council."""
    return [*_declarations(user), *_phases(user), *_opinions(user)]


def _declarations(user: User) -> list[DeskItem]:
    asked = Appointment.objects.filter(assessor__user=user, state=Appointment.State.ASKED)
    return [
        DeskItem(
            kind=_("Incarichi da dichiarare"),
            title=str(appointment.process.organisation),
            url=reverse("certifications:appointment", args=[appointment.pk]),
            since=appointment.asked_at,
        )
        for appointment in asked.select_related("process__organisation")[:SHOWN]
    ]


def _phases(user: User) -> list[DeskItem]:
    """The open phases of one's own organisations, and those that wait for one's report."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    reports = Q(
        process__appointments__assessor__user=user,
        process__appointments__state=Appointment.State.ACCEPTED,
        process__appointments__task="evaluator",
        template__closes_with__contains=[PhaseTemplate.Closing.REPORT],
    ) & ~Q(report__state="sent")
    found = Phase.objects.filter(Q(process__organisation__in=mine) | reports, state=Phase.State.OPEN).distinct()
    return [
        DeskItem(
            kind=_("Fasi in corso"),
            title=f"{phase.process.organisation} – {phase.title}",
            url=reverse("certifications:phase", args=[phase.process.public_id, phase.place]),
            due=phase.due_on,
        )
        for phase in found.select_related("process__organisation", "template").order_by("due_on", "pk")[:SHOWN]
    ]


def _opinions(user: User) -> list[DeskItem]:
    mine = user.administrations_with(Capability.CERTIFICATE_ADVISE)
    if not mine:
        return []
    waiting = Phase.objects.waiting_for_opinion().filter(process__administration__in=mine)
    return [
        DeskItem(
            kind=_("Pareri del Consiglio"),
            title=f"{phase.process.organisation} – {phase.title}",
            url=reverse("certifications:phase", args=[phase.process.public_id, phase.place]),
            due=phase.due_on,
        )
        for phase in waiting.select_related("process__organisation", "template").order_by("due_on", "pk")[:SHOWN]
    ]
