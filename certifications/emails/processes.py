"""What is told about a process with phases, and to whom."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.models import Appointment, Phase, Process
from certifications.recipients import officers_of
from familynet.accounts.models import User
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
    """Who is responsible; the whole office when that person has left."""
    if process.officer is not None and process.officer.is_active:
        return [process.officer]
    members = OrganisationMember.objects.current().filter(organisation=process.organisation_id)
    return list(officers_of([process.administration_id]).exclude(pk__in=members.values("user")))


def tell_process(process: Process, subject: Any, *, by: User | None) -> None:
    """A step of the process, to all who take part in it."""
    organisation = process.organisation
    notify(
        _people(process),
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

    tell_process(phase.process, subject, by=None)


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
