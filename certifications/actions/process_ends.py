"""A process ends with what it rests on: its certificate, or the application that came to nothing."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from certifications.models import Application, Certificate, Process
from certifications.workflow import APPOINTMENT_WORKFLOW, PHASE_WORKFLOW, PROCESS_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.workflow import TransitionConflict, advance

APPLICATION_FAILED = (Application.State.REFUSED, Application.State.WITHDRAWN)


@transaction.atomic
def close_process(
    *,
    process: Process,
    name: str,
    by: User | None,
    on: datetime.date,
    reason: str,
    act: Act | None = None,
) -> None:
    """End a process: what is planned or open of it is cancelled, its people are free again."""
    fields = {"ended_on": on, "end_reason": reason[:300]}
    advance(PROCESS_WORKFLOW, process, name, by=by, comment=reason, act=act, fields=fields, data={"on": on})
    for phase in process.phases.filter(state__in=PHASE_WORKFLOW.get("cancel").sources):
        advance(PHASE_WORKFLOW, phase, "cancel", by=None)
    for appointment in process.appointments.active():
        advance(APPOINTMENT_WORKFLOW, appointment, "end", by=None, comment=reason, fields={"ended_on": on})


def follow_certificate(certificate: Certificate) -> None:
    """Called in the transaction that changed a certificate: an ended one ends its process."""
    if not certificate.is_ended or certificate.ended_on is None:
        return
    process = Process.objects.open().filter(certificate=certificate).first()
    if process is not None:
        reason = str(certificate.get_state_display())
        close_process(process=process, name="follow", by=None, on=certificate.ended_on, reason=reason)


def follow_ends(*, today: datetime.date | None = None) -> int:
    """Close the processes whose certificate ended or whose application failed; how many. Safe to run twice."""
    today, closed = today or timezone.localdate(), 0
    failed = Q(certificate=None, application__state__in=APPLICATION_FAILED)
    orphans = Process.objects.open().filter(Q(certificate__state__in=Certificate.ENDED) | failed)
    for process in orphans.select_related("certificate", "application").order_by("pk").iterator():
        ground = process.certificate or process.application
        reason = str(ground.get_state_display()) if ground else ""
        on = process.certificate.ended_on if process.certificate else None
        try:
            close_process(process=process, name="follow", by=None, on=on or today, reason=reason)
        except TransitionConflict:
            continue  # someone moved it first
        closed += 1
    return closed
