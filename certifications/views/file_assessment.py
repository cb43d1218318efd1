"""The tab Valutazione of a file: the lot, assignments, what was found, the end."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certifications import actions
from certifications.actions.assessment import closing_obstacle
from certifications.assessing import mean, median
from certifications.forms.assessment import AssignForm, SummaryForm, WithdrawForm
from certifications.models import Application, AssessmentRound, Assessor, Assignment, Judgement, SiteVisit
from certifications.permissions import can_assign, can_handle, can_read_results, can_see_file_assessments
from certifications.views.file_pages import load_file, render_file
from certifications.views.file_steps import trail
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import Document, serve
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.workflow import TransitionConflict

A = Assignment.State
TAB = "file_assessment"


def _load(request: UserRequest, public_id: str) -> Application:
    application = load_file(request, public_id)
    require(can_see_file_assessments(request.user, application))
    return application


def _assignments(application: Application) -> list[Assignment]:
    return list(
        application.assignments.select_related("assessor__user", "assigned_by", "conflict").prefetch_related(
            "visits__documents"
        )
    )


@require_safe
def overview(request: UserRequest, public_id: str) -> HttpResponse:
    """Who assesses, how far they are, and the submitted assessments beside each other."""
    application = _load(request, public_id)
    assignments = _assignments(application)
    readable = can_read_results(request.user, application, assignments=assignments)
    submitted = [a for a in assignments if a.state == A.SUBMITTED] if readable else []
    lot = AssessmentRound.objects.filter(application=application).select_related("closed_by").first()
    scores = [a.score for a in submitted if a.score is not None]
    context = {
        "assignments": assignments,
        "lot": lot,
        "readable": readable,
        "submitted": submitted,
        "table": _table(application, submitted),
        "mean": mean(scores),
        "median": median(scores),
        "may_start": application.state == Application.State.IN_REVIEW and can_handle(request.user, application),
        "may_assign": can_assign(request.user, application),
        "obstacle": closing_obstacle(lot, assignments) if lot else "",
    }
    return render_file(request, "certifications/file_assessment.html", application, TAB, context)


def _table(application: Application, submitted: list[Assignment]) -> list[tuple[Any, list[Judgement | None]]]:
    """Requirement → the judgements of all, in the order of the assessments. Two queries."""
    if not submitted:
        return []
    known = {(j.requirement_id, j.assignment_id): j for j in Judgement.objects.filter(assignment__in=submitted)}
    judged = {requirement for requirement, _assignment in known}
    rows = application.version.requirements.select_related("section")
    return [(r, [known.get((r.pk, a.pk)) for a in submitted]) for r in rows if r.pk in judged]


@require_POST
def start(request: UserRequest, public_id: str) -> HttpResponse:
    application = _load(request, public_id)
    lot = actions.start_assessment(application=application, by=request.user)
    if lot.blind:
        messages.success(
            request, _("Domanda passata alla valutazione: il sorteggio chiede due valutazioni indipendenti.")
        )
    else:
        messages.success(request, _("Domanda passata alla valutazione."))
    return redirect("certifications:file_assessment", public_id=public_id)


@form_page
def assign(request: UserRequest, public_id: str) -> HttpResponse:
    """Give the file to an assessor: each with the work that the person has already."""
    application = _load(request, public_id)
    if not can_assign(request.user, application):
        require(can_handle(request.user, application))
        raise TransitionConflict(application)
    taken = application.assignments.exclude(state=A.WITHDRAWN).values("assessor__user")
    people: Any = (
        Assessor.objects.for_scheme(application.scheme)
        .in_force()
        .exclude(user__in=taken)
        .with_load()
        .select_related("user")
        .order_by("load", "last_assigned", "user__full_name")
    )
    form = AssignForm(request.POST or None, assessors=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.assign, application=application, by=request.user, **data):
            messages.success(request, _("Domanda assegnata a %(name)s.") % {"name": data["assessor"]})
            return redirect("certifications:file_assessment", public_id=public_id)
    context = {"form": form, "nobody": not people}
    return render_file(request, "certifications/file_assign.html", application, TAB, context)


def _assignment(request: UserRequest, public_id: str, pk: int) -> Assignment:
    application = _load(request, public_id)
    assignment = get_object_or_404(application.assignments.select_related("assessor__user"), pk=pk)
    assignment.application = application
    return assignment


@form_page
def withdraw(request: UserRequest, public_id: str, pk: int) -> HttpResponse:
    assignment = _assignment(request, public_id, pk)
    require(can_handle(request.user, assignment.application))
    if assignment.state not in (A.ASSIGNED, A.WORKING):
        raise TransitionConflict(assignment)
    form = WithdrawForm(request.POST or None)
    back = reverse("certifications:file_assessment", args=[public_id])
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        actions.withdraw_assignment(assignment=assignment, by=request.user, comment=comment)
        messages.success(request, _("Assegnazione ritirata."))
        return redirect(back)
    context = {
        "title": _("Ritira l'assegnazione a %(name)s") % {"name": assignment.assessor},
        "text": _("Quello che ha scritto resta agli atti e non conta più. La persona viene avvisata."),
        "form": form,
        "submit_label": _("Ritira"),
        "cancel_url": back,
        "dangerous": True,
        "trail": trail(assignment.application),
    }
    return render(request, "components/confirm.html", context)


@form_page
def close(request: UserRequest, public_id: str) -> HttpResponse:
    """The summary for whoever decides."""
    application = _load(request, public_id)
    require(can_handle(request.user, application))
    if application.state != Application.State.IN_ASSESSMENT:
        raise TransitionConflict(application)
    back = reverse("certifications:file_assessment", args=[public_id])
    form = SummaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        summary = form.cleaned_data["summary"]
        if attempt(form, actions.close_assessment, application=application, by=request.user, summary=summary):
            messages.success(request, _("Valutazione chiusa: la domanda aspetta la decisione."))
            return redirect(back)
    context = {
        "title": _("Chiudi la valutazione"),
        "text": f"{application.organisation} – {application.title}",
        "form": form,
        "submit_label": _("Chiudi la valutazione"),
        "cancel_url": back,
        "trail": trail(application),
    }
    return render(request, "components/confirm.html", context)


@require_safe
def visit_document(request: UserRequest, public_id: str, pk: int, document_pk: int) -> FileResponse:
    """A photo or document of a visit, once the assessments may be read."""
    assignment = _assignment(request, public_id, pk)
    require(assignment.state == A.SUBMITTED and can_read_results(request.user, assignment.application))
    kept = SiteVisit.documents.through.objects.filter(sitevisit__assignment=assignment).values("document")
    return serve(get_object_or_404(Document, pk=document_pk, pk__in=kept))
