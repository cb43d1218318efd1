"""Documents of a call for funding: downloaded by anyone where they are public, kept by the office."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms import CallDocumentForm, RemoveDocumentForm, ReplaceFileForm
from certifications.models import CallDocument
from certifications.permissions import can_add_call_document, can_change_call_document
from certifications.views.funding_work import load_call
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import serve
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.workflow import TransitionConflict


@login_not_required
@require_safe
def public_document(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """A public document of a published call."""
    found = CallDocument.objects.public().select_related("document")
    return serve(get_object_or_404(found, call__slug=slug, document__uuid=uuid).document)


@require_safe
def work_document(request: UserRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """Any document of the call, earlier ones too, for whoever reads it at work."""
    return serve(_item(request, slug, uuid).document)


def _item(request: UserRequest, slug: str, uuid: UUID) -> CallDocument:
    found = CallDocument.objects.visible_to(request.user).select_related("document", "call__administration")
    return get_object_or_404(found, call__slug=slug, document__uuid=uuid)


def _to_change(request: UserRequest, slug: str, uuid: UUID) -> CallDocument:
    item = _item(request, slug, uuid)
    require(can_change_call_document(request.user, item))
    if not item.is_current:
        raise TransitionConflict(item.call)
    return item


@form_page
def document_new(request: UserRequest, slug: str) -> HttpResponse:
    call = load_call(request, slug)
    require(can_add_call_document(request.user, call))
    form = CallDocumentForm(*_posted(request))
    if form.is_valid():
        data = form.cleaned_data
        fields = {"upload": data["file"], "title": data["title"], "is_public": data["is_public"]}
        if attempt(form, actions.add_call_document, call=call, by=request.user, **fields):
            messages.success(request, _("Documento aggiunto."))
            return redirect(documents_url(slug))
    return _page(request, form, call, _("Aggiungi un documento"), "", _("Carica il documento"))


@form_page
def document_replace(request: UserRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put a newer file in its place; the old one stays with the earlier versions."""
    item = _to_change(request, slug, uuid)
    form = ReplaceFileForm(*_posted(request))
    if form.is_valid() and attempt(
        form, actions.replace_call_document, item=item, upload=form.cleaned_data["file"], by=request.user
    ):
        messages.success(request, _("Documento sostituito: quello di prima resta tra le versioni precedenti."))
        return redirect(documents_url(slug))
    title = _("Sostituisci il documento")
    return _page(request, form, item.call, title, item.document.title, _("Carica la nuova versione"))


@form_page
def document_remove(request: UserRequest, slug: str, uuid: UUID) -> HttpResponse:
    item = _to_change(request, slug, uuid)
    form = RemoveDocumentForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.remove_call_document, item=item, reason=form.cleaned_data["reason"], by=request.user
    ):
        messages.success(request, _("Documento tolto: resta tra quelli non più in uso."))
        return redirect(documents_url(slug))
    title = _("Togli il documento")
    return _page(request, form, item.call, title, item.document.title, title, dangerous=True)


def documents_url(slug: str) -> str:
    """Where the documents of a call are listed at work."""
    return reverse("certifications:call_work", args=[slug]) + "#documenti"


def _posted(request: UserRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _page(
    request: UserRequest, form: Any, call: Any, title: str, text: str, submit: str, *, dangerous: bool = False
) -> HttpResponse:
    back = documents_url(call.slug)
    context = {
        "title": title,
        "text": text,
        "form": form,
        "submit_label": submit,
        "cancel_url": back,
        "dangerous": dangerous,
        "trail": [(_("Bandi"), reverse("certifications:calls_work")), (call.title, back)],
    }
    return render(request, "components/confirm.html", context)
