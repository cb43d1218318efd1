"""What every page of an applicant begins with: who asks, and the application or 404."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from certifications.models import Application
from certifications.permissions import is_applicant
from familynet.accounts.models import User

RELATED = (
    "organisation__municipality__province",
    "organisation__administration",
    "scheme__administration",
    "category",
    "version__act",
    "administration",
    "certificate",
    "submitted_by",
)


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that needs sign-in."""
    assert isinstance(request.user, User)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty POST is one."""
    return request.POST if request.method == "POST" else None


def visible(request: HttpRequest) -> QuerySet[Application]:
    return Application.objects.visible_to(signed_in(request)).select_related(*RELATED)


def load_visible(request: HttpRequest, public_id: str) -> Application:
    """For what everybody reads who sees the application, such as its documents; 404 for all others."""
    return get_object_or_404(visible(request), public_id=public_id)


def load(request: HttpRequest, public_id: str) -> Application:
    """For the applicant's own pages: 404 when not visible, 403 for officials and assessors."""
    application = load_visible(request, public_id)
    if not is_applicant(signed_in(request), application):
        raise PermissionDenied
    return application


def overview_url(application: Application) -> str:
    return reverse("certifications:application", args=[application.public_id])


def section_url(application: Application, section: int) -> str:
    return reverse("certifications:application_section", args=[application.public_id, section])
