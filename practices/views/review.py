"""The steps of the workflow: the validator's page, and one page for every other step."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.workflow import Transition, TransitionConflict
from practices import actions
from practices.forms import CommentForm, ReviewForm
from practices.models import Practice
from practices.permissions import can_validate
from practices.sections import missing_fields
from practices.views.public import page_context
from practices.views.work import load, signed_in
from practices.workflow import PRACTICE_WORKFLOW

ACTIONS: dict[str, Callable[..., HistoryEntry]] = {
    "submit": actions.submit_practice,
    "withdraw": actions.withdraw_practice,
    "request_changes": actions.request_changes,
    "publish": actions.publish_practice,
    "reject": actions.reject_practice,
    "archive": actions.archive_practice,
    "republish": actions.republish_practice,
}


@form_page
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The validator reads everything and decides, with a written assessment."""
    practice, user = load(request, uuid), signed_in(request)
    if not can_validate(user, practice):
        raise PermissionDenied
    if practice.state != Practice.State.SUBMITTED:
        raise TransitionConflict(practice)
    clarity = actions.clarity_of(practice)
    form = ReviewForm(request.POST or None, needs_waiver=actions.needs_waiver(practice, clarity))
    if request.method == "POST" and form.is_valid() and (entry := _decide(form, practice, user)):
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": practice.title})
        return redirect(practice.work_url)
    context = page_context(request, practice) | {
        "form": form,
        "reviews": practice.reviews.select_related("validator"),
        "clarity": clarity,
        "waivers": practice.clarity_waivers.select_related("given_by"),
    }
    return render(request, "practices/review.html", context)


def _decide(form: ReviewForm, practice: Practice, user: User) -> HistoryEntry | None:
    """The entry of the decision; None when it was refused, the reason then stands in the form."""
    data = form.cleaned_data
    more = {"waiver": data.get("waiver") or ""} if data["decision"] == "publish" else {}
    found: HistoryEntry | None = attempt(
        form, ACTIONS[data["decision"]], practice=practice, by=user, comment=data["comment"], **more
    )
    return found


@form_page
def transition(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Any step of the workflow: a page that says what will happen, then the step."""
    practice = load(request, uuid)
    step = _step(request, practice, name)
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
    if name == "submit":
        context["clarity"] = actions.clarity_of(practice)
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
