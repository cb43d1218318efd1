"""Documents behind single requirements: add with the form or in parts, replace, order, read, take away."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from certifications.actions import (
    EvidenceFiles,
    attach_evidence,
    move_evidence,
    order_evidence,
    remove_evidence,
    replace_evidence,
)
from certifications.models import AnswerEvidence, Application, Requirement
from certifications.self_assessment import assess
from certifications.views.applications.kept import list_files
from certifications.views.applications.loading import load, load_visible, section_url, signed_in
from certifications.views.applications.results import live_result
from familynet.kernel.documents import serve
from familynet.kernel.pages import form_page
from familynet.kernel.upload_views import StoredFiles, UploadDesk, replace_page, wanted_order


def saved_with(number: int) -> str:
    """What is said after a saving that brought files; empty without any."""
    if not number:
        return ""
    return ngettext("Salvato, con %d documento in più.", "Salvato, con %d documenti in più.", number) % number


def store_files(
    request: HttpRequest, application: Application, requirements: Iterable[Requirement]
) -> StoredFiles:
    """Keep each good file of the form; a refused one keeps the others from nothing."""
    stored, by = StoredFiles(), signed_in(request)
    for requirement in requirements:
        files = request.FILES.getlist(f"files-{requirement.pk}")
        keep = partial(_attach, application, requirement, by)
        stored.take(files, keep, label=f"{requirement.code}, ")
    return stored


def _attach(application: Application, requirement: Requirement, by: Any, upload: Any) -> AnswerEvidence:
    return attach_evidence(application=application, requirement=requirement, upload=upload, by=by)


# --- In parts --------------------------------------------------------------------------------


def find(request: HttpRequest, public_id: str, requirement: int) -> EvidenceFiles:
    """The documents behind one requirement of an application that this person writes; 404 or 403 otherwise."""
    application = load(request, public_id)
    return EvidenceFiles(application, _requirement(application, requirement))


def shown(request: HttpRequest, place: EvidenceFiles) -> dict[str, Any]:
    """What the page shows after a file arrived: the list, and the live result."""
    assessment, requirement = assess(place.application), place.requirement
    item, part = assessment.item(requirement.pk), assessment.section(requirement.section_id)
    assert item is not None
    assert part is not None
    list_files(place.application, [item])
    return {
        "documents": render_to_string("components/_kept_files.html", {"files": item.files}, request),
        "result": live_result(assessment, part),
    }


DESK = UploadDesk(
    find,
    shown,
    gettext_lazy("La domanda o questo requisito non è più modificabile: il file non è stato aggiunto."),
)


# --- One document ----------------------------------------------------------------------------


def _requirement(application: Application, pk: int) -> Requirement:
    return get_object_or_404(application.version.requirements.select_related("section"), pk=pk)


def _row(request: HttpRequest, public_id: str, pk: int) -> AnswerEvidence:
    """A document of an application that this person writes; 404 or 403 otherwise."""
    application = load(request, public_id)
    found = AnswerEvidence.objects.current().filter(answer__application=application)
    related = ("answer__requirement", "answer__application", "document", "integration")
    row: AnswerEvidence = get_object_or_404(found.select_related(*related), pk=pk)
    return row


def _back(row: AnswerEvidence) -> str:
    """The page on which the document stands: of the integration while one is open."""
    application, requirement = row.answer.application, row.answer.requirement
    page = section_url(application, requirement.section_id)
    if application.state == Application.State.INTEGRATION:
        page = reverse("certifications:integration", args=[application.public_id])
    return f"{page}#r{requirement.pk}"


@form_page
def evidence_replace(request: HttpRequest, public_id: str, evidence: int) -> HttpResponse:
    """Put a newer file in the place of a document; the old one stays with the earlier versions."""
    row = _row(request, public_id, evidence)
    text = _(
        "Il nuovo file prende il posto di %(name)s. "
        "Il file di adesso resta tra le versioni precedenti, che vede solo la vostra organizzazione."
    )
    replacing = partial(replace_evidence, evidence=row, by=signed_in(request))
    return replace_page(request, row.document, replacing, text=text, back=_back(row))


@require_POST
def evidence_move(request: HttpRequest, public_id: str, evidence: int) -> HttpResponse:
    """One place up or down."""
    row = _row(request, public_id, evidence)
    try:
        move_evidence(evidence=row, up=request.POST.get("direction") == "up", by=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(row))


@require_POST
def evidence_order(request: HttpRequest, public_id: str, requirement: int) -> JsonResponse:
    """The whole order at once, from the list that was sorted by hand; answers the order that came out."""
    application, order = load(request, public_id), wanted_order(request)
    row = _requirement(application, requirement)
    found = order_evidence(application=application, requirement=row, order=order, by=signed_in(request))
    return JsonResponse({"order": found, "message": _("Ordine salvato.")})


@form_page
def evidence_remove(request: HttpRequest, public_id: str, evidence: int) -> HttpResponse:
    """Take a document away, after a question."""
    row = _row(request, public_id, evidence)
    if request.method == "POST":
        try:
            remove_evidence(evidence=row, by=signed_in(request))
            messages.success(request, _("Documento tolto dalla domanda."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(_back(row))
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": row.document.title},
        "text": _("Il documento non farà più parte della domanda: requisito %(code)s.")
        % {"code": row.answer.requirement.code},
        "submit_label": _("Togli il documento"),
        "cancel_url": _back(row),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def evidence_file(request: HttpRequest, public_id: str, evidence: int) -> HttpResponseBase:
    """The file, for everybody who sees the application."""
    application = load_visible(request, public_id)
    found = AnswerEvidence.objects.current().filter(answer__application=application).exclude(document__file="")
    return serve(get_object_or_404(found.select_related("document"), pk=evidence).document)


@require_safe
def evidence_version(request: HttpRequest, public_id: str, evidence: int) -> HttpResponseBase:
    """A file that was replaced before it was sent, for the people of the organisation only."""
    application = load(request, public_id)
    found = AnswerEvidence.objects.filter(answer__application=application).replaced().exclude(document__file="")
    return serve(get_object_or_404(found, pk=evidence).document)
