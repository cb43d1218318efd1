"""Who reads a file (pratica) at the office, and which of its pages."""

from typing import Any

from certifications.models import Application
from certifications.permissions.applications import (
    can_handle,
    can_see_assessments,
    is_accompanying,
    is_applicant,
    is_certifier,
)
from familynet.accounts.roles import Capability


def can_see_file(user: Any, application: Application) -> bool:
    """The office's pages: the officials of who certifies and of who accompanies, never the applicant."""
    return is_certifier(user, application) or is_accompanying(user, application)


def can_see_decision(user: Any, application: Application) -> bool:
    """The certifier prepares it; all others read it once it is taken."""
    if is_certifier(user, application) and not is_applicant(user, application):
        return True
    return application.is_concluded and can_see_file(user, application)


def can_see_file_assessments(user: Any, application: Application) -> bool:
    return can_see_file(user, application) and can_see_assessments(user, application)


def can_assign_officer(user: Any, application: Application) -> bool:
    """Say who is responsible for a file: the certifier's officers and managers (L. 241/1990, art. 5)."""
    return can_handle(user, application) or bool(
        user.is_authenticated
        and user.can(Capability.CERTIFICATE_DECIDE, application.administration_id)
        and not is_applicant(user, application)
    )


def can_keep_rules(user: Any, administration: Any) -> bool:
    """Add rules for the terms of an administration's procedures: its officers and managers."""
    return bool(
        user.is_authenticated
        and (
            user.can(Capability.CERTIFICATE_MANAGE, administration)
            or user.can(Capability.CERTIFICATE_DECIDE, administration)
        )
    )
