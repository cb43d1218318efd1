"""Who may write answers, and about which requirements."""

from typing import Any

from django.db.models import QuerySet

from certifications.models import AnswerEvidence, Application
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


def changeable_evidence(application: Application) -> QuerySet[AnswerEvidence]:
    """The documents that may be replaced, ordered or taken away now: all of a draft, while an integration is open
    those that it brought. What was submitted stays."""
    rows = AnswerEvidence.objects.current().filter(answer__application=application)
    allowed = open_requirements(application)
    if allowed is None:
        return rows
    return rows.filter(answer__requirement__in=allowed, integration__closed_at=None, integration__isnull=False)
