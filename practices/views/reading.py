"""Reading the text of a document once more."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.actions import read_document_again
from practices.permissions import can_create
from practices.sections import SECTIONS
from practices.views.work import load, signed_in


@require_POST
def read_again(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Put the document back in the queue of those to be read."""
    practice = load(request, uuid)
    if not can_create(signed_in(request), practice.administration_id):
        raise PermissionDenied
    documents = practice.practice_documents.select_related("document", "practice")
    read_document_again(get_object_or_404(documents, pk=pk), by=signed_in(request))
    messages.success(request, _("Proviamo di nuovo a leggere il documento. Ricarica la pagina fra un minuto."))
    section = {"uuid": practice.uuid, "section_name": SECTIONS[-1].name}
    return redirect(reverse("practices:edit", kwargs=section))
