"""Workflows of certifications, one file for each kind of record."""

from certifications.workflow.certificates import BUTTONS, CERTIFICATE_WORKFLOW
from certifications.workflow.imports import IMPORT_WORKFLOW

__all__ = ["BUTTONS", "CERTIFICATE_WORKFLOW", "IMPORT_WORKFLOW"]
