"""Who may do what. Predicates are plain functions of a user and a record."""

from certifications.permissions.certificates import (
    can_complete_act,
    can_decide_certificate,
    can_import,
    can_import_certificate,
    can_import_run,
    can_manage_certificate,
    can_see_certificates,
    importing_administration,
    may_import_somewhere,
)

__all__ = [
    "can_complete_act",
    "can_decide_certificate",
    "can_import",
    "can_import_certificate",
    "can_import_run",
    "can_manage_certificate",
    "can_see_certificates",
    "importing_administration",
    "may_import_somewhere",
]
