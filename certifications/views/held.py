"""What every page of a holder begins with: who asks, and the certificate or condition, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from certifications.models import Certificate, Condition
from familynet.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that needs sign-in."""
    assert isinstance(request.user, User)
    return request.user


def held(request: HttpRequest, public_id: str) -> Certificate:
    """A certificate of an organisation that the person acts for; 404 otherwise."""
    mine = Certificate.objects.held_by(request.user).select_related(
        "organisation__municipality__province", "scheme", "category", "act", "administration", "version"
    )
    return get_object_or_404(mine, public_id=public_id)


def held_condition(request: HttpRequest, public_id: str, pk: int) -> Condition:
    """A condition of such a certificate; 404 otherwise."""
    certificate = held(request, public_id)
    conditions = certificate.conditions.select_related("requirement__section")
    condition = get_object_or_404(conditions, pk=pk)
    condition.certificate = certificate
    return condition
