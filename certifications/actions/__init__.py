"""Every write with consequences: schemes, certificates, imports."""

from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
)
from certifications.actions.dry_runs import (
    counts_by_requirement,
    dry_run_progress,
    perform_dry_run,
    start_dry_run,
)
from certifications.actions.imports import (
    check_import,
    import_progress,
    perform_import,
    refuse_import,
    start_import,
    upload_import,
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
    "change_state",
    "check_import",
    "complete_act",
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
    "import_scheme",
    "lapse_certificates",
    "move_certificates",
    "move_part",
    "perform_dry_run",
    "perform_import",
    "perform_plan",
    "plan_file",
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
    "upload_import",
]
