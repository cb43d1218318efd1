"""The documents of a practice in the hands of its writers, with plain forms."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from familynet.kernel.documents import Document, serve
from familynet.kernel.pages import form_page
from familynet.kernel.upload_views import EarlierFile, FileList, KeptFile, StoredFiles, replace_page, wanted_order
from familynet.kernel.uploads import title_of_file
from practices.actions import (
    add_document,
    describe_document,
    move_document,
    order_documents,
    remove_document,
    replace_document,
)
from practices.forms import DescribeDocumentForm
from practices.models import DocumentRevision, Practice, PracticeDocument, earlier_versions
from practices.permissions import can_create
from practices.sections import SECTIONS, Section
from practices.views.work import load, signed_in


def added_message(number: int) -> str:
    text = ngettext("%(number)s documento aggiunto.", "%(number)s documenti aggiunti.", number)
    return f"{text % {'number': number}} {_('Controlla i titoli: valgono i nomi dei file.')}"


def store_files(request: HttpRequest, practice: Practice) -> StoredFiles:
    """Keep each good file of the form; a refused one keeps the others from nothing."""
    stored, by = StoredFiles(), signed_in(request)
    stored.take(
        request.FILES.getlist("documents"),
        lambda file: add_document(practice, upload=file, title=title_of_file(file.name or ""), by=by),
    )
    return stored


def own_documents(practice: Practice, *, with_versions: bool = True) -> list[PracticeDocument]:
    """The documents in their order, each with the versions before it. Two queries at most."""
    items = list(practice.practice_documents.select_related("document__extracted", "practice"))
    versions = earlier_versions(practice) if items and with_versions else {}
    for item in items:
        item.earlier = versions.get(item.document.sha256, [])
    return items


def listed(practice: Practice, documents: Sequence[PracticeDocument]) -> FileList:
    """The list of own_documents() with the addresses of what its writers may do."""
    rows = [
        KeptFile(
            pk=item.pk,
            document=item.document,
            url=item.get_absolute_url(),
            describe_url=_url("describe_document", practice, pk=item.pk),
            replace_url=_url("replace_document", practice, pk=item.pk),
            move_url=_url("move_document", practice, pk=item.pk),
            remove_url=_url("remove_document", practice, pk=item.pk),
            earlier=[
                EarlierFile(
                    document=revision.document,
                    url=_url("earlier_version", practice, document=revision.document.uuid),
                    by=revision.replaced_by,
                    at=revision.replaced_at,
                )
                for revision in item.earlier
            ],
            source=item,
        )
        for item in documents
    ]
    return FileList(rows, list_id="documents-list", order_url=_url("order_documents", practice))


def _url(name: str, practice: Practice, **more: Any) -> str:
    return reverse(f"practices:{name}", kwargs={"uuid": practice.uuid, **more})


def edit_url(practice: Practice, section: Section) -> str:
    """The page of one section."""
    return reverse("practices:edit", kwargs={"uuid": practice.uuid, "section_name": section.name})


def documents_url(practice: Practice) -> str:
    """Where the documents of a draft are listed."""
    return edit_url(practice, SECTIONS[-1]) + "#own-documents"


def load_own(request: HttpRequest, uuid: UUID) -> Practice:
    """A practice that this person may write, when it is open; 404 or 403 otherwise."""
    practice = load(request, uuid)
    if not can_create(signed_in(request), practice.administration_id):
        raise PermissionDenied
    return practice


def load_item(request: HttpRequest, uuid: UUID, pk: int) -> PracticeDocument:
    """A document of a practice that this person may write; 404 or 403 otherwise."""
    practice = load_own(request, uuid)
    return get_object_or_404(practice.practice_documents.select_related("document", "practice"), pk=pk)


@form_page
def describe(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Change title and language of a document."""
    item = load_item(request, uuid, pk)
    document = item.document
    form = DescribeDocumentForm(
        request.POST or None, initial={"title": document.title, "language": document.language}
    )
    if request.method == "POST" and form.is_valid():
        describe_document(item, **form.cleaned_data, by=signed_in(request))
        messages.success(request, _("Documento aggiornato."))
        return redirect(documents_url(item.practice))
    context = {
        "title": _("Titolo e lingua del documento"),
        "text": document.name,
        "form": form,
        "submit_label": _("Salva"),
        "cancel_url": documents_url(item.practice),
    }
    return render(request, "components/confirm.html", context)


@form_page
def replace(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Put a newer file in the place of a document; the old one stays with the earlier versions."""
    item = load_item(request, uuid, pk)
    text = _(
        "Il nuovo file prende il posto di %(name)s, con lo stesso titolo. "
        "Il file di adesso resta tra le versioni precedenti, che vede solo chi scrive."
    )
    replacing = partial(replace_document, item=item, by=signed_in(request))
    return replace_page(request, item.document, replacing, text=text, back=documents_url(item.practice))


@require_POST
def move(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """One place up or down."""
    item = load_item(request, uuid, pk)
    move_document(item, up=request.POST.get("direction") == "up", by=signed_in(request))
    return redirect(documents_url(item.practice))


@require_POST
def order(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """The whole order at once, from the list that was sorted by hand; answers the order that came out."""
    practice = load_own(request, uuid)
    found = order_documents(practice, order=wanted_order(request), by=signed_in(request))
    return JsonResponse({"order": found, "message": _("Ordine salvato.")})


@form_page
def remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take a document off the practice."""
    item = load_item(request, uuid, pk)
    if request.method == "POST":
        remove_document(item, by=signed_in(request))
        messages.success(request, _("Documento tolto dalla pratica."))
        return redirect(documents_url(item.practice))
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": item.document.title},
        "text": _(
            "Il documento non farà più parte della pratica. La storia conserva il suo nome e la sua impronta."
        ),
        "submit_label": _("Togli il documento"),
        "cancel_url": documents_url(item.practice),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def earlier_version(request: HttpRequest, uuid: UUID, document: UUID) -> HttpResponseBase:
    """The file of a version that was replaced, for who writes practices of the administration."""
    practice = load_own(request, uuid)
    revisions = DocumentRevision.objects.of(practice).filter(document__uuid=document).values("document")
    return serve(get_object_or_404(Document, pk__in=revisions))
