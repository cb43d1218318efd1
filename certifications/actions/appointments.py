"""Consultant and evaluator of a process: asked, declared, ended. And the fee of a cycle."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.models import Appointment, Assessor, FeeNotice, FeeRule, Process
from certifications.permissions import can_run_process
from certifications.workflow import APPOINTMENT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.permissions import can_act_for

PROCESS_TASKS = (Assessor.Task.CONSULTANT, Assessor.Task.EVALUATOR)


def choosable(process: Process, task: str) -> list[Assessor]:
    """Who of the register may be asked: in force, for this task and this scheme."""
    assessors = Assessor.objects.in_force().filter(administration=process.administration_id, task=task)
    fitting = assessors.select_related("user").prefetch_related("schemes")
    return [a for a in fitting if not a.schemes.all() or process.scheme_id in {s.pk for s in a.schemes.all()}]


@transaction.atomic
def appoint(*, process: Process, assessor: Assessor, by: User) -> Appointment:
    """Ask somebody of the register; what the person is asked for is the task of the record there.

    A person is never consultant and evaluator at one time, in any process; source: domain 2.2.
    """
    if not can_run_process(by, process):
        raise PermissionDenied("appoint")
    if process.is_ended:
        raise TransitionConflict(process)
    task = assessor.task
    if task not in PROCESS_TASKS or assessor not in choosable(process, task):
        raise ValidationError({"assessor": _("La persona non è iscritta nel registro per questo compito.")})
    if can_act_for(assessor.user, process.organisation):
        raise ValidationError({"assessor": _("La persona agisce per l'organizzazione.")})
    # Two offices that appoint one person at once take turns.
    User.objects.select_for_update(no_key=True).get(pk=assessor.user_id)
    others = Appointment.objects.active().filter(assessor__user=assessor.user_id).exclude(task=task)
    if others.exists():
        raise ValidationError(
            {"assessor": _("La stessa persona non può essere consulente e valutatore nello stesso periodo.")}
        )
    if process.appointments.active().filter(task=task).exists():
        raise ValidationError(
            {"assessor": _("Il percorso ha già una persona con questo compito: concludi prima quell'incarico.")}
        )
    appointment = Appointment.objects.create(process=process, assessor=assessor, task=task, asked_by=by)
    record(
        process,
        "appoint",
        label=lambda: _("Proposto un incarico: %s") % Assessor.Task(task).label,
        by=by,
        data={"appointment": appointment.pk},
    )
    emails.ask_appointee(appointment, by=by)
    return appointment


@transaction.atomic
def declare(*, appointment: Appointment, by: User, has_conflict: bool, text: str = "") -> Appointment:
    """Accept, saying that there is no conflict of interest, or say which there is."""
    name = "declare_conflict" if has_conflict else "accept"
    fields = {"declared_at": timezone.now(), "conflict_text": text if has_conflict else ""}
    process = appointment.process
    advance(APPOINTMENT_WORKFLOW, appointment, name, by=by, comment=text if has_conflict else "", fields=fields)
    record(process, name, label=APPOINTMENT_WORKFLOW.get(name).done, by=by)
    by.__dict__.pop("_process_tasks", None)
    if has_conflict:
        emails.tell_process(process, _("Chi era stato proposto ha dichiarato un conflitto di interessi"), by=by)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: User, comment: str) -> Appointment:
    """The person no longer works on the process."""
    fields = {"ended_on": timezone.localdate()}
    advance(APPOINTMENT_WORKFLOW, appointment, "end", by=by, comment=comment, fields=fields)
    record(appointment.process, "end_appointment", label=lambda: _("Concluso un incarico"), by=by, comment=comment)
    return appointment


def amount_due(process: Process) -> FeeRule | None:
    """The rule that gives the fee of the cycle that runs, for the size of the process; None when there is none."""
    rules = process.version.fee_rules.filter(sizes__contains=[process.size])
    fitting = [rule for rule in rules if rule.cycle_id in (None, process.cycle_id)]
    return min(fitting, key=lambda rule: (rule.cycle_id is None, rule.order), default=None)


@transaction.atomic
def note_fee(
    *, process: Process, by: User, amount: Decimal, reference: str, issued_on: datetime.date
) -> FeeNotice:
    """Note the payment notice of the cycle that runs."""
    if not can_run_process(by, process):
        raise PermissionDenied("note_fee")
    if process.fees.filter(cycle_number=process.cycle_number).exists():
        raise ValidationError({"reference": _("L'avviso di pagamento di questo ciclo c'è già.")})
    if issued_on > timezone.localdate():
        raise ValidationError({"issued_on": _("La data è nel futuro.")})
    notice = FeeNotice.objects.create(
        process=process,
        cycle_number=process.cycle_number,
        amount=amount,
        reference=reference,
        issued_on=issued_on,
    )
    record(process, "fee", label=lambda: _("Registrato l'avviso di pagamento %s") % reference, by=by)
    emails.tell_process(process, _("Avviso di pagamento %s") % reference, by=by)
    return notice


@transaction.atomic
def note_payment(*, process: Process, by: User, paid_on: datetime.date) -> FeeNotice:
    """Note that the notice of the cycle that runs was paid."""
    if not can_run_process(by, process):
        raise PermissionDenied("note_payment")
    notice = process.fees.filter(cycle_number=process.cycle_number, paid_on=None).first()
    if notice is None:
        raise ValidationError(_("Non c'è un avviso da pagare per questo ciclo."))
    if not notice.issued_on <= paid_on <= timezone.localdate():
        raise ValidationError({"paid_on": _("Il pagamento viene dopo l'avviso e non nel futuro.")})
    notice.paid_on = paid_on
    notice.save(update_fields=["paid_on"])
    reference = notice.reference
    record(process, "payment", label=lambda: _("Registrato il pagamento dell'avviso %s") % reference, by=by)
    return notice
