"""The documents of a practice in the hands of its writers, with plain forms."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from familynet.kernel.documents import Document, serve
from familynet.kernel.pages import attempt, form_page
from practices.actions import (
    add_document,
    describe_document,
    move_document,
    order_documents,
    remove_document,
    replace_document,
    title_of_file,
)
from practices.forms import DescribeDocumentForm, ReplaceDocumentForm
from practices.models import Practice, PracticeDocument, earlier_versions
from practices.permissions import can_create
from practices.sections import SECTIONS, Section
from practices.views.work import load, signed_in


@dataclass
class StoredFiles:
    """What became of the files of one form: how many were added, and why others were not."""

    added: int = 0
    refused: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def message(self) -> str:
        text = ngettext("%(number)s documento aggiunto.", "%(number)s documenti aggiunti.", self.added)
        return f"{text % {'number': self.added}} {_('Controlla i titoli: valgono i nomi dei file.')}"


def store_files(request: HttpRequest, practice: Practice) -> StoredFiles:
    """Keep each good file of the form; a refused one keeps the others from nothing."""
    stored = StoredFiles()
    for upload in request.FILES.getlist("documents"):
        name = upload.name or ""
        try:
            add_document(practice, upload=upload, title=title_of_file(name), by=signed_in(request))
            stored.added += 1
        except ValidationError as error:
            stored.refused.append((name, error.messages))
    return stored


def own_documents(practice: Practice) -> list[PracticeDocument]:
    """The documents in their order, each with the versions before it. Two queries."""
    items = list(practice.practice_documents.select_related("document__extracted", "practice"))
    versions = earlier_versions(practice) if items else {}
    for item in items:
        item.earlier = versions.get(item.document_id, [])
    return items


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
    form = ReplaceDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if attempt(form, replace_document, item=item, upload=upload, by=signed_in(request)):
            messages.success(
                request, _("Documento sostituito. Il file di prima resta tra le versioni precedenti.")
            )
            return redirect(documents_url(item.practice))
    context = {
        "title": _("Sostituisci “%(title)s”") % {"title": item.document.title},
        "text": _(
            "Il nuovo file prende il posto di %(name)s, con lo stesso titolo. "
            "Il file di adesso resta tra le versioni precedenti, che vede solo chi scrive."
        )
        % {"name": item.document.name},
        "form": form,
        "submit_label": _("Sostituisci il file"),
        "cancel_url": documents_url(item.practice),
    }
    return render(request, "components/confirm.html", context)


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
    keys = request.POST.getlist("item")
    if not all(key.isdecimal() and len(key) < 19 for key in keys):
        raise BadRequest("not an order of documents")
    found = order_documents(practice, order=[int(key) for key in keys], by=signed_in(request))
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
    revisions = practice.root.document_revisions.filter(document__uuid=document).values("document")
    return serve(get_object_or_404(Document, pk__in=revisions))
