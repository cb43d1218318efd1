"""The assessor's own pages: what waits, the declaration, the judgements, visits, the end."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.actions.judging import found_of, problems_of
from certifications.forms.assessment import (
    DeclarationForm,
    JudgementForm,
    OpinionForm,
    VisitForm,
    judgement_forms,
)
from certifications.models import AnswerEvidence, Assignment, SiteVisit
from certifications.permissions import can_read_file, can_work_on, is_assessor_of, may_compare
from certifications.self_assessment import Item, assess
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import Document, serve, store_document
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.workflow import TransitionConflict

A = Assignment.State
RELATED = (
    "assessor__user",
    "application__organisation__municipality__province",
    "application__scheme",
    "application__category",
    "application__version",
    "application__administration",
    "application__officer",
)


def _own(request: UserRequest, pk: int) -> Assignment:
    """The person's own assignment; anything else does not exist."""
    found = get_object_or_404(
        Assignment.objects.filter(assessor__user=request.user).select_related(*RELATED), pk=pk
    )
    if not is_assessor_of(request.user, found):
        raise Http404
    return found


def _readable(request: UserRequest, pk: int) -> Assignment:
    """An assignment whose file may be read: declared, without a conflict."""
    found = _own(request, pk)
    require(can_read_file(request.user, found))
    return found


@form_page
def assessment(request: UserRequest, pk: int) -> HttpResponse:
    """Before the declaration only names; then the file with the judgements beside."""
    assignment = _own(request, pk)
    if assignment.state == A.ASSIGNED:
        return _declaration(request, assignment)
    if not can_read_file(request.user, assignment):
        return render(request, "certifications/assessment_closed.html", {"assignment": assignment})
    if request.method == "POST":
        return _save(request, assignment)
    return _page(request, assignment)


def _declaration(request: UserRequest, assignment: Assignment) -> HttpResponse:
    if not can_work_on(request.user, assignment):
        return render(request, "certifications/assessment_closed.html", {"assignment": assignment})
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        declared = attempt(
            form,
            actions.declare_conflict,
            assignment=assignment,
            has_conflict=data["has_conflict"],
            text=data["text"],
            by=request.user,
        )
        if declared:
            if data["has_conflict"]:
                messages.success(request, _("Grazie: l'ufficio assegnerà la domanda a un'altra persona."))
                return redirect("certifications:assessments")
            messages.success(request, _("Dichiarazione registrata: ora puoi leggere la domanda."))
            return redirect("certifications:assessment", pk=assignment.pk)
    return render(request, "certifications/assessment_declare.html", {"assignment": assignment, "form": form})


def _save(request: UserRequest, assignment: Assignment) -> HttpResponse:
    """Keep what is well formed, whatever is missing; say next to its field what is not."""
    autosave = request.headers.get("X-Autosave") == "1"
    if not can_work_on(request.user, assignment) or assignment.state != A.WORKING:
        return _closed(assignment, autosave=autosave)
    items = [item for item in assess_submitted(assignment) if item.is_asked]
    bound = judgement_forms([item.requirement for item in items], found_of(assignment), request.POST)
    opinion = OpinionForm(request.POST)
    wrong = [form for form in [*bound, opinion] if not form.is_valid()]
    try:
        actions.save_judgements(
            assignment=assignment, found={form.requirement.pk: form.found() for form in bound}, by=request.user
        )
        kept = {name: opinion.cleaned_data.get(name, "") for name in ("opinion", "opinion_text")}
        actions.save_opinion(assignment=assignment, by=request.user, **kept)
    except TransitionConflict:
        return _closed(assignment, autosave=autosave)
    if autosave:
        return JsonResponse(_saved(assignment, bound, wrong))
    if wrong:
        return _page(request, assignment, bound=bound, opinion=opinion, status=200)
    if request.POST.get("go") == "submit":
        return redirect("certifications:assessment_submit", pk=assignment.pk)
    messages.success(request, _saved_message())
    return redirect("certifications:assessment", pk=assignment.pk)


def _closed(assignment: Assignment, *, autosave: bool) -> HttpResponse:
    """The assessment ended while somebody was typing."""
    if autosave:
        text = _("Questa valutazione non si può più cambiare. Copia il tuo testo prima di lasciare la pagina.")
        return JsonResponse({"saved": False, "message": text}, status=409)
    raise TransitionConflict(assignment)


def _saved_message() -> str:
    return _("Valutazione salvata alle %(time)s") % {"time": timezone.localtime().strftime("%H:%M")}


def _saved(assignment: Assignment, bound: list[JudgementForm], wrong: list[Any]) -> dict[str, Any]:
    message = _saved_message()
    if wrong:
        codes = [form.requirement.code if isinstance(form, JudgementForm) else _("parere") for form in wrong]
        message += ". " + _("Resta da correggere: %(fields)s.") % {"fields": ", ".join(codes)}
    errors = {form[name].auto_id: list(found) for form in wrong for name, found in form.errors.items()}
    done, total = _progress(assignment, bound)
    return {
        "saved": True,
        "message": message,
        "base": "1",
        "errors": errors,
        "progress": 100 if not total else done * 100 // total,
    }


def _progress(assignment: Assignment, bound: list[JudgementForm]) -> tuple[int, int]:
    """(complete, all) judgements as they are stored."""
    fresh = Assignment.objects.prefetch_related("judgements").get(pk=assignment.pk)
    missing = problems_of([form.requirement for form in bound], found_of(fresh))
    return len(bound) - len(missing), len(bound)


def assess_submitted(assignment: Assignment) -> list[Item]:
    """The requirements of the file with answers and evidence, as they are due on the day of the submission."""
    application = assignment.application
    submitted = application.submitted_at or timezone.now()
    return assess(application, on=timezone.localdate(submitted)).items


def _page(
    request: UserRequest,
    assignment: Assignment,
    *,
    bound: list[JudgementForm] | None = None,
    opinion: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    items = [item for item in assess_submitted(assignment) if item.is_asked]
    found = found_of(assignment)
    forms = bound or judgement_forms([item.requirement for item in items], found)
    missing = problems_of([item.requirement for item in items], found)
    others = list(assignment.application.assignments.select_related("assessor__user"))
    comparable = may_compare(assignment, others)
    context = {
        "assignment": assignment,
        "application": assignment.application,
        "rows": list(zip(items, forms, strict=True)),
        "opinion": opinion
        or OpinionForm(initial={"opinion": assignment.opinion, "opinion_text": assignment.opinion_text}),
        "missing": missing,
        "done": len(items) - len(missing),
        "percent": 100 if not items else (len(items) - len(missing)) * 100 // len(items),
        "visits": assignment.visits.prefetch_related("documents"),
        "may_write": assignment.state == A.WORKING and can_work_on(request.user, assignment),
        "found": found,
        "others": [a for a in others if a.pk != assignment.pk and a.state == A.SUBMITTED] if comparable else [],
    }
    return render(request, "certifications/assessment_work.html", context, status=status)


@form_page
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the assessment over; what is missing is listed instead."""
    assignment = _readable(request, pk)
    if assignment.state != A.WORKING:
        raise TransitionConflict(assignment)
    requirements = [item.requirement for item in assess_submitted(assignment) if item.is_asked]
    missing = problems_of(requirements, found_of(assignment))
    form = OpinionForm({"opinion": assignment.opinion, "opinion_text": assignment.opinion_text})
    form.is_valid()
    if request.method == "POST" and attempt(
        form, actions.submit_assessment, assignment=assignment, by=request.user
    ):
        messages.success(request, _("Valutazione consegnata. Grazie."))
        return redirect("certifications:assessments")
    context = {
        "assignment": assignment,
        "form": form,
        "missing": [(r, missing[r.pk]) for r in requirements if r.pk in missing],
        "has_opinion": bool(assignment.opinion and assignment.opinion_text),
    }
    return render(request, "certifications/assessment_submit.html", context)


@form_page
def visit(request: UserRequest, pk: int, visit_pk: int | None = None) -> HttpResponse:
    """Write a visit down, on the spot, or more about it."""
    assignment = _readable(request, pk)
    if not can_work_on(request.user, assignment) or assignment.state != A.WORKING:
        raise TransitionConflict(assignment)
    known = get_object_or_404(SiteVisit, assignment=assignment, pk=visit_pk) if visit_pk else None
    if request.method == "POST":
        form = VisitForm(request.POST, request.FILES)
        if form.is_valid() and _store_visit(request, assignment, known, form):
            messages.success(request, _("Sopralluogo salvato."))
            return redirect("certifications:assessment", pk=assignment.pk)
    else:
        form = VisitForm.of(known) if known else VisitForm()
    context = {"assignment": assignment, "form": form, "visit": known}
    return render(request, "certifications/assessment_visit.html", context)


def _store_visit(request: UserRequest, assignment: Assignment, known: SiteVisit | None, form: VisitForm) -> Any:
    data = dict(form.cleaned_data)
    uploads = data.pop("documents")

    def store(**arguments: Any) -> SiteVisit:
        kept = [
            store_document(upload, title=upload.name[:200], by=request.user, media_type=upload.media_type)
            for upload in uploads
        ]
        return actions.save_visit(documents=kept, **arguments)

    return attempt(form, store, assignment=assignment, visit=known, by=request.user, **data)


@require_safe
def evidence(request: UserRequest, pk: int, evidence_pk: int) -> FileResponse:
    """A document that the applicant attached."""
    assignment = _readable(request, pk)
    attached = AnswerEvidence.objects.current().filter(answer__application=assignment.application_id)
    return serve(get_object_or_404(attached.select_related("document"), pk=evidence_pk).document)


@require_safe
def visit_document(request: UserRequest, pk: int, document_pk: int) -> FileResponse:
    """A photo or document of one's own visit."""
    assignment = _readable(request, pk)
    kept = Document.objects.filter(
        pk__in=SiteVisit.documents.through.objects.filter(sitevisit__assignment=assignment).values("document")
    )
    return serve(get_object_or_404(kept, pk=document_pk))
