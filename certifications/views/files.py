"""A file (pratica) at the office: summary, answers, correspondence, history, documents."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from certifications.engine.clock import deadlines
from certifications.histories import history_for
from certifications.models import AnswerEvidence, Application, Decision, FundedProject
from certifications.permissions import can_handle
from certifications.procedure import clock_from, events_of, rules_of
from certifications.self_assessment import assess
from certifications.timeline import timeline
from certifications.views.file_pages import load_file, load_visible, render_file
from certifications.views.file_steps import next_steps
from certifications.wording import trace
from certifications.wording.clock import explain
from familynet.accounts.requests import UserRequest
from familynet.kernel.documents import serve


def clock_context(application: Application) -> dict[str, Any]:
    """The clock with its drawing and its reasons, the same for the office and for the applicant."""
    rules, today = rules_of(application), timezone.localdate()
    clock = clock_from(rules)
    dates = deadlines(clock, events_of(application, rules))
    return {
        "dates": dates,
        "rules": rules,
        "timeline": timeline(dates, today),
        "reasons": list(explain(clock, dates, today)),
        "today": today,
    }


@require_safe
def summary(request: UserRequest, public_id: str) -> HttpResponse:
    """Where the file stands: result by the engine, clock, what can be done next."""
    application = load_file(request, public_id)
    assessment = assess(application)
    context = {
        "steps": list(next_steps(request.user, application)),
        "evaluation": assessment.evaluation,
        "headline": trace.headline(assessment.evaluation),
        "score_line": trace.score_line(assessment.evaluation),
        "missing": trace.what_is_missing(assessment.evaluation),
        "projects": FundedProject.objects.visible_to(request.user)
        .tied_to(application)
        .select_related("call", "act", "organisation"),
        **clock_context(application),
    }
    return render_file(request, "certifications/file_summary.html", application, "file", context)


@require_safe
def answers(request: UserRequest, public_id: str) -> HttpResponse:
    """All answers with their documents and what each adds."""
    application = load_file(request, public_id)
    assessment = assess(application)
    parts = [
        (part, [(item, trace.LABELS[item.line.state], trace.TONES[item.line.state]) for item in part.items])
        for part in assessment.sections
    ]
    context = {"parts": parts}
    return render_file(request, "certifications/file_answers.html", application, "file_answers", context)


@require_safe
def correspondence(request: UserRequest, public_id: str) -> HttpResponse:
    """What went in and out, each with its protocol number or waiting for one."""
    application = load_file(request, public_id)
    context = {
        "integrations": application.integrations.select_related("asked_by", "answered_by"),
        "refusal_notices": application.refusal_notices.select_related("sent_by", "observations_by"),
        "decision": Decision.objects.filter(application=application).exclude(letter=None).first(),
        "may_record": can_handle(request.user, application),
    }
    return render_file(
        request, "certifications/file_correspondence.html", application, "file_correspondence", context
    )


@require_safe
def history(request: UserRequest, public_id: str) -> HttpResponse:
    application = load_file(request, public_id)
    context = {"entries": history_for(request.user, application)}
    return render_file(request, "certifications/file_history.html", application, "file_history", context)


@require_safe
def document(request: UserRequest, public_id: str, uuid: str) -> HttpResponseBase:
    """A document of the file, for everybody who may see the file."""
    application = load_visible(request, public_id)
    attached = AnswerEvidence.objects.current().filter(answer__application=application).select_related("document")
    found = attached.filter(document__uuid=uuid).first()
    if found is None:
        raise Http404
    return serve(found.document)
