"""Integrations: the office's rounds and its new request, the applicant's answer; the applicant's clock."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.actions import Said
from certifications.forms import AskIntegrationForm, IntegrationAnswerForm
from certifications.models import Application, IntegrationRequest
from certifications.permissions import can_handle, is_applicant
from certifications.rounds import rounds_of
from certifications.self_assessment import assess
from certifications.views.applications.kept import list_files
from certifications.views.file_pages import load_file, load_visible, render_file
from certifications.views.files import clock_context
from certifications.wording.clock import light_of
from familynet.accounts.requests import UserRequest
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.workflow import TransitionConflict


@require_safe
def rounds(request: UserRequest, public_id: str) -> HttpResponse:
    """Every round with its questions, the replies, and what changed."""
    application = load_file(request, public_id)
    may_ask = can_handle(request.user, application) and application.state == Application.State.IN_REVIEW
    context = {
        "rounds": rounds_of(application),
        "may_ask": may_ask,
        "obstacle": actions.obstacle_to_asking(application) if may_ask else "",
    }
    return render_file(request, "certifications/file_integrations.html", application, "file_integrations", context)


@form_page
def ask(request: UserRequest, public_id: str) -> HttpResponse:
    """Ask about single requirements."""
    application = load_file(request, public_id)
    if not can_handle(request.user, application):
        raise PermissionDenied("application: ask integration")
    if application.state != Application.State.IN_REVIEW or actions.obstacle_to_asking(application):
        raise TransitionConflict(application)
    assessment = assess(application)
    proposed = actions.proposed_day(application, timezone.localdate())
    form = AskIntegrationForm(
        request.POST or None,
        requirements=[item.requirement for item in assessment.items],
        initial={"due_on": proposed},
    )
    if request.method == "POST" and form.is_valid() and _asked(request, application, form):
        messages.success(request, _("Richiesta inviata: il termine è sospeso finché non arriva la risposta."))
        return redirect("certifications:file_integrations", public_id=public_id)
    context = {"form": form, "items": [(item, form[f"q{item.requirement.pk}"]) for item in assessment.items]}
    status = 422 if form.errors else 200
    return render_file(
        request, "certifications/file_ask.html", application, "file_integrations", context, status=status
    )


def _asked(request: UserRequest, application: Application, form: AskIntegrationForm) -> Any:
    values = {name: form.cleaned_data[name] for name in ("due_on", "message")}
    return attempt(
        form,
        actions.ask_integration,
        application=application,
        by=request.user,
        questions=form.questions,
        **values,
    )


@form_page
def answer(request: UserRequest, public_id: str) -> HttpResponse:
    """The applicant's page: what the office asks, what may be changed, the answer; later what was sent."""
    application = load_visible(request, public_id)
    if not is_applicant(request.user, application):
        raise PermissionDenied("application: integration")
    asked = application.integrations.open().first()
    if asked is None or application.state != Application.State.INTEGRATION:
        if request.method == "POST":
            raise TransitionConflict(application)
        context = {"application": application, "rounds": rounds_of(application)}
        return render(request, "certifications/integration_sent.html", context)
    forms = _answer_forms(request, application, asked)
    errors: list[str] = []
    if request.method == "POST":
        errors = _answered(request, application, forms)
        if not errors and all(form.is_valid() for form in forms):
            return redirect("certifications:integration", public_id=public_id)
    list_files(application, [form.item for form in forms])
    context = {
        "application": application,
        "asked": asked,
        "forms": forms,
        "errors": errors,
        "light": light_of(application, timezone.localdate()),
    }
    return render(
        request, "certifications/integration.html", context, status=422 if request.method == "POST" else 200
    )


def _answer_forms(
    request: UserRequest, application: Application, asked: IntegrationRequest
) -> list[IntegrationAnswerForm]:
    assessment, data = assess(application), request.POST if request.method == "POST" else None
    found = {item.requirement.pk: item for item in assessment.items}
    return [
        IntegrationAnswerForm(data, request.FILES or None, asked=row, item=found[row.requirement_id])
        for row in asked.items.select_related("requirement__section")
    ]


def _answered(request: UserRequest, application: Application, forms: list[IntegrationAnswerForm]) -> list[str]:
    """Save what was written and, when asked to, send it; sentences about what is in the way."""
    # Every form is looked at, so that all errors are shown at once.
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return []
    try:
        with transaction.atomic():
            _save(request, application, forms)
    except ValidationError as error:
        return error.messages
    if "send" not in request.POST:
        messages.success(request, _("Salvato. Non è ancora stato inviato."))
        return []
    try:
        actions.answer_integration(application=application, by=request.user)
    except ValidationError as error:
        # All is saved: the page is drawn anew with what stands now.
        messages.warning(request, " ".join(error.messages))
        return []
    messages.success(request, _("Integrazioni inviate: l'ufficio le ha ricevute e il termine riprende."))
    return []


def _save(request: UserRequest, application: Application, forms: list[IntegrationAnswerForm]) -> None:
    said = {
        form.item.requirement.code: Said(
            met=form.cleaned_data["met"],
            points=form.cleaned_data.get("points"),
            note=form.cleaned_data["note"],
            revision=form.cleaned_data["revision"],
        )
        for form in forms
    }
    saved = actions.save_answers(application=application, answers=said, by=request.user)
    replies = {form.asked.pk: form.cleaned_data["reply"] for form in forms}
    actions.save_replies(application=application, replies=replies, by=request.user)
    for form in forms:
        for upload in form.cleaned_data["documents"]:
            actions.attach_evidence(
                application=application, requirement=form.item.requirement, upload=upload, by=request.user
            )
    if saved.conflicts:
        raise ValidationError(
            _("Nel frattempo un'altra persona ha cambiato: %(codes)s. Ricarica la pagina per vedere il suo testo.")
            % {"codes": ", ".join(sorted(saved.conflicts))}
        )


@require_safe
def procedure(request: UserRequest, public_id: str) -> HttpResponse:
    """The applicant's view of the clock: the same dates that the office sees, and why."""
    application = load_visible(request, public_id)
    if not is_applicant(request.user, application):
        raise PermissionDenied("application: procedure")
    context = {
        "application": application,
        "light": light_of(application, timezone.localdate()),
        **clock_context(application),
    }
    return render(request, "certifications/procedure.html", context)
