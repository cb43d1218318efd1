"""Work pages of the practices of one's own administration: list, new, overview, preview."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.kernel.pages import form_page
from practices.actions import create_practice
from practices.filters import WorkFilterSet
from practices.forms import CreateForm
from practices.models import Practice, SectionComment
from practices.permissions import can_confirm, can_edit, can_revise, can_validate, owners_judged_by
from practices.sections import SECTIONS, progress, section_statuses
from practices.views.public import page_context
from practices.workflow import JOINT_WORKFLOW, PRACTICE_WORKFLOW

JUDGEMENTS = {"publish", "incorporate", "request_changes", "reject"}


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that needs sign-in."""
    assert isinstance(request.user, User)
    return request.user


def load(request: HttpRequest, uuid: UUID) -> Practice:
    """The practice, or 404: work pages exist only for the administration that owns it."""
    practices = Practice.objects.on_work_pages_of(signed_in(request)).for_page()
    return get_object_or_404(practices, uuid=uuid)


class WorkList(FilterView):
    """Practices of one's own administrations, by state."""

    filterset_class = WorkFilterSet
    template_name = "practices/work_list.html"
    context_object_name = "practices"
    http_method_names = ["get", "head"]
    paginate_by = 20
    strict = False

    def get_queryset(self) -> QuerySet[Practice]:
        user = signed_in(self.request)
        if not user.administrations_with(Capability.PRACTICE_VIEW):
            raise PermissionDenied
        practices = Practice.objects.on_work_pages_of(user).for_work_list()
        # A working copy that has come to its end is read from its practice.
        practices = practices.exclude(state__in=Practice.CLOSED_STATES)
        return practices.order_by("-updated_at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        everything: WorkFilterSet = context["filter"]
        rows = everything.without("state").order_by().values_list("state").annotate(n=Count("pk"))
        counts = dict(rows)
        shown = [state for state in Practice.State if state not in Practice.CLOSED_STATES]
        tabs = [(state.value, state.label, counts.get(state.value, 0)) for state in shown]
        user = signed_in(self.request)
        return context | {
            "tabs": tabs,
            "total": sum(counts.values()),
            "chosen": everything.data.get("state", ""),
            "only_due": everything.data.get("due") == "1",
            "may_judge_jointly": bool(owners_judged_by(user)),
            "only_mine": everything.data.get("mine") == "1",
            "may_create": bool(user.administrations_with(Capability.PRACTICE_WRITE)),
        }


@form_page
def create(request: HttpRequest) -> HttpResponse:
    """A title is enough to begin."""
    user = signed_in(request)
    administrations = Administration.objects.filter(pk__in=user.administrations_with(Capability.PRACTICE_WRITE))
    if not administrations:
        raise PermissionDenied
    form = CreateForm(request.POST or None, administrations=administrations)
    if request.method == "POST" and form.is_valid():
        practice = create_practice(**form.cleaned_data, by=user)
        return redirect("practices:edit", uuid=practice.uuid, section_name=SECTIONS[0].name)
    return render(request, "practices/create.html", {"form": form})


@require_safe
def work_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where a practice stands: its sections, what it lacks, what can be done, what happened."""
    practice, user = load(request, uuid), signed_in(request)
    transitions = PRACTICE_WORKFLOW.available(practice, user)
    documents = list(practice.practice_documents.all())
    context = {
        "practice": practice,
        "statuses": section_statuses(practice, documents=len(documents)),
        "progress": progress(practice),
        "documents": documents,
        "transitions": [t for t in transitions if t.name not in JUDGEMENTS],
        "may_edit": can_edit(user, practice),
        "may_review": practice.state == Practice.State.SUBMITTED and can_validate(user, practice),
        "reviews": practice.reviews.select_related("validator").prefetch_related("comments"),
        "waivers": practice.root.clarity_waivers.select_related("given_by"),
        "history": HistoryEntry.objects.of(practice).select_related("actor", "act"),
        **work_standing(practice, user),
    }
    return render(request, "practices/work_detail.html", context)


def work_standing(practice: Practice, user: User) -> dict[str, Any]:
    """What the work page says of versions: the current one and its steps, the working copy, open comments."""
    if practice.is_public:
        current = practice.versions.filter(is_current=True).defer("content").first()
        if current:
            current.practice = practice
        return {
            "version": current,
            "joint_steps": JOINT_WORKFLOW.available(current, user) if current else [],
            "open_copy": practice.revisions.exclude(state__in=Practice.CLOSED_STATES)
            .exclude(state=Practice.State.REJECTED)
            .first(),
            "may_revise": can_revise(user, practice),
            "may_confirm": practice.state == Practice.State.PUBLISHED and can_confirm(user, practice),
        }
    if practice.is_editable:
        return {"unanswered": SectionComment.objects.asked_of(practice).unanswered().count()}
    return {}


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page as everybody will see it."""
    return render(request, "practices/preview.html", page_context(request, load(request, uuid)))
