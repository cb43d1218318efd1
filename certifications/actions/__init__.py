"""Every write with consequences: schemes, certificates, imports."""

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
from certifications.actions.phase_seeds import (
    describe_version,
    ensure_phases,
    fill_version,
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
from certifications.actions.schemes import ensure_schemes

__all__ = [
    "activate_process",
    "add_phase_document",
    "amount_due",
    "apply_plan",
    "appoint",
    "benchmarks",
    "change_state",
    "check_import",
    "choosable",
    "close_phase",
    "complete_act",
    "contact_on",
    "declare",
    "describe_version",
    "end_appointment",
    "end_process",
    "ensure_phases",
    "ensure_schemes",
    "figures_of",
    "fill_version",
    "follow_ends",
    "give_opinion",
    "import_progress",
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
    "plan_file",
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
]
