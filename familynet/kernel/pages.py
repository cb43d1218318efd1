"""What the function views of every app share: load, permit, form, action, redirect."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.views.decorators.http import require_http_methods

from familynet.kernel.steps import show_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def require(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied


def attempt(form: Any, action: Callable[..., Any], **arguments: Any) -> Any:
    """Run an action and give back what it returns, or True; what it refuses becomes errors of the form."""
    try:
        return action(**arguments) or True
    except ValidationError as error:
        show_errors(error, form)
        return None
