"""The file (pratica) as a package: whole for the office, redacted for who asked for access."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications.actions import release_file
from certifications.dossier import items_of, package_info, read_file, released_payloads, whole_payloads
from certifications.dossier.masking import is_marked
from certifications.dossier.redacted import release_info, roles_of
from certifications.forms import ReleaseForm
from certifications.models import Application, FileRelease, Process
from certifications.permissions import can_release_file, can_take_dossier
from certifications.views.file_pages import load_file, render_file
from familynet.accounts.requests import UserRequest
from familynet.kernel.bagit import bag, bag_response
from familynet.kernel.pages import attempt, form_page, require

TAB = "file_dossier"


def _load(request: UserRequest, public_id: str) -> Application:
    application = load_file(request, public_id)
    require(can_take_dossier(request.user, application))
    return application


@require_safe
def dossier(request: UserRequest, public_id: str) -> HttpResponse:
    """The package to download, and the copies that were given out."""
    application = _load(request, public_id)
    context = {
        "releases": FileRelease.objects.filter(application=application).select_related("released_by"),
        "may_release": can_release_file(request.user, application),
        "has_way": Process.objects.filter(application=application).exists(),
    }
    return render_file(request, "certifications/file_dossier.html", application, TAB, context)


@require_safe
def package(request: UserRequest, public_id: str) -> HttpResponseBase:
    """Everything, streamed."""
    application = _load(request, public_id)
    contents, name = read_file(application), f"fascicolo-{application.public_id}"
    info = package_info(contents, _("Fascicolo della pratica"))
    return bag_response(name, bag(name, whole_payloads(contents), info=info, on=timezone.localdate()))


@form_page
def release_new(request: UserRequest, public_id: str) -> HttpResponse:
    """Every piece with a box to tick; what was typed stays when something is wrong."""
    application = _load(request, public_id)
    require(can_release_file(request.user, application))
    contents = read_file(application)
    offered = items_of(contents)
    form = ReleaseForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid() and (
        release := attempt(form, release_file, application=application, by=request.user, **_data(form))
    ):
        messages.success(request, _("Copia pronta: scaricala da qui. Resta registrata com'è."))
        return redirect(f"{reverse('certifications:file_dossier', args=[public_id])}#copia-{release.pk}")
    people = roles_of(contents)
    context: dict[str, Any] = {
        "form": form,
        "has_way": contents.way is not None,
        "marked": {item.key for item in offered if item.text and is_marked(item.text, people)},
    }
    return render_file(request, "certifications/file_release.html", application, TAB, context)


def _data(form: ReleaseForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("request_reference", "requested_on", "reason", "items")}


@require_safe
def release_package(request: UserRequest, public_id: str, uuid: UUID) -> HttpResponseBase:
    """A copy as it was given."""
    application = _load(request, public_id)
    release = get_object_or_404(FileRelease.objects.filter(application=application), uuid=uuid)
    name = f"copia-{application.public_id}-{release.released_at:%Y%m%d}-{release.pk}"
    stream = bag(name, released_payloads(release), info=release_info(release), on=timezone.localdate())
    return bag_response(name, stream)
