"""Documents behind single requirements: add with the form or one by one, read, take away."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from certifications.actions import attach_evidence, remove_evidence
from certifications.models import AnswerEvidence, Application, Requirement
from certifications.self_assessment import assess
from certifications.views.applications.loading import load, load_visible, section_url, signed_in
from certifications.views.applications.results import live_result
from familynet.kernel.documents import serve
from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict


@dataclass
class StoredFiles:
    """What became of the files of one form: how many were added, and why others were not."""

    added: int = 0
    refused: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def message(self) -> str:
        if not self.added:
            return ""
        text = ngettext("Salvato, con %d documento in più.", "Salvato, con %d documenti in più.", self.added)
        return text % self.added


def store_files(
    request: HttpRequest, application: Application, requirements: Iterable[Requirement]
) -> StoredFiles:
    """Keep each good file of the form; a refused one keeps the others from nothing."""
    stored = StoredFiles()
    for requirement in requirements:
        for upload in request.FILES.getlist(f"files-{requirement.pk}"):
            try:
                attach_evidence(
                    application=application, requirement=requirement, upload=upload, by=signed_in(request)
                )
                stored.added += 1
            except ValidationError as error:
                stored.refused.append((f"{requirement.code}, {upload.name}", error.messages))
    return stored


@require_POST
def evidence_add(request: HttpRequest, public_id: str, requirement: int) -> HttpResponse:
    """One file sent by the script of the page; answers the list of documents and the live result."""
    application = load(request, public_id)
    row = get_object_or_404(application.version.requirements.select_related("section"), pk=requirement)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("Scegli un file.")}, status=422)
    try:
        attach_evidence(application=application, requirement=row, upload=upload, by=signed_in(request))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    except TransitionConflict:
        text = _("La domanda non è più modificabile: il file non è stato aggiunto.")
        return JsonResponse({"error": text}, status=422)
    return _state(request, application, row)


def _state(request: HttpRequest, application: Application, requirement: Requirement) -> JsonResponse:
    """What the page shows after a file arrived."""
    assessment = assess(application)
    item, part = assessment.item(requirement.pk), assessment.section(requirement.section_id)
    assert item is not None
    assert part is not None
    context = {"application": application, "item": item, "may_remove": True}
    return JsonResponse(
        {
            "documents": render_to_string("certifications/_evidence_list.html", context, request),
            "result": live_result(assessment, part),
        },
        status=201,
    )


@form_page
def evidence_remove(request: HttpRequest, public_id: str, evidence: int) -> HttpResponse:
    """Take a document away, after a question."""
    application = load(request, public_id)
    found = AnswerEvidence.objects.current().filter(answer__application=application)
    row = get_object_or_404(
        found.select_related("answer__requirement", "answer__application", "document"), pk=evidence
    )
    back = section_url(application, row.answer.requirement.section_id)
    if request.method == "POST":
        try:
            remove_evidence(evidence=row, by=signed_in(request))
            messages.success(request, _("Documento tolto dalla domanda."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{back}#r{row.answer.requirement_id}")
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": row.document.title},
        "text": _("Il documento non farà più parte della domanda: requisito %(code)s.")
        % {"code": row.answer.requirement.code},
        "submit_label": _("Togli il documento"),
        "cancel_url": back,
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_safe
def evidence_file(request: HttpRequest, public_id: str, evidence: int) -> HttpResponseBase:
    """The file, for everybody who sees the application."""
    application = load_visible(request, public_id)
    found = AnswerEvidence.objects.current().filter(answer__application=application).exclude(document__file="")
    return serve(get_object_or_404(found.select_related("document"), pk=evidence).document)
