"""Writing a practice: one page per section, saved by hand or as one goes, and its documents.

Nothing typed is lost: a field or a file that is refused does not keep the others from being saved, and
two people who change the same section both see both texts.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict
from practices.actions import (
    StaleDraft,
    add_document,
    describe_document,
    move_document,
    remove_document,
    save_draft,
)
from practices.forms import UPLOAD_ROWS, DescribeDocumentForm, DocumentForm, SectionForm, shown_value
from practices.models import Practice, PracticeDocument
from practices.permissions import can_create, can_edit
from practices.sections import (
    SECTIONS,
    Section,
    fingerprint,
    progress,
    section_named,
    section_statuses,
    sections_of,
)
from practices.views.work import load, signed_in


@form_page
def edit(request: HttpRequest, uuid: UUID, section_name: str) -> HttpResponse:
    """One section: show it, or save it."""
    practice = load(request, uuid)
    section = section_named(practice, section_name)
    if section is None:
        raise Http404
    if not can_create(signed_in(request), practice.administration_id):
        raise PermissionDenied
    if request.method == "POST":
        return _save(request, practice, section)
    if not can_edit(signed_in(request), practice):
        raise TransitionConflict(practice)
    return _page(request, practice, section, SectionForm(instance=practice, section=section))


def _save(request: HttpRequest, practice: Practice, section: Section) -> HttpResponse:
    """Save what is well formed; say next to its field what is not."""
    form = SectionForm(request.POST, instance=practice, section=section)
    form.is_valid()
    autosave = request.headers.get("X-Autosave") == "1"
    rows: list[DocumentForm] = []
    try:
        if not autosave and "sources" in section.fields:
            rows = _store_uploads(request, practice)
        saved = save_draft(
            practice, values=form.values(), by=signed_in(request), section=section, base=request.POST.get("base")
        )
    except StaleDraft as stale:
        return _stale(request, stale, section, form, rows, autosave=autosave)
    except TransitionConflict:
        return _closed(request, practice, section, form, autosave=autosave)
    if autosave:
        return JsonResponse(_saved(saved, section, form))
    if form.errors or any(row.errors for row in rows):
        return _page(request, saved, section, form, rows=rows)
    messages.success(request, _saved_message())
    return redirect(_next(request, saved, section))


def _store_uploads(request: HttpRequest, practice: Practice) -> list[DocumentForm]:
    """Keep each good file; the rows that were refused come back with what was typed."""
    rows = upload_rows(request)
    for row in rows:
        if row.has_upload:
            data = row.cleaned_data
            try:
                add_document(
                    practice,
                    upload=data["file"],
                    title=data["title"],
                    language=data["language"] or "it",
                    by=signed_in(request),
                )
            except ValidationError as error:
                row.add_error("file", error)
    fresh = upload_rows()
    return [row if row.errors else fresh[number] for number, row in enumerate(rows)]


def upload_rows(request: HttpRequest | None = None) -> list[DocumentForm]:
    """The rows of the upload form, empty or as sent."""
    data, files = (request.POST, request.FILES) if request else (None, None)
    return [DocumentForm(data, files, prefix=f"d{number}") for number in range(1, UPLOAD_ROWS + 1)]


def _page(
    request: HttpRequest,
    practice: Practice,
    section: Section,
    form: SectionForm,
    *,
    rows: list[DocumentForm] | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    sections = sections_of(practice)
    number = sections.index(section)
    documents = list(practice.practice_documents.select_related("document__extracted", "practice"))
    context = {
        "practice": practice,
        "section": section,
        "number": number + 1,
        "form": form,
        "base": fingerprint(practice, section),
        "statuses": section_statuses(practice, documents=len(documents)),
        "progress": progress(practice),
        "previous": sections[number - 1] if number else None,
        "following": sections[number + 1] if number + 1 < len(sections) else None,
        "documents": documents,
        "rows": (rows or upload_rows()) if "sources" in section.fields else [],
        "refused": [row for row in rows or [] if row.errors],
        **extra,
    }
    return render(request, "practices/section_form.html", context, status=status)


def _stale(
    request: HttpRequest,
    stale: StaleDraft,
    section: Section,
    form: SectionForm,
    rows: list[DocumentForm],
    *,
    autosave: bool,
) -> HttpResponse:
    """Somebody else saved the section: the page shows both texts."""
    if autosave:
        text = _("Un'altra persona ha modificato questa sezione. Premi “Salva” per vedere i due testi.")
        return JsonResponse({"saved": False, "message": text}, status=409)
    theirs = {name: shown_value(stale.practice, name) for name in stale.theirs}
    return _page(request, stale.practice, section, form, rows=rows, status=409, theirs=theirs)


def _closed(
    request: HttpRequest, practice: Practice, section: Section, form: SectionForm, *, autosave: bool
) -> HttpResponse:
    """The practice left the hands of its writers while somebody was typing: the text stays on the page."""
    if autosave:
        text = _("La pratica non è più modificabile. Copia il tuo testo prima di lasciare la pagina.")
        return JsonResponse({"saved": False, "message": text}, status=409)
    return _page(request, load(request, practice.uuid), section, form, status=409, is_closed=True)


def _saved_message() -> str:
    return _("Bozza salvata alle %(time)s") % {"time": timezone.localtime().strftime("%H:%M")}


def _saved(practice: Practice, section: Section, form: SectionForm) -> dict[str, Any]:
    """The answer to the script that saves as one goes."""
    errors = {
        form[name].auto_id if name in form.fields else "": list(found) for name, found in form.errors.items()
    }
    message = _saved_message()
    if errors:
        message += ". " + _("Resta da correggere: %(fields)s.") % {
            "fields": ", ".join(str(form.fields[name].label) for name in form.errors if name in form.fields)
        }
    return {
        "saved": True,
        "message": message,
        "base": fingerprint(practice, section),
        "errors": errors,
        "progress": progress(practice),
    }


def _next(request: HttpRequest, practice: Practice, section: Section) -> str:
    """Where the pressed button leads: the next section, the overview, or this page again."""
    sections = sections_of(practice)
    number = sections.index(section) + 1
    if request.POST.get("go") == "next" and number < len(sections):
        return _edit_url(practice, sections[number])
    if request.POST.get("go") in ("next", "overview"):
        return practice.work_url
    return _edit_url(practice, section)


def _edit_url(practice: Practice, section: Section) -> str:
    return reverse("practices:edit", kwargs={"uuid": practice.uuid, "section_name": section.name})


# --- Documents -------------------------------------------------------------------------------


def _load_item(request: HttpRequest, uuid: UUID, pk: int) -> PracticeDocument:
    """A document of a practice that this person may write; 404 or 403 otherwise."""
    practice = load(request, uuid)
    if not can_create(signed_in(request), practice.administration_id):
        raise PermissionDenied
    return get_object_or_404(practice.practice_documents.select_related("document", "practice"), pk=pk)


@form_page
def describe(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Change title and language of a document."""
    item = _load_item(request, uuid, pk)
    document = item.document
    form = DescribeDocumentForm(
        request.POST or None, initial={"title": document.title, "language": document.language}
    )
    if request.method == "POST" and form.is_valid():
        describe_document(item, **form.cleaned_data, by=signed_in(request))
        messages.success(request, _("Documento aggiornato."))
        return redirect(_edit_url(item.practice, SECTIONS[-1]))
    context = {
        "title": _("Titolo e lingua del documento"),
        "text": document.name,
        "form": form,
        "submit_label": _("Salva"),
        "cancel_url": _edit_url(item.practice, SECTIONS[-1]),
    }
    return render(request, "components/confirm.html", context)


@require_POST
def move(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """One place up or down."""
    item = _load_item(request, uuid, pk)
    move_document(item, up=request.POST.get("direction") == "up", by=signed_in(request))
    return redirect(_edit_url(item.practice, SECTIONS[-1]))


@form_page
def remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take a document off the practice."""
    item = _load_item(request, uuid, pk)
    if request.method == "POST":
        remove_document(item, by=signed_in(request))
        messages.success(request, _("Documento tolto dalla pratica."))
        return redirect(_edit_url(item.practice, SECTIONS[-1]))
    context = {
        "title": _("Vuoi togliere il documento “%(title)s”?") % {"title": item.document.title},
        "text": _(
            "Il documento non farà più parte della pratica. La storia conserva il suo nome e la sua impronta."
        ),
        "submit_label": _("Togli il documento"),
        "cancel_url": _edit_url(item.practice, SECTIONS[-1]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)
