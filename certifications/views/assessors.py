"""The register of assessors, assignments from a table, and how well assessors agree."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.agreement import agreement_of, doubly_assessed
from certifications.assigning import HEADER, AssignmentRow, plan_rows, read_rows
from certifications.forms.assessment import (
    AssessorForm,
    AssignmentFileForm,
    ChangeAssessorForm,
    EndAssessorForm,
    InviteAssessorForm,
    candidates,
)
from certifications.models import Application, Assessor, Assignment, SchemeVersion
from certifications.permissions import can_keep_assessors, may_see_assessors
from familynet.accounts.models import Administration
from familynet.accounts.requests import UserRequest
from familynet.accounts.roles import Capability, Role
from familynet.kernel.pages import attempt, form_page, require
from familynet.kernel.spreadsheets import csv_response

MOST_CHARACTERS = 300  # of a cell


def _keeper(request: UserRequest) -> Administration:
    """The administration whose register the person keeps."""
    own = request.user.administrations_with(Capability.CERTIFICATE_MANAGE)
    require(bool(own))
    return Administration.objects.get(
        pk=request.user.administration_id if request.user.administration_id in own else min(own)
    )


@require_safe
def register(request: UserRequest) -> HttpResponse:
    """Who may assess, with load and last assignment; who was invited; who can be entered."""
    require(may_see_assessors(request.user))
    people = Assessor.objects.visible_to(request.user).with_load().select_related("user", "administration")
    people = people.prefetch_related("schemes")
    keeps = request.user.administrations_with(Capability.CERTIFICATE_MANAGE)
    administration = _keeper(request) if keeps else None
    invited: Any = ()
    if administration:
        invited = [i for i in administration.invitations.open() if Role.EXTERNAL_ASSESSOR in i.roles]
    context = {
        "people": [a for a in people if a.is_in_force or a.valid_to is None],
        "ended": [a for a in people if not a.is_in_force and a.valid_to is not None],
        "may_keep": bool(administration),
        "invited": invited,
        "candidates": candidates(administration) if administration else (),
    }
    return render(request, "certifications/assessors.html", context)


@form_page
def new(request: UserRequest) -> HttpResponse:
    administration = _keeper(request)
    form = AssessorForm(
        request.POST or None, administration=administration, initial={"user": request.GET.get("persona")}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            actions.add_assessor,
            administration=administration,
            origin=form.origin(),
            by=request.user,
            **form.cleaned_data,
        )
        if made:
            messages.success(request, _("%(name)s è nel registro dei valutatori.") % {"name": made})
            return redirect("certifications:assessors")
    return _confirm(request, _("Iscrivi una persona nel registro"), form, _("Iscrivi"))


@form_page
def invite(request: UserRequest) -> HttpResponse:
    administration = _keeper(request)
    form = InviteAssessorForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, actions.invite_assessor, administration=administration, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, _("Invito inviato. Quando la persona lo accetta, la iscrivi da qui."))
        return redirect("certifications:assessors")
    text = _("La persona riceve un invito per e-mail e potrà solo valutare le domande che le assegni.")
    return _confirm(request, _("Invita una persona esterna"), form, _("Manda l'invito"), text=text)


def _kept(request: UserRequest, pk: int) -> Assessor:
    found = Assessor.objects.visible_to(request.user).select_related("user", "administration")
    assessor = get_object_or_404(found, pk=pk)
    require(can_keep_assessors(request.user, assessor.administration_id))
    return assessor


@form_page
def change(request: UserRequest, pk: int) -> HttpResponse:
    assessor = _kept(request, pk)
    initial = {"task": assessor.task, "body": assessor.body, "schemes": assessor.schemes.all()}
    form = ChangeAssessorForm(request.POST or None, administration=assessor.administration, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form,
            actions.change_assessor,
            assessor=assessor,
            by=request.user,
            valid_to=assessor.valid_to,
            **data,
        ):
            messages.success(request, _("Iscrizione salvata."))
            return redirect("certifications:assessors")
    return _confirm(request, _("Cambia l'iscrizione di %(name)s") % {"name": assessor}, form, _("Salva"))


@form_page
def end(request: UserRequest, pk: int) -> HttpResponse:
    assessor = _kept(request, pk)
    form = EndAssessorForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.end_assessor, assessor=assessor, by=request.user, **form.cleaned_data):
        messages.success(request, _("Iscrizione chiusa."))
        return redirect("certifications:assessors")
    title = _("Chiudi l'iscrizione di %(name)s") % {"name": assessor}
    return _confirm(request, title, form, _("Chiudi"), dangerous=True)


def _confirm(
    request: UserRequest, title: str, form: Any, label: str, *, text: str = "", dangerous: bool = False
) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "form": form,
        "submit_label": label,
        "cancel_url": reverse("certifications:assessors"),
        "dangerous": dangerous,
        "trail": [(_("Valutatori"), reverse("certifications:assessors"))],
    }
    return render(request, "components/confirm.html", context)


@form_page
def assignments(request: UserRequest) -> HttpResponse:
    """Assign from a table: first what each row would do, then all of it or nothing."""
    _keeper(request)
    form = AssignmentFileForm(files=request.FILES or None)
    rows: list[AssignmentRow] = []
    if request.method == "POST" and "rows" in request.POST:
        return _assign_all(request)
    if request.method == "POST":
        form = AssignmentFileForm({}, request.FILES)
        if form.is_valid():
            try:
                rows = plan_rows(read_rows(form.cleaned_data["file"]), by=request.user)
            except ValidationError as error:
                form.add_error("file", error)
    return _assignment_page(request, form, rows)


def _assignment_page(request: UserRequest, form: Any, rows: list[AssignmentRow]) -> HttpResponse:
    kept = [[row.line, {"file": row.file, "assessor": row.email, "due": row.due}] for row in rows]
    context = {
        "form": form,
        "rows": rows,
        "wrong": sum(bool(row.problem) for row in rows),
        "kept": json.dumps(kept),
        "header": HEADER,
    }
    return render(request, "certifications/assignments.html", context)


def _assign_all(request: UserRequest) -> HttpResponse:
    """What was shown is planned again, so that nothing depends on what the page sent back."""
    try:
        sent = json.loads(request.POST["rows"])
        cells = [(int(line), {str(k): _cell(v) for k, v in row.items()}) for line, row in sent[:500]]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, KeyError):
        cells = []
    rows = plan_rows(cells, by=request.user)
    form = AssignmentFileForm()
    if not rows or any(row.problem for row in rows):
        return _assignment_page(request, form, rows)
    try:
        with transaction.atomic():
            for row in rows:
                assert row.application is not None
                assert row.assessor is not None
                actions.assign(
                    application=row.application, assessor=row.assessor, due_on=row.due_on, by=request.user
                )
    except ValidationError as error:
        messages.error(request, _("Nessuna assegnazione fatta. %(why)s") % {"why": " ".join(error.messages)})
        return _assignment_page(request, form, plan_rows(cells, by=request.user))
    messages.success(request, _("Assegnazioni fatte: %(n)d.") % {"n": len(rows)})
    return redirect("certifications:assessors")


def _cell(value: Any) -> str:
    """A text as the database can look for it: JSON may hold what no table cell does."""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()[:MOST_CHARACTERS]


@require_safe
def assignments_csv(request: UserRequest) -> StreamingHttpResponse:
    """The files that wait for an assessor, as a table to fill in."""
    _keeper(request)
    files = Application.objects.handled_by(request.user).filter(
        state=Application.State.IN_ASSESSMENT,
        administration__in=request.user.administrations_with(Capability.CERTIFICATE_MANAGE),
    )
    taken = Assignment.objects.counting().values("application")
    waiting = (
        files.exclude(pk__in=taken).select_related("organisation", "scheme", "category").order_by("due_on", "pk")
    )
    header = [*HEADER, _("organizzazione"), _("marchio")]
    rows = ([a.public_id, "", "", a.organisation.name, a.title] for a in waiting)
    return csv_response("assegnazioni.csv", header, rows)


@require_safe
def agreements(request: UserRequest) -> HttpResponse:
    """The disciplinari of one's administration that had independent assessments."""
    require(may_see_assessors(request.user))
    mine = request.user.administrations_with(Capability.APPLICATION_VIEW)
    versions = SchemeVersion.objects.filter(scheme__administration__in=mine).select_related("scheme", "category")
    with_blind = Assignment.objects.submitted().filter(blind=True).values("application__version")
    return render(request, "certifications/agreements.html", {"versions": versions.filter(pk__in=with_blind)})


@require_safe
def agreement(request: UserRequest, pk: int) -> HttpResponse:
    """Krippendorff's alpha for every requirement of a disciplinare, and what it says."""
    require(may_see_assessors(request.user))
    mine = request.user.administrations_with(Capability.APPLICATION_VIEW)
    versions = SchemeVersion.objects.filter(scheme__administration__in=mine).select_related("scheme", "category")
    version = get_object_or_404(versions, pk=pk)
    files = doubly_assessed(version).values("application").distinct().count()
    context = {"version": version, "lines": agreement_of(version), "files": files}
    return render(request, "certifications/agreement.html", context)
