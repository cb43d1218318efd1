"""Every write with consequences: schemes, certificates, imports."""

from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
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
)
from certifications.actions.imports import (
    check_import,
    import_progress,
    perform_import,
    refuse_import,
    start_import,
    upload_import,
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
    "apply_plan",
    "apply_planned",
    "ask_renunciation",
    "attach_evidence",
    "cancel_planned",
    "change_state",
    "check_condition",
    "check_import",
    "complete_act",
    "dismiss_notice",
    "ensure_schemes",
    "import_progress",
    "lapse_certificates",
    "live_one_day",
    "may_ask_renewal",
    "move_certificates",
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
