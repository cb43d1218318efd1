"""Every write with consequences: schemes, applications, certificates, imports."""

from certifications.actions.answers import Said, SavedAnswers, save_answers
from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
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
    "apply_plan",
    "attach_evidence",
    "bring_up_to_date",
    "change_state",
    "check_eligibility",
    "check_import",
    "clear_expired",
    "complete_act",
    "copy_answers",
    "declaration_texts",
    "ensure_schemes",
    "import_progress",
    "keep_until",
    "lapse_certificates",
    "move_certificates",
    "perform_import",
    "plan_file",
    "readiness",
    "refuse_import",
    "remove_evidence",
    "renewal_opens",
    "save_answers",
    "save_facts",
    "set_missing_terms",
    "start_application",
    "start_import",
    "submit_application",
    "upload_import",
    "version_on",
    "withdraw_application",
]
