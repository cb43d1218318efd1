"""What waits on the personal desk: declarations, opinions, phases to work on."""

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.models import Appointment, Phase, PhaseTemplate
from certifications.models.processes import phase_title
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.desk import DeskItem, Row, Waiting
from familynet.organisations.models import OrganisationMember


def processes_waiting_for(user: User) -> list[Waiting]:
    """For everybody; the opinions for the council."""
    return [_declarations(user), _phases(user), *_opinions(user)]


def _declarations(user: User) -> Waiting:
    asked = Appointment.objects.filter(assessor__user=user, state=Appointment.State.ASKED)

    def item(row: Row) -> DeskItem:
        organisation, pk = row.texts[:2]
        return DeskItem(
            kind=_("Incarichi da dichiarare"),
            title=organisation,
            url=reverse("certifications:appointment", args=[pk]),
            since=row.since,
        )

    return Waiting(asked, texts=("process__organisation__name", "pk"), since="asked_at", item=item)


def _phases(user: User) -> Waiting:
    """The open phases of one's own organisations, and those that wait for one's report."""
    mine = OrganisationMember.objects.current().filter(user=user).values("organisation")
    evaluating = Appointment.objects.filter(
        process=OuterRef("process"), assessor__user=user, state=Appointment.State.ACCEPTED, task="evaluator"
    )
    asks_report = Q(template__closes_with__contains=[PhaseTemplate.Closing.REPORT])
    reports = Q(Exists(evaluating)) & asks_report & ~Q(report__state="sent")
    found = Phase.objects.filter(Q(process__organisation__in=mine) | reports, state=Phase.State.OPEN)
    return _of_phases(found, _("Fasi in corso"))


def _opinions(user: User) -> list[Waiting]:
    mine = user.administrations_with(Capability.CERTIFICATE_ADVISE)
    if not mine:
        return []
    waiting = Phase.objects.waiting_for_opinion().filter(process__administration__in=mine)
    return [_of_phases(waiting, _("Pareri del Consiglio"))]


def _of_phases(phases: QuerySet[Phase], kind: str) -> Waiting:
    def item(row: Row) -> DeskItem:
        organisation, public_id, place, title, rounds = row.texts
        repeats, round_ = rounds.split()
        return DeskItem(
            kind=kind,
            title=f"{organisation} – {phase_title(title, int(repeats), int(round_))}",
            url=reverse("certifications:phase", args=[public_id, place]),
            due=row.due,
        )

    rounds = Concat("template__repeats", Value(" "), "round", output_field=TextField())
    texts = ("process__organisation__name", "process__public_id", "place", "template__title", rounds)
    return Waiting(phases.order_by("due_on", "pk"), texts=texts, due="due_on", item=item)
