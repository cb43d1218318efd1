"""Writing a practice: one page per section, saved by hand or as one goes, and its documents.

Nothing typed is lost: a field or a file that is refused does not keep the others from being saved, and
two people who change the same section both see both texts.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.kernel.pages import form_page
from familynet.kernel.upload_views import StoredFiles
from familynet.kernel.workflow import TransitionConflict
from practices.actions import StaleDraft, save_draft
from practices.forms import DocumentsForm, SectionForm, shown_value
from practices.models import Practice
from practices.permissions import can_create, can_edit
from practices.sections import (
    Section,
    fingerprint,
    progress,
    section_named,
    section_statuses,
    sections_of,
)
from practices.views.clarity import add_clarity
from practices.views.documents import added_message, edit_url, listed, own_documents, store_files
from practices.views.rounds import answers_form, store_answers
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
    stored = StoredFiles()
    try:
        if not autosave and "sources" in section.fields:
            stored = store_files(request, practice)
        saved = save_draft(
            practice, values=form.values(), by=signed_in(request), section=section, base=request.POST.get("base")
        )
    except StaleDraft as stale:
        return _stale(request, stale, section, form, stored, autosave=autosave)
    except TransitionConflict:
        return _closed(request, practice, section, form, autosave=autosave)
    if autosave:
        return JsonResponse(_saved(saved, section, form))
    answers = answers_form(request, saved, section.name)
    if answers.is_valid():
        store_answers(request, saved, answers)
    if form.errors or answers.errors or stored.refused:
        return _page(request, saved, section, form, refused=stored.refused)
    messages.success(request, _saved_message())
    if stored.added:
        messages.success(request, added_message(stored.added))
        return redirect(edit_url(practice, section) + "#own-documents")
    return redirect(_next(request, saved, section))


def _page(
    request: HttpRequest,
    practice: Practice,
    section: Section,
    form: SectionForm,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    sections = sections_of(practice)
    number = sections.index(section)
    add_clarity(form, practice)
    documents = own_documents(practice, with_versions="sources" in section.fields)
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
        "files": listed(practice, documents),
        "answers": answers_form(request, practice, section.name),
        "files_form": DocumentsForm() if "sources" in section.fields else None,
        **extra,
    }
    return render(request, "practices/section_form.html", context, status=status)


def _stale(
    request: HttpRequest,
    stale: StaleDraft,
    section: Section,
    form: SectionForm,
    stored: StoredFiles,
    *,
    autosave: bool,
) -> HttpResponse:
    """The section was saved elsewhere: the page shows both texts."""
    if autosave:
        text = _("Un'altra persona ha modificato questa sezione. Premi “Salva” per vedere i due testi.")
        if stale.practice.last_writer == request.user:
            text = _("Hai modificato questa sezione in un'altra scheda. Premi “Salva” per vedere i due testi.")
        return JsonResponse({"saved": False, "message": text}, status=409)
    theirs = {name: shown_value(stale.practice, name) for name in stale.theirs}
    return _page(request, stale.practice, section, form, refused=stored.refused, status=409, theirs=theirs)


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
        return edit_url(practice, sections[number])
    if request.POST.get("go") in ("next", "overview"):
        return practice.work_url
    return edit_url(practice, section)
