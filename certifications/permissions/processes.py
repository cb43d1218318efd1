"""Who may do what in a process with phases. Predicates of a user and a process, or something of it."""

from typing import Any

from certifications.models import (
    Appointment,
    Assessor,
    CompanyPlan,
    DataCollection,
    EvaluatorReport,
    Phase,
    PhaseTemplate,
    Process,
)
from familynet.accounts.roles import Capability
from familynet.organisations.permissions import can_act_for, can_represent

C = Capability
Task = Assessor.Task
Closing = PhaseTemplate.Closing


def tasks_in(user: Any, process: Process) -> frozenset[str]:
    """For what the user was appointed and accepted; read once for each pair of objects."""
    if not user.is_authenticated:
        return frozenset()
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_process_tasks", {})
    if process.pk not in known:
        mine = process.appointments.filter(assessor__user=user, state=Appointment.State.ACCEPTED)
        known[process.pk] = frozenset(mine.values_list("task", flat=True))
    return known[process.pk]


def is_outside(user: Any, process: Process) -> bool:
    """Neither acts for the organisation nor works on the process as consultant or evaluator (four eyes)."""
    return not can_act_for(user, process.organisation) and not tasks_in(user, process)


def can_open_process(user: Any, administration_id: int) -> bool:
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_MANAGE, administration_id))


def can_run_process(user: Any, process: Process) -> bool:
    """Assign, note the fee, close phases: the certifier's officers, never for an organisation they act for."""
    return can_open_process(user, process.administration_id) and is_outside(user, process)


def can_decide_process(user: Any, process: Process) -> bool:
    """Grant a level or end the process by an act: the certifier's manager who did not run it."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, process.administration_id)
        and user.pk != process.officer_id
        and is_outside(user, process)
    )


def can_close_phase(user: Any, phase: Phase) -> bool:
    return Closing.ACT not in phase.template.closes_with and can_run_process(user, phase.process)


def can_grant_phase(user: Any, phase: Phase) -> bool:
    return Closing.ACT in phase.template.closes_with and can_decide_process(user, phase.process)


def can_advise_somewhere(user: Any) -> bool:
    return bool(user.is_authenticated and user.administrations_with(C.CERTIFICATE_ADVISE))


def can_advise(user: Any, phase: Phase) -> bool:
    """The council, on an open phase that asks for its opinion, never about an organisation of one's own."""
    return bool(
        user.is_authenticated
        and phase.is_open
        and Closing.OPINION in phase.template.closes_with
        and user.can(C.CERTIFICATE_ADVISE, phase.process.administration_id)
        and is_outside(user, phase.process)
    )


def can_bring_documents(user: Any, phase: Phase) -> bool:
    return (
        phase.is_open
        and Closing.DOCUMENTS in phase.template.closes_with
        and can_act_for(user, phase.process.organisation)
    )


def asks_for(phase: Phase | None, closing: str) -> bool:
    """The phase is open and closes with this."""
    return phase is not None and phase.is_open and closing in phase.template.closes_with


def can_see_drafts(user: Any, process: Process) -> bool:
    """Texts of a plan that were not sent: who writes them, the organisation and its consultant."""
    return can_act_for(user, process.organisation) or Task.CONSULTANT in tasks_in(user, process)


def can_draft_plan(user: Any, process: Process) -> bool:
    """Write a draft: the organisation, and its consultant."""
    return can_see_drafts(user, process) and not process.is_ended


def can_see_data(user: Any, collection: DataCollection) -> bool:
    """Sent: whoever sees the process. A draft: only the organisation."""
    is_sent = collection.state != DataCollection.State.DRAFT
    return is_sent or can_act_for(user, collection.process.organisation)


def can_write_plan(user: Any, plan: CompanyPlan) -> bool:
    return plan.is_draft and can_draft_plan(user, plan.process)


def can_send_plan(user: Any, plan: CompanyPlan) -> bool:
    """Only the organisation sends its plan."""
    return can_act_for(user, plan.process.organisation)


def can_return_plan(user: Any, plan: CompanyPlan) -> bool:
    """Ask for a new version: the evaluator or the office, while a phase runs."""
    if plan.process.is_ended:
        return False
    return Task.EVALUATOR in tasks_in(user, plan.process) or can_run_process(user, plan.process)


def can_write_data(user: Any, collection: DataCollection) -> bool:
    return collection.state == DataCollection.State.DRAFT and can_act_for(user, collection.process.organisation)


def can_send_data(user: Any, collection: DataCollection) -> bool:
    return can_act_for(user, collection.process.organisation)


def can_evaluate(user: Any, phase: Phase) -> bool:
    """Write the report: the evaluator of the process, in an open phase that asks for one."""
    return asks_for(phase, Closing.REPORT) and Task.EVALUATOR in tasks_in(user, phase.process)


def can_send_report(user: Any, report: EvaluatorReport) -> bool:
    return can_evaluate(user, report.phase)


def can_read_report(user: Any, report: EvaluatorReport) -> bool:
    """Sent: whoever sees the process. A draft: only who writes it."""
    return report.is_sent or Task.EVALUATOR in tasks_in(user, report.phase.process)


def is_appointee(user: Any, appointment: Appointment) -> bool:
    return bool(user.is_authenticated and appointment.assessor.user_id == user.pk)


def can_end_appointment(user: Any, appointment: Appointment) -> bool:
    return can_run_process(user, appointment.process)


def can_name_contact(user: Any, organisation: Any) -> bool:
    """Only the legal representative names the internal contact."""
    return can_represent(user, organisation)


def can_see_processes(user: Any) -> bool:
    """The list: officials who read files, assessors, people of an organisation; it shows what each may see."""
    return bool(user.is_authenticated)
