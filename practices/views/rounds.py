"""The rounds of judgement: all of them to read, two side by side, and the answers to the comments."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict
from practices.actions import answer_comment
from practices.differences import differences
from practices.forms import AnswersForm
from practices.models import Practice, Review, SectionComment, Stage, Submission
from practices.permissions import can_create, can_read_joint_rounds, can_see_people
from practices.views.work import load, signed_in


@dataclass(frozen=True)
class Round:
    """One round as the page shows it; `before` is the submission with which it is compared."""

    submission: Submission | None
    review: Review | None
    before: Submission | None = None

    @property
    def practice(self) -> Practice:
        found = self.submission or self.review
        assert found is not None
        return found.practice

    @property
    def stage(self) -> str:
        found = self.submission or self.review
        return str(found.get_stage_display()) if found else ""

    @property
    def number(self) -> int:
        found = self.submission or self.review
        return found.round if found else 0

    @property
    def at(self) -> datetime:
        if self.submission:
            return self.submission.submitted_at
        assert self.review is not None
        return self.review.created_at


def readable(request: HttpRequest, uuid: UUID) -> tuple[Practice, bool]:
    """The practice and whether all its rounds may be read; the other side reads the joint ones only.

    404 for everybody else.
    """
    user = signed_in(request)
    own = Practice.objects.on_work_pages_of(user).for_page().filter(uuid=uuid).first()
    if own is not None:
        return own, True
    practice = get_object_or_404(Practice.objects.public().for_page(), uuid=uuid)
    if not can_read_joint_rounds(user, practice):
        raise Http404
    return practice, can_see_people(user, practice)


def submissions_of(practice: Practice, *, everything: bool) -> QuerySet[Submission]:
    """What was handed over for a practice and its working copies, oldest first."""
    root = practice.root
    found = Submission.objects.filter(Q(practice=root) | Q(practice__revision_of=root))
    if not everything:
        found = found.filter(stage=Stage.JOINT)
    found = found.select_related("practice", "version", "submitted_by", "review__validator")
    return found.prefetch_related("review__comments__answered_by").order_by("submitted_at", "pk")


@require_safe
def rounds(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every round, the newest first: what was handed over, the assessment, comments and answers."""
    practice, everything = readable(request, uuid)
    handed = list(submissions_of(practice, everything=everything).defer("content", "version__content"))
    root = practice.root
    judged = Review.objects.filter(Q(practice=root) | Q(practice__revision_of=root), submission=None)
    if not everything:
        judged = judged.filter(stage=Stage.JOINT)
    before: dict[str, Submission] = {}
    found = []
    for submission in handed:
        found.append(Round(submission, getattr(submission, "review", None), before.get(submission.stage)))
        before[submission.stage] = submission
    found += [
        Round(None, review)
        for review in judged.select_related("practice", "validator").prefetch_related("comments")
    ]
    context = {
        "practice": practice,
        "rounds": sorted(found, key=lambda one: one.at, reverse=True),
        "is_own": everything,
    }
    return render(request, "practices/rounds.html", context)


@require_safe
def compare_rounds(request: HttpRequest, uuid: UUID, before: int, after: int) -> HttpResponse:
    """The texts of two rounds side by side."""
    practice, everything = readable(request, uuid)
    submissions = submissions_of(practice, everything=everything)
    old, new = get_object_or_404(submissions, pk=before), get_object_or_404(submissions, pk=after)
    context = {
        "practice": practice,
        "before": old,
        "after": new,
        "sections": differences(old.content, new.content, with_contact=True),
    }
    return render(request, "practices/rounds_compare.html", context)


@form_page
def answers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All comments of the last round with their answers, on one page."""
    practice, user = load(request, uuid), signed_in(request)
    if not can_create(user, practice.administration_id):
        raise PermissionDenied
    if not practice.is_editable:
        raise TransitionConflict(practice)
    form = answers_form(request, practice)
    if request.method == "POST" and form.is_valid():
        store_answers(request, practice, form)
        messages.success(request, _("Risposte salvate."))
        return redirect(practice.work_url)
    return render(request, "practices/answers.html", {"practice": practice, "form": form})


def answers_form(request: HttpRequest, practice: Practice, section: str = "") -> AnswersForm:
    """The comments that writers are asked to answer, of one section or of all."""
    asked = SectionComment.objects.asked_of(practice)
    if section:
        asked = asked.filter(section=section)
    return AnswersForm(request.POST if request.method == "POST" else None, comments=asked)


def store_answers(request: HttpRequest, practice: Practice, form: AnswersForm) -> None:
    """Keep the answers that are new; one that is refused stands as an error at its field."""
    for comment, text in form.given():
        try:
            answer_comment(comment, practice=practice, answer=text, by=signed_in(request))
        except ValidationError as error:
            form.add_error(str(comment.pk), error)
