"""Who reads a file (pratica) at the office, and which of its pages."""

from typing import Any

from certifications.models import Application
from certifications.permissions.applications import can_see_assessments, is_accompanying, is_certifier


def can_see_file(user: Any, application: Application) -> bool:
    """The office's pages: the officials of who certifies and of who accompanies, never the applicant."""
    return is_certifier(user, application) or is_accompanying(user, application)


def can_see_decision(user: Any, application: Application) -> bool:
    """The certifier prepares it; all others read it once it is taken."""
    return is_certifier(user, application) or (application.is_concluded and can_see_file(user, application))


def can_see_file_assessments(user: Any, application: Application) -> bool:
    return can_see_file(user, application) and can_see_assessments(user, application)
