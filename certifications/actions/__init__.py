"""Every write with consequences: schemes, applications, certificates, imports."""

from certifications.actions.answers import Said, SavedAnswers, save_answers
from certifications.actions.assessment import (
    assign,
    close_assessment,
    declare_conflict,
    start_assessment,
    withdraw_assignment,
)
from certifications.actions.assessors import add_assessor, change_assessor, end_assessor, invite_assessor
from certifications.actions.certificates import change_state, complete_act, lapse_certificates, move_certificates
from certifications.actions.deadlines import close_overdue_integrations, refresh_stopped, warn_officers
from certifications.actions.decisions import award, check_batch, decide_batch, decision_problem, refuse
from certifications.actions.drafts import bring_up_to_date, copy_answers, save_facts, start_application
from certifications.actions.eligibility import Eligibility, Reason, check_eligibility, renewal_opens, version_on
from certifications.actions.evidence import attach_evidence, remove_evidence
from certifications.actions.imports import (
    check_import,
    import_progress,
    perform_import,
    refuse_import,
    start_import,
    upload_import,
)
from certifications.actions.integrations import (
    answer_integration,
    ask_integration,
    close_integration,
    obstacle_to_asking,
    proposed_day,
    save_replies,
)
from certifications.actions.judging import save_judgements, save_opinion, save_visit, submit_assessment
from certifications.actions.procedure import (
    assign_officer,
    record_exchange_protocol,
    record_protocol,
    take_application,
)
from certifications.actions.procedure_rules import add_rules
from certifications.actions.refusal_notices import (
    close_notice,
    close_overdue_notices,
    send_notice,
    send_observations,
)
from certifications.actions.register import apply_plan, plan_file
from certifications.actions.retention import clear_expired, keep_until, set_missing_terms
from certifications.actions.schemes import ensure_schemes
from certifications.actions.submission import (
    Readiness,
    declaration_texts,
    readiness,
    submit_application,
    withdraw_application,
)

__all__ = [
    "Eligibility",
    "Readiness",
    "Reason",
    "Said",
    "SavedAnswers",
    "add_assessor",
    "add_rules",
    "answer_integration",
    "apply_plan",
    "ask_integration",
    "assign",
    "assign_officer",
    "attach_evidence",
    "award",
    "bring_up_to_date",
    "change_assessor",
    "change_state",
    "check_batch",
    "check_eligibility",
    "check_import",
    "clear_expired",
    "close_assessment",
    "close_integration",
    "close_notice",
    "close_overdue_integrations",
    "close_overdue_notices",
    "complete_act",
    "copy_answers",
    "decide_batch",
    "decision_problem",
    "declaration_texts",
    "declare_conflict",
    "end_assessor",
    "ensure_schemes",
    "import_progress",
    "invite_assessor",
    "keep_until",
    "lapse_certificates",
    "move_certificates",
    "obstacle_to_asking",
    "perform_import",
    "plan_file",
    "proposed_day",
    "readiness",
    "record_exchange_protocol",
    "record_protocol",
    "refresh_stopped",
    "refuse",
    "refuse_import",
    "remove_evidence",
    "renewal_opens",
    "save_answers",
    "save_facts",
    "save_judgements",
    "save_opinion",
    "save_replies",
    "save_visit",
    "send_notice",
    "send_observations",
    "set_missing_terms",
    "start_application",
    "start_assessment",
    "start_import",
    "submit_application",
    "submit_assessment",
    "take_application",
    "upload_import",
    "version_on",
    "warn_officers",
    "withdraw_application",
    "withdraw_assignment",
]
