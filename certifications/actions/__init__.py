"""Every write with consequences: schemes, certificates, imports."""

from certifications.actions.assessment import (
    assign,
    close_assessment,
    declare_conflict,
    start_assessment,
    withdraw_assignment,
)
from certifications.actions.assessors import add_assessor, change_assessor, end_assessor, invite_assessor
from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
from certifications.actions.decisions import award, check_batch, decide_batch, decision_problem, refuse
from certifications.actions.imports import (
    check_import,
    import_progress,
    perform_import,
    refuse_import,
    start_import,
    upload_import,
)
from certifications.actions.judging import save_judgements, save_opinion, save_visit, submit_assessment
from certifications.actions.refusal_notices import (
    close_notice,
    close_overdue_notices,
    send_notice,
    send_observations,
)
from certifications.actions.register import apply_plan, plan_file
from certifications.actions.schemes import ensure_schemes

__all__ = [
    "add_assessor",
    "apply_plan",
    "assign",
    "award",
    "change_assessor",
    "change_state",
    "check_batch",
    "check_import",
    "close_assessment",
    "close_notice",
    "close_overdue_notices",
    "complete_act",
    "decide_batch",
    "decision_problem",
    "declare_conflict",
    "end_assessor",
    "ensure_schemes",
    "import_progress",
    "invite_assessor",
    "lapse_certificates",
    "move_certificates",
    "perform_import",
    "plan_file",
    "refuse",
    "refuse_import",
    "save_judgements",
    "save_opinion",
    "save_visit",
    "send_notice",
    "send_observations",
    "start_assessment",
    "start_import",
    "submit_assessment",
    "upload_import",
    "withdraw_assignment",
]
