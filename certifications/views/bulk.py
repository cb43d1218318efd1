"""One action on many rows of a work list: each row by itself, with what was refused and why."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from familynet.kernel.workflow import TransitionConflict

MOST_AT_ONCE, MOST_REASONS = 200, 10


def chosen_ids(request: HttpRequest, name: str) -> list[str]:
    """The public ids that were ticked, each once, so many as one goes through at once; nonsense left out."""
    ticked = dict.fromkeys(request.POST.getlist(name))
    return [public_id for public_id in ticked if public_id.isascii() and public_id.isalnum()][:MOST_AT_ONCE]


def act_on_each(act: Callable[[Any], Any], rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Each row with why it was refused; empty when it was done."""
    return [(row, _tried(act, row)) for row in rows]


def _tried(act: Callable[[Any], Any], row: Any) -> str:
    try:
        act(row)
    except ValidationError as error:
        return " ".join(error.messages)
    except TransitionConflict:
        return _("in questo stato non si può")
    except PermissionDenied:
        return _("non puoi farlo su questa pratica")
    return ""


def tell_outcomes(request: HttpRequest, outcomes: list[tuple[str, str]]) -> None:
    """Say how many were done, and of the others the first ones with the reason: (name, why or empty)."""
    refused = [(name, reason) for name, reason in outcomes if reason]
    if done := len(outcomes) - len(refused):
        messages.success(request, ngettext("Fatto per %d pratica.", "Fatto per %d pratiche.", done) % done)
    for name, reason in refused[:MOST_REASONS]:
        messages.warning(request, f"{name}: {reason}")
    if len(refused) > MOST_REASONS:
        more = len(refused) - MOST_REASONS
        text = ngettext("Rifiutata un'altra pratica (%d).", "Rifiutate altre %d pratiche.", more)
        messages.warning(request, text % more)
