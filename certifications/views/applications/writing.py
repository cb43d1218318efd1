"""Filling in: the overview with the live result, the facts, one section at a time.

Nothing typed is lost: an answer that is refused does not keep the others from being saved, and two people who
change the same answer both see both texts.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications.actions import SavedAnswers, bring_up_to_date, save_answers, save_facts, version_on
from certifications.forms import AnswersForm, FactsForm, revisions_of
from certifications.histories import history_for
from certifications.models import Application
from certifications.permissions import can_fill, can_withdraw
from certifications.self_assessment import SectionPart, SelfAssessment, assess
from certifications.views.applications.evidence import saved_with, store_files
from certifications.views.applications.kept import list_files
from certifications.views.applications.loading import load, overview_url, posted, section_url, signed_in
from certifications.views.applications.results import editable_items, explained, live_result
from certifications.views.outcome import opinion_after_decision
from familynet.kernel.pages import form_page
from familynet.kernel.steps import show_errors
from familynet.kernel.upload_views import StoredFiles
from familynet.kernel.workflow import TransitionConflict

HISTORY_SHOWN = 30


@require_safe
def application(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the application stands: steps, result with its reasons, dates; the history of a draft on demand.

    Whether one may still apply is judged where it counts, on the page of the submission.
    """
    found, user = load(request, public_id), signed_in(request)
    is_draft = found.state == Application.State.DRAFT
    newer = version_on(found.scheme, found.category, timezone.localdate()) if is_draft else None
    show_history = not is_draft or "storia" in request.GET
    context = {
        "application": found,
        "is_draft": is_draft,
        "is_decided": found.is_decided,
        "opinion": opinion_after_decision(user, found) if found.is_decided else None,
        "newer": newer if newer and newer.pk != found.version_id else None,
        "may_fill": can_fill(user, found),
        "may_withdraw": not found.is_concluded and can_withdraw(user, found),
        "show_history": show_history,
        "entries": history_for(user, found, most=HISTORY_SHOWN) if show_history else [],
        **explained(assess(found)),
    }
    return render(request, "certifications/application.html", context)


@form_page
def application_facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """Employees and services; the population is that of the comune."""
    found = load(request, public_id)
    form = FactsForm(posted(request), application=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_facts(
                application=found,
                employees=form.cleaned_data["employees"],
                services=form.cleaned_data.get("services", []),
                by=signed_in(request),
            )
        except ValidationError as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Dati salvati."))
            return redirect(_after_facts(request, found))
    if request.method != "POST" and found.state != Application.State.DRAFT:
        raise TransitionConflict(found)
    context = {"application": found, "form": form, "municipality": found.organisation.municipality}
    return render(request, "certifications/application_facts.html", context)


def _after_facts(request: HttpRequest, application: Application) -> str:
    first = application.version.sections.first()
    if request.POST.get("go") == "next" and first:
        return section_url(application, first.pk)
    return overview_url(application)


@require_POST
def application_update(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move the draft to the disciplinare of today."""
    found = load(request, public_id)
    try:
        bring_up_to_date(application=found, by=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La domanda è nel disciplinare in vigore: controlla le risposte."))
    return redirect(overview_url(found))


@form_page
def application_section(request: HttpRequest, public_id: str, section: int) -> HttpResponse:
    """One section: show it, or save it by hand or as one goes."""
    found = load(request, public_id)
    assessment = assess(found)
    part = assessment.section(section)
    if part is None:
        raise Http404
    form = AnswersForm(posted(request), items=editable_items(found, part))
    if request.method == "POST":
        return _save(request, found, part, form)
    return _page(request, assessment, part, form)


def _save(request: HttpRequest, application: Application, part: SectionPart, form: AnswersForm) -> HttpResponse:
    form.is_valid()
    autosave = request.headers.get("X-Autosave") == "1"
    user, pk = signed_in(request), part.section.pk
    stored = StoredFiles()
    try:
        if not autosave:
            stored = store_files(request, application, [item.requirement for item in form.items])
        saved = save_answers(application=application, answers=form.said(looked_at=not autosave), by=user)
    except TransitionConflict:
        return _closed(request, application, pk, form, autosave=autosave)
    now = load(request, application.public_id)
    assessment = assess(now)
    part = assessment.section(pk) or part
    if autosave:
        return _autosaved(now, assessment, part, form, saved)
    if saved.conflicts or form.errors or stored.refused:
        status = 409 if saved.conflicts else 200
        form = _form_after(request, now, part, form, saved)
        extra = {"conflicts": saved.conflicts, "refused": stored.refused}
        return _page(request, assessment, part, form, status=status, **extra)
    messages.success(request, saved_with(stored.added) or saved_message())
    return redirect(_next(request, assessment, part))


def _form_after(
    request: HttpRequest, application: Application, part: SectionPart, form: AnswersForm, saved: SavedAnswers
) -> AnswersForm:
    """The form with what was typed, on top of the revisions that stand now: the next saving is meant."""
    items = editable_items(application, part)
    data = request.POST.copy()
    data["base"] = revisions_of(items)
    again = AnswersForm(data, items=items)
    again.is_valid()
    again.theirs = saved.conflicts
    return again


def _page(
    request: HttpRequest,
    assessment: SelfAssessment,
    part: SectionPart,
    form: AnswersForm,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    numbers = [p.section.pk for p in assessment.sections]
    place = numbers.index(part.section.pk)
    list_files(assessment.application, form.items)
    context = {
        "application": assessment.application,
        "part": part,
        "number": place + 1,
        "form": form,
        "fixed": [item for item in part.items if item not in form.items],
        "previous": assessment.sections[place - 1] if place else None,
        "following": assessment.sections[place + 1] if place + 1 < len(numbers) else None,
        **explained(assessment),
        **extra,
    }
    return render(request, "certifications/application_section.html", context, status=status)


def _closed(
    request: HttpRequest, application: Application, pk: int, form: AnswersForm, *, autosave: bool
) -> HttpResponse:
    """The application left the applicant's hands while somebody was typing: the text stays on the page."""
    if autosave:
        text = _("La domanda non è più modificabile. Copia il tuo testo prima di lasciare la pagina.")
        return JsonResponse({"saved": False, "message": text}, status=409)
    assessment = assess(load(request, application.public_id))
    part = assessment.section(pk)
    if part is None:
        raise Http404
    every = AnswersForm(request.POST, items=part.items)
    every.is_valid()
    return _page(request, assessment, part, every, status=409, is_closed=True)


def saved_message() -> str:
    return _("Bozza salvata alle %(time)s") % {"time": timezone.localtime().strftime("%H:%M")}


def _autosaved(
    application: Application, assessment: SelfAssessment, part: SectionPart, form: AnswersForm, saved: SavedAnswers
) -> JsonResponse:
    """The answer to the script that saves as one goes: message, revisions, and the live result."""
    if saved.conflicts:
        codes = ", ".join(saved.conflicts)
        text = _("Qualcuno ha cambiato nel frattempo: %(codes)s. Premi “Salva” per vedere i due testi.")
        return JsonResponse({"saved": False, "message": text % {"codes": codes}}, status=409)
    errors = {name: list(found) for name, found in form.errors.items()}
    message = saved_message()
    if errors:
        message += ". " + _("Restano da correggere: %(fields)s.") % {"fields": _codes_in(form)}
    return JsonResponse(
        {
            "saved": True,
            "message": message,
            "base": revisions_of(editable_items(application, part)),
            "errors": errors,
            "progress": part.percent,
            "result": live_result(assessment, part),
        }
    )


def _codes_in(form: AnswersForm) -> str:
    wrong = {int(name.rpartition("-")[2]) for name in form.errors if name.rpartition("-")[2].isdecimal()}
    return ", ".join(item.requirement.code for item in form.items if item.requirement.pk in wrong)


def _next(request: HttpRequest, assessment: SelfAssessment, part: SectionPart) -> str:
    """Where the pressed button leads: the next section, the overview, or this page again."""
    application, go = assessment.application, request.POST.get("go")
    numbers = [p.section.pk for p in assessment.sections]
    place = numbers.index(part.section.pk) + 1
    if go == "next" and place < len(numbers):
        return section_url(application, numbers[place])
    if go in ("next", "overview"):
        return overview_url(application)
    return section_url(application, part.section.pk)
