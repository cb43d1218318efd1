"""Every write with consequences: schemes, applications, certificates, imports."""

from certifications.actions.answers import (
    Said,
    SavedAnswers,
    save_answers,
)
from certifications.actions.appointments import (
    amount_due,
    appoint,
    choosable,
    declare,
    end_appointment,
    note_fee,
    note_payment,
)
from certifications.actions.assessment import (
    assign,
    close_assessment,
    declare_conflict,
    start_assessment,
    withdraw_assignment,
)
from certifications.actions.assessors import (
    add_assessor,
    change_assessor,
    end_assessor,
    invite_assessor,
)
from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
from certifications.actions.conditions import (
    attach_to_condition,
    check_condition,
    open_conditions,
    remove_from_condition,
    save_note,
    send_condition,
    waive_condition,
)
from certifications.actions.daily import (
    live_one_day,
)
from certifications.actions.data_models import (
    benchmarks,
    figures_of,
    save_values,
    send_collection,
    series_of,
    start_collection,
)
from certifications.actions.deadlines import (
    close_overdue_integrations,
    refresh_stopped,
    warn_officers,
)
from certifications.actions.decisions import (
    award,
    check_batch,
    decide_batch,
    decision_problem,
    refuse,
)
from certifications.actions.drafts import (
    bring_up_to_date,
    copy_answers,
    save_facts,
    start_application,
)
from certifications.actions.dry_runs import (
    counts_by_requirement,
    dry_run_progress,
    perform_dry_run,
    start_dry_run,
)
from certifications.actions.eligibility import (
    Eligibility,
    Reason,
    check_eligibility,
    renewal_opens,
    version_on,
)
from certifications.actions.evaluations import (
    report_faults,
    save_report,
    send_report,
    to_follow_up,
)
from certifications.actions.evidence import (
    attach_evidence,
    remove_evidence,
)
from certifications.actions.handovers import (
    ask_renunciation,
    transfer_certificate,
    withdraw_renunciation,
)
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
from certifications.actions.judging import (
    save_judgements,
    save_opinion,
    save_visit,
    submit_assessment,
)
from certifications.actions.notices import (
    dismiss_notice,
    propose_suspensions,
    send_notices,
)
from certifications.actions.phase_seeds import (
    describe_phases,
    fill_known_phases,
    fill_phases,
)
from certifications.actions.phases import (
    add_phase_document,
    close_phase,
    give_opinion,
    open_due_phases,
    remind_phases,
)
from certifications.actions.planned import (
    apply_planned,
    cancel_planned,
    plan_change,
    planned_transitions,
)
from certifications.actions.plans import (
    plan_phase,
    remove_activity,
    return_plan,
    save_activity,
    send_plan,
    start_plan,
)
from certifications.actions.procedure import (
    assign_officer,
    record_exchange_protocol,
    record_protocol,
    take_application,
)
from certifications.actions.procedure_rules import (
    add_rules,
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
from certifications.actions.recognition import (
    Row,
    bring_over,
    move_map,
    recognised_lines,
    save_matches,
    start_map,
    usable_maps,
)
from certifications.actions.refusal_notices import (
    close_notice,
    close_overdue_notices,
    send_notice,
    send_observations,
)
from certifications.actions.register import (
    apply_plan,
    plan_file,
)
from certifications.actions.reminders import (
    send_reminders,
)
from certifications.actions.renewals import (
    may_ask_renewal,
    renew_certificate,
    renewal_opens_on,
)
from certifications.actions.retention import (
    clear_expired,
    keep_until,
    set_missing_terms,
)
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
from certifications.actions.schemes import (
    ensure_schemes,
)
from certifications.actions.submission import (
    Readiness,
    declaration_texts,
    readiness,
    submit_application,
    withdraw_application,
)
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
    "Eligibility",
    "Readiness",
    "Reason",
    "Row",
    "Said",
    "SavedAnswers",
    "activate_process",
    "add_assessor",
    "add_phase_document",
    "add_rules",
    "amount_due",
    "answer_integration",
    "answer_realignment",
    "apply_plan",
    "apply_planned",
    "appoint",
    "ask_integration",
    "ask_renunciation",
    "assign",
    "assign_officer",
    "attach_evidence",
    "attach_to_condition",
    "award",
    "benchmarks",
    "bring_over",
    "bring_up_to_date",
    "cancel_planned",
    "change_assessor",
    "change_state",
    "check_batch",
    "check_condition",
    "check_eligibility",
    "check_import",
    "choosable",
    "clear_expired",
    "close_assessment",
    "close_integration",
    "close_notice",
    "close_overdue_integrations",
    "close_overdue_notices",
    "close_phase",
    "complete_act",
    "confirm_realignment",
    "contact_on",
    "copy_answers",
    "copy_version",
    "counts_by_requirement",
    "create_scheme",
    "create_version",
    "decide_batch",
    "decision_problem",
    "declaration_texts",
    "declare",
    "declare_conflict",
    "delete_part",
    "delete_version",
    "describe_phases",
    "dismiss_notice",
    "dry_run_progress",
    "end_appointment",
    "end_assessor",
    "end_process",
    "ensure_schemes",
    "figures_of",
    "fill_known_phases",
    "fill_phases",
    "follow_ends",
    "give_back_realignment",
    "give_opinion",
    "import_progress",
    "import_scheme",
    "intake_is_open",
    "invite_assessor",
    "keep_until",
    "lapse_certificates",
    "live_one_day",
    "may_ask_renewal",
    "move_certificates",
    "move_map",
    "move_part",
    "name_contact",
    "next_cycles",
    "note_fee",
    "note_payment",
    "obstacle_to_asking",
    "open_conditions",
    "open_due_phases",
    "open_process",
    "perform_dry_run",
    "perform_import",
    "perform_plan",
    "plan_change",
    "plan_file",
    "plan_phase",
    "plan_realignment",
    "plan_scheme",
    "planned_transitions",
    "propose_suspensions",
    "proposed_day",
    "publish_version",
    "readiness",
    "recognised_lines",
    "record_exchange_protocol",
    "record_protocol",
    "refresh_stopped",
    "refuse",
    "refuse_import",
    "remind_phases",
    "remind_realignments",
    "remove_activity",
    "remove_evidence",
    "remove_from_condition",
    "renew_certificate",
    "renewal_opens",
    "renewal_opens_on",
    "report_faults",
    "return_plan",
    "save_activity",
    "save_answers",
    "save_category",
    "save_facts",
    "save_judgements",
    "save_matches",
    "save_note",
    "save_opinion",
    "save_part",
    "save_replies",
    "save_report",
    "save_scheme",
    "save_values",
    "save_version",
    "save_visit",
    "save_window",
    "send_back",
    "send_collection",
    "send_condition",
    "send_notice",
    "send_notices",
    "send_observations",
    "send_plan",
    "send_reminders",
    "send_report",
    "send_to_review",
    "series_of",
    "set_logo",
    "set_missing_terms",
    "start_application",
    "start_assessment",
    "start_collection",
    "start_cycle",
    "start_dry_run",
    "start_import",
    "start_map",
    "start_plan",
    "submit_application",
    "submit_assessment",
    "supersede_ended",
    "take_application",
    "take_over_process",
    "to_follow_up",
    "transfer_certificate",
    "upload_import",
    "usable_maps",
    "version_on",
    "waive_condition",
    "warn_officers",
    "withdraw_application",
    "withdraw_assignment",
    "withdraw_renunciation",
]
