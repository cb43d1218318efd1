"""Documents of a practice that the script of the page sends in parts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from familynet.kernel.upload_views import UploadDesk
from practices.actions import PracticeFiles
from practices.views.documents import listed, load_own, own_documents


def find(request: HttpRequest, uuid: UUID) -> PracticeFiles:
    """The documents of a practice that this person may write; 404 or 403 otherwise."""
    return PracticeFiles(load_own(request, uuid))


def shown(request: HttpRequest, place: PracticeFiles) -> dict[str, Any]:
    practice = place.practice
    context = {"practice": practice, "files": listed(practice, own_documents(practice))}
    return {"documents": render_to_string("practices/_documents_list.html", context, request)}


DESK = UploadDesk(find, shown, _("La pratica non è più modificabile: il file non è stato aggiunto."))
