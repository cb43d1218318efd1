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
from practices.models import Practice
from practices.permissions import can_edit, can_validate
from practices.sections import SECTIONS, progress, section_statuses
from practices.views.public import page_context
from practices.workflow import PRACTICE_WORKFLOW

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
        return practices.order_by("-updated_at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        everything: WorkFilterSet = context["filter"]
        rows = everything.without("state").order_by().values_list("state").annotate(n=Count("pk"))
        counts = dict(rows)
        tabs = [(state.value, state.label, counts.get(state.value, 0)) for state in Practice.State]
        user = signed_in(self.request)
        return context | {
            "tabs": tabs,
            "total": sum(counts.values()),
            "chosen": everything.data.get("state", ""),
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
    practice = load(request, uuid)
    transitions = PRACTICE_WORKFLOW.available(practice, signed_in(request))
    documents = list(practice.practice_documents.all())
    context = {
        "practice": practice,
        "statuses": section_statuses(practice, documents=len(documents)),
        "progress": progress(practice),
        "documents": documents,
        "transitions": [t for t in transitions if t.name not in JUDGEMENTS],
        "may_edit": can_edit(signed_in(request), practice),
        "may_review": practice.state == Practice.State.SUBMITTED and can_validate(signed_in(request), practice),
        "reviews": practice.reviews.select_related("validator"),
        "history": HistoryEntry.objects.of(practice).select_related("actor", "act"),
    }
    return render(request, "practices/work_detail.html", context)


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page as everybody will see it."""
    return render(request, "practices/preview.html", page_context(request, load(request, uuid)))
