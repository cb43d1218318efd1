"""Who may write answers, and about which requirements."""

from typing import Any

from certifications.models import Application
from certifications.permissions.applications import can_answer_integration, can_write


def can_fill(user: Any, application: Application) -> bool:
    """Write answers now: in the draft, or while an integration is asked."""
    return can_write(user, application) or can_answer_integration(user, application)


def open_requirements(application: Application) -> frozenset[int] | None:
    """Keys of the requirements that may be changed now: None for all, empty for none.

    While an integration is open only what it names may change.
    """
    if application.state == Application.State.DRAFT:
        return None
    if application.state != Application.State.INTEGRATION:
        return frozenset()
    asked = application.integrations.open().values_list("items__requirement", flat=True)
    return frozenset(pk for pk in asked if pk is not None)
