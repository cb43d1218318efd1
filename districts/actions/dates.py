"""Dates that people enter with an action, checked before they reach the database."""

import copy
import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.kernel.workflow import Workflow


def refuse_future(on: datetime.date, field: str = "on") -> None:
    """What is recorded has happened."""
    if on > timezone.localdate():
        raise ValidationError({field: _("La data non può essere nel futuro.")})


def check_outcome(workflow: Workflow, obj: models.Model, name: str, fields: dict[str, Any]) -> None:
    """Refuse with the sentence of the constraint what the database would refuse with an error.

    Only from a source state: from any other, `advance()` says that somebody was faster.
    """
    transition = workflow.get(name)
    if getattr(obj, "state", None) not in transition.sources:
        return
    outcome = copy.copy(obj)
    for field, value in {"state": transition.target, **fields}.items():
        setattr(outcome, field, value)
    outcome.validate_constraints()
