"""Every write with consequences: schemes, certificates, imports."""

from certifications.actions.certificates import (
    change_state,
    complete_act,
    lapse_certificates,
    move_certificates,
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

__all__ = [
    "Row",
    "apply_plan",
    "bring_over",
    "change_state",
    "check_import",
    "complete_act",
    "ensure_schemes",
    "import_progress",
    "lapse_certificates",
    "move_certificates",
    "move_map",
    "perform_import",
    "plan_file",
    "recognised_lines",
    "refuse_import",
    "save_matches",
    "start_import",
    "start_map",
    "upload_import",
    "usable_maps",
]
