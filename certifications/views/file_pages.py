"""What all pages of a file (pratica) share: the record, its head, its tabs.

A page of a file calls `load_file` first and `render_file` last; its template extends
certifications/file_base.html. A new tab is a line of TABS with the name of its url.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models import Application
from certifications.permissions import (
    can_see_decision,
    can_see_file,
    can_see_file_assessments,
    can_see_opinion,
    can_take_dossier,
)
from certifications.wording.clock import light_of
from familynet.accounts.requests import UserRequest

RELATED = (
    "organisation__municipality__province",
    "organisation__administration",
    "scheme",
    "category",
    "version",
    "certificate",
    "administration",
    "seat_administration",
    "officer",
)


@dataclass(frozen=True)
class Tab:
    """A page of the file; `allowed` says who may open it."""

    name: str
    label: str | Promise
    allowed: Callable[[Any, Application], bool] = can_see_file


TABS = (
    Tab("file", _("Riepilogo")),
    Tab("file_answers", _("Risposte")),
    Tab("file_integrations", _("Integrazioni")),
    Tab("file_assessment", _("Valutazione"), can_see_file_assessments),
    Tab("file_opinion", _("Parere"), can_see_opinion),
    Tab("file_decision", _("Decisione"), can_see_decision),
    Tab("file_correspondence", _("Corrispondenza")),
    Tab("file_history", _("Storia")),
    Tab("file_dossier", _("Fascicolo"), can_take_dossier),
)


@dataclass(frozen=True)
class TabLink:
    label: str | Promise
    url: str
    active: bool


def load_file(request: UserRequest, public_id: str) -> Application:
    """The file, for officials: 404 for whoever may not know of it, 403 for applicant and assessors."""
    application = load_visible(request, public_id)
    if not can_see_file(request.user, application):
        raise PermissionDenied("application: file")
    return application


def load_visible(request: UserRequest, public_id: str) -> Application:
    """The application, for everybody who may see it; else 404."""
    visible = Application.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(visible, public_id=public_id)


def render_file(
    request: UserRequest,
    template: str,
    application: Application,
    active: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of the file under its head; `active` is the url name of its tab."""
    frame = {
        "application": application,
        "tabs": list(tabs_for(request.user, application, active)),
        "light": light_of(application, timezone.localdate()),
    }
    return render(request, template, {**frame, **context}, status=status)


def tabs_for(user: Any, application: Application, active: str) -> Iterator[TabLink]:
    """The pages that the person may open."""
    for tab in TABS:
        if not tab.allowed(user, application):
            continue
        url = reverse(f"certifications:{tab.name}", args=[application.public_id])
        yield TabLink(tab.label, url, tab.name == active)
