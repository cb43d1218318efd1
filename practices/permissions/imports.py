"""Who imports practices: who writes them, for the own administration."""

from typing import Any

from practices.models import PracticeImport
from practices.permissions.practices import can_create


def can_handle_import(user: Any, run: PracticeImport) -> bool:
    return can_create(user, run.administration_id)


def nobody(user: Any, run: PracticeImport) -> bool:
    """Steps that only a job takes."""
    return False
