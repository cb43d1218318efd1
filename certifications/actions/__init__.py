"""Every write with consequences: schemes, applications, certificates, imports."""

from certifications.actions.assessment import (
    assign,
    close_assessment,
    declare_conflict,
    start_assessment,
    withdraw_assignment,
)
from certifications.actions.assessors import add_assessor, change_assessor, end_assessor, invite_assessor
from certifications.actions.answers import Said, SavedAnswers, save_answers
from certifications.actions.appointments import (
    amount_due,
    appoint,
    choosable,
    declare,
    end_appointment,
    note_fee,
    note_payment,
)
from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
from certifications.actions.deadlines import close_overdue_integrations, refresh_stopped, warn_officers
from certifications.actions.decisions import award, check_batch, decide_batch, decision_problem, refuse
from certifications.actions.drafts import bring_up_to_date, copy_answers, save_facts, start_application
from certifications.actions.eligibility import Eligibility, Reason, check_eligibility, renewal_opens
from certifications.actions.evidence import attach_evidence, remove_evidence
from certifications.actions.dry_runs import (
    counts_by_requirement,
    dry_run_progress,
    perform_dry_run,
    start_dry_run,
from certifications.actions.conditions import (
    attach_evidence,
    check_condition,
    open_conditions,
    remove_evidence,
    save_note,
    send_condition,
    waive_condition,
)
from certifications.actions.daily import (
    live_one_day,
)
from certifications.actions.handovers import (
    ask_renunciation,
    transfer_certificate,
    withdraw_renunciation,
from certifications.actions.data_models import (
    benchmarks,
    figures_of,
    save_values,
    send_collection,
    series_of,
    start_collection,
)
from certifications.actions.evaluations import (
    report_faults,
    save_report,
    send_report,
    to_follow_up,
)
from certifications.actions.imports import (
    check_import,
    import_progress,
    perform_import,
    refuse_import,
    start_import,
    upload_import,
)
from certifications.actions.recognition import (
    Row,
    bring_over,
    move_map,
    recognised_lines,
    save_matches,
    start_map,
    usable_maps,
)
from certifications.actions.register import (
    apply_plan,
    plan_file,
)
from certifications.actions.schemes import (
    ensure_schemes,
)
from certifications.actions.notices import (
    dismiss_notice,
    propose_suspensions,
    send_notices,
)
from certifications.actions.planned import (
    apply_planned,
    cancel_planned,
    plan_change,
    planned_transitions,
from certifications.actions.phase_seeds import (
    ensure_phases,
)
from certifications.actions.phases import (
    add_phase_document,
    close_phase,
    give_opinion,
    open_due_phases,
    remind_phases,
)
from certifications.actions.plans import (
    plan_phase,
    remove_activity,
    return_plan,
    save_activity,
    send_plan,
    start_plan,
)
from certifications.actions.process_ends import (
    follow_ends,
)
from certifications.actions.processes import (
    activate_process,
    contact_on,
    end_process,
    intake_is_open,
    name_contact,
    next_cycles,
    open_process,
    start_cycle,
    take_over_process,
)
from certifications.actions.register import apply_plan, plan_file
from certifications.actions.reminders import (
    send_reminders,
)
from certifications.actions.renewals import (
    may_ask_renewal,
    renew_certificate,
    renewal_opens_on,
)
from certifications.actions.schemes import ensure_schemes

__all__ = [
    "Row",
from certifications.actions.publishing import (
    publish_version,
    send_back,
    send_to_review,
    supersede_ended,
)
from certifications.actions.realignments import (
    answer_realignment,
    confirm_realignment,
    give_back_realignment,
    perform_plan,
    plan_realignment,
    remind_realignments,
)
from certifications.actions.register import apply_plan, plan_file
from certifications.actions.scheme_editing import (
    create_scheme,
    save_category,
    save_scheme,
    save_window,
    set_logo,
)
from certifications.actions.scheme_imports import (
    import_scheme,
    plan_scheme,
)
from certifications.actions.schemes import ensure_schemes
from certifications.actions.versions import (
    copy_version,
    create_version,
    delete_part,
    delete_version,
    move_part,
    save_part,
    save_version,
)

__all__ = [
    "answer_realignment",
    "apply_plan",
    "bring_over",
from certifications.actions.integrations import (
    answer_integration,
    ask_integration,
    close_integration,
    save_replies,
)
from certifications.actions.procedure import (
    assign_officer,
    record_exchange_protocol,
    record_protocol,
    take_application,
from certifications.actions.judging import save_judgements, save_opinion, save_visit, submit_assessment
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
    "add_assessor",
    "apply_plan",
    "assign",
    "award",
    "change_assessor",
    "activate_process",
    "add_phase_document",
    "amount_due",
    "apply_plan",
    "appoint",
    "benchmarks",
    "change_state",
    "check_batch",
    "apply_planned",
    "ask_renunciation",
    "attach_evidence",
    "cancel_planned",
    "change_state",
    "check_condition",
    "check_import",
    "close_assessment",
    "close_notice",
    "close_overdue_notices",
    "complete_act",
    "decide_batch",
    "decision_problem",
    "declare_conflict",
    "end_assessor",
    "confirm_realignment",
    "copy_version",
    "counts_by_requirement",
    "create_scheme",
    "create_version",
    "delete_part",
    "delete_version",
    "dry_run_progress",
    "ensure_schemes",
    "give_back_realignment",
    "import_progress",
    "invite_assessor",
    "Eligibility",
    "Readiness",
    "Reason",
    "Said",
    "SavedAnswers",
    "answer_integration",
    "apply_plan",
    "ask_integration",
    "assign_officer",
    "attach_evidence",
    "bring_up_to_date",
    "change_state",
    "check_eligibility",
    "check_import",
    "clear_expired",
    "close_integration",
    "close_overdue_integrations",
    "complete_act",
    "copy_answers",
    "declaration_texts",
    "dismiss_notice",
    "choosable",
    "close_phase",
    "complete_act",
    "contact_on",
    "declare",
    "end_appointment",
    "end_process",
    "ensure_phases",
    "ensure_schemes",
    "figures_of",
    "follow_ends",
    "give_opinion",
    "import_progress",
    "keep_until",
    "lapse_certificates",
    "live_one_day",
    "may_ask_renewal",
    "move_certificates",
    "move_map",
    "import_scheme",
    "lapse_certificates",
    "move_certificates",
    "move_part",
    "perform_dry_run",
    "intake_is_open",
    "lapse_certificates",
    "move_certificates",
    "name_contact",
    "next_cycles",
    "note_fee",
    "note_payment",
    "open_due_phases",
    "open_process",
    "perform_import",
    "perform_plan",
    "plan_file",
    "recognised_lines",
    "refuse_import",
    "save_matches",
    "start_import",
    "start_map",
    "plan_realignment",
    "plan_scheme",
    "publish_version",
    "refuse_import",
    "remind_realignments",
    "save_category",
    "save_part",
    "save_scheme",
    "save_version",
    "save_window",
    "send_back",
    "send_to_review",
    "set_logo",
    "start_dry_run",
    "start_import",
    "supersede_ended",
    "plan_phase",
    "refuse_import",
    "remind_phases",
    "remove_activity",
    "report_faults",
    "return_plan",
    "save_activity",
    "save_report",
    "save_values",
    "send_collection",
    "send_plan",
    "send_report",
    "series_of",
    "start_collection",
    "start_cycle",
    "start_import",
    "start_plan",
    "take_over_process",
    "to_follow_up",
    "upload_import",
    "usable_maps",
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
    "readiness",
    "record_exchange_protocol",
    "record_protocol",
    "refresh_stopped",
    "refuse_import",
    "remove_evidence",
    "renewal_opens",
    "save_answers",
    "save_facts",
    "save_replies",
    "set_missing_terms",
    "start_application",
    "start_import",
    "submit_application",
    "take_application",
    "upload_import",
    "warn_officers",
    "withdraw_application",
    "open_conditions",
    "perform_import",
    "plan_change",
    "plan_file",
    "planned_transitions",
    "propose_suspensions",
    "refuse_import",
    "remove_evidence",
    "renew_certificate",
    "renewal_opens_on",
    "save_note",
    "send_condition",
    "send_notices",
    "send_reminders",
    "start_import",
    "transfer_certificate",
    "upload_import",
    "waive_condition",
    "withdraw_renunciation",
]
