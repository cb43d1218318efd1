"""The documents of a condition in the hands of its holder: sent in parts, replaced, ordered, read, taken away."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from certifications.actions import (
    ConditionFiles,
    move_in_condition,
    order_condition,
    remove_from_condition,
    replace_in_condition,
)
from certifications.models import Condition, ConditionEvidence, earlier_versions
from certifications.permissions import can_send_condition
from certifications.views.held import held_condition, signed_in
from familynet.kernel.documents import serve
from familynet.kernel.pages import form_page, require
from familynet.kernel.upload_views import (
    EarlierFile,
    FileList,
    KeptFile,
    UploadDesk,
    replace_page,
    wanted_order,
)


def file_list(condition: Condition) -> FileList:
    """The documents as the shared component lists them; two queries at most."""
    rows = list(condition.evidence.current().select_related("document"))
    earlier: dict[int, list[ConditionEvidence]] = {}
    if any(row.replaces_id for row in rows):
        earlier = earlier_versions(condition.evidence.replaced())
    return FileList(
        [_kept(condition, row, earlier.get(row.pk, [])) for row in rows],
        list_id="kept-files",
        order_url=reverse("certifications:evidence_order", args=[condition.certificate.public_id, condition.pk]),
    )


def _kept(condition: Condition, row: ConditionEvidence, earlier: list[ConditionEvidence]) -> KeptFile:
    row.condition = condition
    urls = ("replace", "move", "remove") if condition.is_with_holder and not row.is_sent else ()
    return KeptFile(
        pk=row.pk,
        document=row.document,
        url=reverse("certifications:evidence", args=[row.document.uuid]),
        earlier=[
            EarlierFile(
                document=before.document,
                url=_url("version", condition, before),
                by=before.newer.added_by,
                at=before.newer.added_at,
            )
            for before in earlier
        ],
        **{f"{name}_url": _url(name, condition, row) for name in urls},
    )


def _url(name: str, condition: Condition, row: ConditionEvidence) -> str:
    where = [condition.certificate.public_id, condition.pk, row.document.uuid]
    return reverse(f"certifications:evidence_{name}", args=where)


# --- In parts --------------------------------------------------------------------------------


def find(request: HttpRequest, public_id: str, pk: int) -> ConditionFiles:
    """The documents of a condition that this person's organisation has to meet; 404 or 403 otherwise."""
    condition = held_condition(request, public_id, pk)
    require(can_send_condition(request.user, condition))
    return ConditionFiles(condition)


def shown(request: HttpRequest, place: ConditionFiles) -> dict[str, Any]:
    context = {"files": file_list(place.condition)}
    return {"documents": render_to_string("components/_kept_files.html", context, request)}


DESK = UploadDesk(
    find, shown, gettext_lazy("Questo requisito non è più modificabile: il file non è stato aggiunto.")
)


# --- One document ----------------------------------------------------------------------------


def _row(request: HttpRequest, public_id: str, pk: int, uuid: UUID) -> ConditionEvidence:
    """A document of a condition that this person's organisation has to meet; 404 otherwise."""
    condition = held_condition(request, public_id, pk)
    current = condition.evidence.current().select_related("document")
    row: ConditionEvidence = get_object_or_404(current, document__uuid=uuid)
    row.condition = condition
    return row


def _back(condition: Condition) -> str:
    return reverse("certifications:condition", args=[condition.certificate.public_id, condition.pk])


@form_page
def replace(request: HttpRequest, public_id: str, pk: int, uuid: UUID) -> HttpResponse:
    """Put a newer file in the place of a document; the old one stays with the earlier versions."""
    row = _row(request, public_id, pk, uuid)
    text = _(
        "Il nuovo file prende il posto di %(name)s. "
        "Il file di adesso resta tra le versioni precedenti, che vede solo la vostra organizzazione."
    )
    replacing = partial(replace_in_condition, evidence=row, by=signed_in(request))
    return replace_page(request, row.document, replacing, text=text, back=_back(row.condition))


@require_POST
def move(request: HttpRequest, public_id: str, pk: int, uuid: UUID) -> HttpResponse:
    """One place up or down."""
    row = _row(request, public_id, pk, uuid)
    try:
        move_in_condition(evidence=row, up=request.POST.get("direction") == "up", by=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(row.condition))


@require_POST
def order(request: HttpRequest, public_id: str, pk: int) -> JsonResponse:
    """The whole order at once, from the list that was sorted by hand; answers the order that came out."""
    condition, wanted = held_condition(request, public_id, pk), wanted_order(request)
    found = order_condition(condition=condition, order=wanted, by=signed_in(request))
    return JsonResponse({"order": found, "message": _("Ordine salvato.")})


@form_page
def remove(request: HttpRequest, public_id: str, pk: int, uuid: UUID) -> HttpResponse:
    """Take back a document that was not sent, after a question."""
    row = _row(request, public_id, pk, uuid)
    if request.method == "POST":
        try:
            remove_from_condition(evidence=row, by=signed_in(request))
            messages.success(request, _("Il documento è stato tolto."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(_back(row.condition))
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": row.document.title},
        "text": _("L'ufficio non lo ha ancora ricevuto."),
        "submit_label": _("Togli il documento"),
        "cancel_url": _back(row.condition),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def evidence(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """One document of a condition, for the holder's people and the officials who read applications."""
    seen = ConditionEvidence.objects.visible_to(request.user).current().select_related("document")
    return serve(get_object_or_404(seen, document__uuid=uuid).document)


@require_safe
def version(request: HttpRequest, public_id: str, pk: int, uuid: UUID) -> HttpResponseBase:
    """A file that was replaced before it was sent, for the holder's people only."""
    replaced = held_condition(request, public_id, pk).evidence.replaced()
    return serve(get_object_or_404(replaced, document__uuid=uuid).document)
