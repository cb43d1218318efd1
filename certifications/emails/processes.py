"""What is told about a process with phases, and to whom."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.council import lacks_something
from certifications.models import Appointment, EvaluatorReport, Phase, Process
from certifications.recipients import officers_of
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Capability, roles_with
from familynet.notifications.actions import notify
from familynet.notifications.models import Topic
from familynet.organisations.models import OrganisationMember


def _people(process: Process) -> list[User]:
    """Those who act for the organisation, who work on the process, and who is responsible for it."""
    members = OrganisationMember.objects.current().filter(organisation=process.organisation_id)
    workers = process.appointments.filter(state=Appointment.State.ACCEPTED).select_related("assessor__user")
    people = [member.user for member in members.select_related("user").order_by("pk")]
    people += [appointment.assessor.user for appointment in workers]
    return people + _officers(process)


def _officers(process: Process) -> list[User]:
    """Who is responsible; the whole office when that person runs files there no more, or acts for the holder."""
    members = OrganisationMember.objects.current().filter(organisation=process.organisation_id)
    office = list(officers_of([process.administration_id]).exclude(pk__in=members.values("user")))
    return [person for person in office if person.pk == process.officer_id] or office


def _at_term(phase: Phase) -> list[User]:
    """Who still has to do something in a phase: not the evaluator whose report is sent; the council, when only
    its opinion is missing."""
    process = phase.process
    sent = EvaluatorReport.objects.filter(phase=phase, state=EvaluatorReport.State.SENT)
    done = set(sent.values_list("appointment__assessor__user", flat=True))
    waiting = Phase.objects.waiting_for_opinion().filter(~lacks_something(), pk=phase.pk)
    council = _council(process) if waiting.exists() else []
    return [person for person in _people(process) if person.pk not in done] + council


def _council(process: Process) -> list[User]:
    """Who sits in it and neither acts for the organisation nor works on the process."""
    held = RoleAssignment.objects.in_force().filter(
        role__in=roles_with(Capability.CERTIFICATE_ADVISE), administration=process.administration_id
    )
    members = OrganisationMember.objects.current().filter(organisation=process.organisation_id)
    tied = process.appointments.filter(state=Appointment.State.ACCEPTED).values("assessor__user")
    seated = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(seated.exclude(Q(pk__in=members.values("user")) | Q(pk__in=tied)).order_by("pk"))


def tell_process(process: Process, subject: Any, *, by: User | None, people: Iterable[User] | None = None) -> None:
    """A step of the process, to all who take part in it, or to `people`."""
    organisation = process.organisation
    notify(
        _people(process) if people is None else people,
        topic=Topic.WORK,
        subject=lambda: f"{_of(subject)} – {organisation}",
        reason=lambda: _("Partecipi a questo percorso"),
        path=reverse("certifications:process", args=[process.public_id]),
        about=process,
        by=by,
    )


def tell_term(phase: Phase, left: int) -> None:
    """The term of a phase comes near, or has passed."""

    def subject() -> str:
        if left < 0:
            return _("Scaduto il termine della fase «%s»") % phase.title
        return ngettext(
            "Manca %(n)d giorno alla fine della fase «%(phase)s»",
            "Mancano %(n)d giorni alla fine della fase «%(phase)s»",
            left,
        ) % {"n": left, "phase": phase.title}

    tell_process(phase.process, subject, by=None, people=_at_term(phase))


def ask_appointee(appointment: Appointment, *, by: User) -> None:
    """A consultant or an evaluator is asked: nothing of the process is said before the declaration."""
    notify(
        [appointment.assessor.user],
        topic=Topic.WORK,
        subject=lambda: _("Ti è stato proposto un incarico: dichiara se c'è un conflitto di interessi"),
        reason=lambda: _("Sei nel registro di chi assiste e valuta"),
        path=reverse("certifications:appointment", args=[appointment.pk]),
        about=appointment,
        by=by,
    )


def _of(subject: str | Callable[[], str]) -> str:
    return str(subject() if callable(subject) else subject)
