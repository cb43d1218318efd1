"""The steps of the workflow: the validator's page, and one page for every other step."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import attempt, form_page
from familynet.kernel.workflow import Transition, TransitionConflict
from practices import actions
from practices.forms import ChangeNoteForm, CommentForm, JudgementForms, ReviewForm
from practices.models import EvidenceCriteria, Practice, SectionComment, Stage
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
    forms = JudgementForms(
        request.POST or None,
        form=ReviewForm(request.POST or None, needs_waiver=actions.needs_waiver(practice)),
        practice=practice,
        rates=("publish",),
        criteria=EvidenceCriteria.objects.in_force().prefetch_related("requirements").first(),
    )
    if request.method == "POST" and forms.is_valid() and (entry := _decide(forms, practice, user)):
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": practice.title})
        return redirect(practice.work_url)
    context = page_context(request, practice) | {
        "forms": forms,
        "reviews": practice.reviews.select_related("validator").prefetch_related("comments"),
        "since": _since_last_time(practice),
        "clarity": actions.clarity_of(practice),
        "waivers": practice.root.clarity_waivers.select_related("given_by"),
    }
    return render(request, "practices/review.html", context)


def _decide(forms: JudgementForms, practice: Practice, user: User) -> HistoryEntry | None:
    """The entry of the decision; None when it was refused, the reason then stands in the form."""
    action = ACTIONS[forms.decision]
    found: HistoryEntry | None = attempt(forms.form, action, practice=practice, by=user, **forms.arguments())
    return found


def _since_last_time(practice: Practice) -> tuple[int, int] | None:
    """The last two submissions of this text: what the validator asked for is what differs between them."""
    newest = list(
        practice.submissions.filter(stage=Stage.ORIGIN).order_by("-round").values_list("pk", flat=True)[:2]
    )
    return (newest[1], newest[0]) if len(newest) == 2 else None


@form_page
def transition(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Any step of the workflow: a page that says what will happen, then the step."""
    practice = load(request, uuid)
    step = _step(request, practice, name)
    if name in JUDGEMENTS:
        return redirect(practice.review_url)
    form = _form(request, practice, step)
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
    asked = SectionComment.objects.asked_of(practice).unanswered() if name == "submit" else None
    context = {
        "practice": practice,
        "transition": step,
        "form": form,
        "missing": missing,
        "unanswered": asked.count() if asked is not None else 0,
        "clarity": actions.clarity_of(practice) if name == "submit" else None,
    }
    return render(request, "practices/transition.html", context)


def _form(request: HttpRequest, practice: Practice, step: Transition) -> Form | None:
    """What a step asks: the reason, or what is new in the version that is handed over."""
    if step.needs_comment:
        return CommentForm(request.POST or None)
    if step.name == "submit" and practice.is_copy:
        return ChangeNoteForm(request.POST or None, initial={"change_note": practice.change_note})
    return None


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
