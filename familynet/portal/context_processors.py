"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest

from familynet.accounts.models import Administration


def frame(request: HttpRequest) -> dict[str, Any]:
    """The administrations, read only when a template shows them."""
    return {"administrations": Administration.objects.all}
