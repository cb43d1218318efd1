"""Gathers the tables of certifications for Django, nothing else."""

from certifications.models.certificates import Certificate, StatusChange
from certifications.models.imports import ImportRow, ImportRun
from certifications.models.register import RegisterCount
from certifications.models.schemes import Category, Scheme, SchemeVersion

__all__ = [
    "Category",
    "Certificate",
    "ImportRow",
    "ImportRun",
    "RegisterCount",
    "Scheme",
    "SchemeVersion",
    "StatusChange",
]
