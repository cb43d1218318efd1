"""Filters of the lists of certifications."""

from certifications.filters.assessments import AssessmentFilter
from certifications.filters.council import CouncilFilter
from certifications.filters.files import (
    FileFilter,
)
from certifications.filters.infrastructures import InfrastructureFilter
from certifications.filters.processes import ProcessFilter
from certifications.filters.register import (
    AFTER_WORDS,
    Place,
    RegisterFilter,
    WorkFilter,
    per_municipality,
    with_words,
)

__all__ = [
    "AFTER_WORDS",
    "AssessmentFilter",
    "CouncilFilter",
    "FileFilter",
    "InfrastructureFilter",
    "Place",
    "ProcessFilter",
    "RegisterFilter",
    "WorkFilter",
    "per_municipality",
    "with_words",
]
