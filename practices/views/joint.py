"""The second step: what waits for the other side, its judgement, and the proposal itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from familynet.kernel.pages import form_page
from familynet.kernel.workflow import TransitionConflict
from practices import actions
from practices.forms import JointReviewForm, JudgementForms
from practices.models import EvidenceCriteria, Practice, PracticeVersion, Stage
from practices.permissions import can_read_joint_rounds, can_validate_jointly, owners_judged_by
from practices.views.public import page_context
from practices.views.work import load, signed_in
from practices.workflow import JOINT_WORKFLOW

PER_PAGE = 20
STEPS = {
    "propose": (
        actions.propose_version,
        gettext_lazy(
            "L'altra amministrazione, o il comitato del protocollo, legge la pratica e decide se entra nella "
            "biblioteca comune. La pagina pubblica resta com'è."
        ),
    ),
    "withdraw": (
        actions.withdraw_proposal,
        gettext_lazy("L'altra amministrazione non la valuta più. Puoi proporla di nuovo quando vuoi."),
    ),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Versions that this person may judge for the shared library, the oldest proposal first."""
    user = signed_in(request)
    owners = owners_judged_by(user)
    if not owners:
        raise PermissionDenied
    versions = PracticeVersion.objects.to_judge_by(user, owners).defer("content")
    waiting = versions.select_related("practice__administration", "practice__policy_area")
    page = Paginator(waiting.order_by(F("proposed_at").asc(nulls_last=True), "pk"), PER_PAGE)
    return render(request, "practices/joint_queue.html", {"page_obj": page.get_page(request.GET.get("page"))})


@form_page
def joint_review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read a version of the other side and decide, with a written assessment."""
    user = signed_in(request)
    practice = get_object_or_404(Practice.objects.published().for_page(), uuid=uuid)
    version = get_object_or_404(practice.versions.prefetch_related("judges"), is_current=True)
    version.practice = practice
    if not can_read_joint_rounds(user, practice):
        raise PermissionDenied
    if not can_validate_jointly(user, version):
        raise PermissionDenied
    if version.state != PracticeVersion.State.PROPOSED:
        raise TransitionConflict(version)
    forms = JudgementForms(
        request.POST or None,
        form=JointReviewForm(request.POST or None),
        practice=practice,
        rates=("validate",),
        criteria=EvidenceCriteria.objects.in_force().first(),
    )
    if request.method == "POST" and forms.is_valid():
        return _judge(request, version, forms)
    context: dict[str, Any] = page_context(request, practice) | {"forms": forms, "version": version}
    context["reviews"] = (
        practice.reviews.filter(stage=Stage.JOINT).select_related("validator").prefetch_related("comments")
    )
    return render(request, "practices/joint_review.html", context)


def _judge(request: HttpRequest, version: PracticeVersion, forms: JudgementForms) -> HttpResponse:
    given = forms.arguments()
    # Grades that stay as they are need no new rating.
    if forms.evidence is not None and not forms.evidence.has_changed():
        given.pop("evidence", None)
    entry = actions.judge_version(version, forms.decision, by=signed_in(request), **given)
    messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": version.practice.title})
    return redirect("practices:rounds", uuid=version.practice.uuid)


@form_page
def joint_step(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Propose the current version to the other side, or take the proposal back."""
    if name not in STEPS:
        raise Http404
    practice, user = load(request, uuid), signed_in(request)
    version = get_object_or_404(practice.versions.select_related("practice"), is_current=True)
    step = JOINT_WORKFLOW.get(name)
    if not step.allowed(user, version):
        raise PermissionDenied
    if version.state not in step.sources:
        raise TransitionConflict(version)
    action, text = STEPS[name]
    if request.method == "POST":
        entry = action(version, by=user)
        messages.success(request, _("%(what)s: “%(title)s”.") % {"what": entry.label, "title": practice.title})
        return redirect(practice.work_url)
    context = {
        "title": f"{step.label}?",
        "text": text,
        "submit_label": step.label,
        "cancel_url": practice.work_url,
    }
    return render(request, "components/confirm.html", context)
