"""The steps of the workflow: the validator's page, and one page for every other step."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from familynet.kernel.workflow import Transition, TransitionConflict
from practices import actions
from practices.forms import CommentForm, ReviewForm
from practices.models import Practice
from practices.permissions import can_validate
from practices.sections import missing_fields
from practices.views.public import page_context
from practices.views.work import load, signed_in
from practices.workflow import PRACTICE_WORKFLOW

# Judged on the page of the validator only, where the text is read and the assessment written.
JUDGEMENTS = {"publish", "incorporate", "request_changes", "reject"}
ACTIONS: dict[str, Callable[..., HistoryEntry]] = {
    "submit": actions.submit_practice,
    "withdraw": actions.withdraw_practice,
    "request_changes": actions.request_changes,
    "publish": actions.publish_practice,
    "reject": actions.reject_practice,
    "archive": actions.archive_practice,
    "republish": actions.republish_practice,
    "discard": actions.discard_revision,
}


@form_page
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The validator reads everything and decides, with a written assessment."""
    practice, user = load(request, uuid), signed_in(request)
    if not can_validate(user, practice):
        raise PermissionDenied
    if practice.state != Practice.State.SUBMITTED:
        raise TransitionConflict(practice)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision, comment = form.cleaned_data["decision"], form.cleaned_data["comment"]
        entry = ACTIONS[decision](practice, by=user, comment=comment)
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": practice.title})
        return redirect(practice.work_url)
    context = page_context(request, practice) | {
        "form": form,
        "reviews": practice.reviews.select_related("validator"),
    }
    return render(request, "practices/review.html", context)


@form_page
def transition(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Any step of the workflow: a page that says what will happen, then the step."""
    practice = load(request, uuid)
    step = _step(request, practice, name)
    if name in JUDGEMENTS:
        return redirect(practice.review_url)
    form = CommentForm(request.POST or None) if step.needs_comment else None
    if request.method == "POST" and (form is None or form.is_valid()):
        arguments = form.cleaned_data if form else {}
        try:
            entry = ACTIONS[name](practice, by=signed_in(request), **arguments)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(practice.work_url)
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": practice.title})
        return redirect(practice.work_url)
    missing = missing_fields(practice) if name == "submit" else []
    context = {"practice": practice, "transition": step, "form": form, "missing": missing}
    return render(request, "practices/transition.html", context)


def _step(request: HttpRequest, practice: Practice, name: str) -> Transition:
    """The row of the table, if this person may do it now: 404, 403 or 409 otherwise."""
    try:
        step = PRACTICE_WORKFLOW.get(name)
    except KeyError as error:
        raise Http404 from error
    if not step.allowed(signed_in(request), practice):
        raise PermissionDenied
    if practice.state not in step.sources:
        raise TransitionConflict(practice)
    return step
