"""Deadlines of multi-year schemes: the open phases, for who works in them, and for the council they wait for."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from certifications.council import Standing, waiting_for_council
from certifications.deadlines.entries import MOST, Deadline, Viewer
from certifications.models import Appointment, Assessor, EvaluatorReport, Phase
from familynet.accounts.roles import Capability

OF_PHASE = ("template", "process__organisation", "process__scheme")


def phases(viewer: Viewer) -> Iterator[Deadline]:
    """Open phases of the person's organisations, of one's appointments, and those one is responsible for.

    Who is in the register of assessors has the role of one; when it ends, so does all that hangs on it.
    An evaluator whose report is sent has nothing more to do in a phase.
    """
    mine = _appointments(viewer).filter(process__administration__in=viewer.offices(Capability.CERTIFICATE_ASSESS))
    evaluating = mine.filter(task=Assessor.Task.EVALUATOR)
    sent = EvaluatorReport.objects.filter(phase=OuterRef("pk"), state=EvaluatorReport.State.SENT)
    managing = viewer.offices(Capability.CERTIFICATE_MANAGE)
    found = Phase.objects.filter(
        Q(process__organisation__in=viewer.organisations)
        | Q(Exists(mine.exclude(task=Assessor.Task.EVALUATOR)))
        | Q(Exists(evaluating)) & ~Q(Exists(sent))
        | Q(process__officer=viewer.user, process__administration__in=managing),
        state=Phase.State.OPEN,
    )
    rows = found.exclude(due_on=None).select_related(*OF_PHASE).order_by("due_on", "pk")
    for phase in rows[:MOST]:
        yield _deadline(phase, f"phase-{phase.pk}", _("Fase «%(phase)s»: %(process)s"))


def opinions(viewer: Viewer) -> Iterator[Deadline]:
    """Phases that lack only the council's opinion, for who sits in it (permissions.can_advise)."""
    if not viewer.offices(Capability.CERTIFICATE_ADVISE):
        return
    waiting = waiting_for_council(viewer.user).filter(~Q(standing=Standing.LACKING), due_on__isnull=False)
    tied = Q(process__organisation__in=viewer.organisations) | Q(Exists(_appointments(viewer)))
    outside = waiting.exclude(tied)
    for phase in outside.select_related(*OF_PHASE).order_by("due_on", "pk")[:MOST]:
        yield _deadline(phase, f"opinion-{phase.pk}", _("Parere del Consiglio, fase «%(phase)s»: %(process)s"))


def _appointments(viewer: Viewer) -> QuerySet[Appointment]:
    """The person's own in the process of a phase."""
    return Appointment.objects.filter(
        process=OuterRef("process"), assessor__user=viewer.user, state=Appointment.State.ACCEPTED
    )


def _deadline(phase: Phase, uid: str, title: str) -> Deadline:
    process = phase.process
    assert phase.due_on is not None
    what = {"phase": phase.title, "process": f"{process.organisation.name} – {process.scheme}"}
    url = reverse("certifications:phase", args=[process.public_id, phase.place])
    return Deadline(uid, phase.due_on, title % what, url)
