"""Workflows of certifications, one file for each kind of record."""

from certifications.workflow.applications import (
    APPLICATION_WORKFLOW,
)
from certifications.workflow.assessment import (
    ASSIGNMENT_WORKFLOW,
)
from certifications.workflow.certificates import (
    BUTTONS,
    CERTIFICATE_WORKFLOW,
)
from certifications.workflow.conditions import (
    CONDITION_WORKFLOW,
    DECIDED_WORKFLOW,
    NOTICE_WORKFLOW,
    PLANNED_WORKFLOW,
)
from certifications.workflow.dry_runs import (
    DRY_RUN_WORKFLOW,
)
from certifications.workflow.funding import (
    CALL_WORKFLOW,
    PROJECT_WORKFLOW,
)
from certifications.workflow.imports import (
    IMPORT_WORKFLOW,
)
from certifications.workflow.infrastructures import INFRASTRUCTURE_WORKFLOW
from certifications.workflow.processes import (
    APPOINTMENT_WORKFLOW,
    DATA_WORKFLOW,
    PHASE_WORKFLOW,
    PLAN_WORKFLOW,
    PROCESS_BUTTONS,
    PROCESS_WORKFLOW,
    REPORT_WORKFLOW,
)
from certifications.workflow.realignments import (
    REALIGNMENT_WORKFLOW,
)
from certifications.workflow.recognition import (
    RECOGNITION_WORKFLOW,
)
from certifications.workflow.versions import (
    VERSION_WORKFLOW,
)

__all__ = [
    "APPLICATION_WORKFLOW",
    "APPOINTMENT_WORKFLOW",
    "ASSIGNMENT_WORKFLOW",
    "BUTTONS",
    "CALL_WORKFLOW",
    "CERTIFICATE_WORKFLOW",
    "CONDITION_WORKFLOW",
    "DATA_WORKFLOW",
    "DECIDED_WORKFLOW",
    "DRY_RUN_WORKFLOW",
    "IMPORT_WORKFLOW",
    "INFRASTRUCTURE_WORKFLOW",
    "NOTICE_WORKFLOW",
    "PHASE_WORKFLOW",
    "PLANNED_WORKFLOW",
    "PLAN_WORKFLOW",
    "PROCESS_BUTTONS",
    "PROCESS_WORKFLOW",
    "PROJECT_WORKFLOW",
    "REALIGNMENT_WORKFLOW",
    "RECOGNITION_WORKFLOW",
    "REPORT_WORKFLOW",
    "VERSION_WORKFLOW",
]
