"""The published versions of a practice: the list, an older one, two side by side."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practices.differences import differences
from practices.models import Practice, PracticeVersion
from practices.permissions import can_see_contact, can_see_people
from practices.snapshots import Frozen


def _practice(request: HttpRequest, slug: str) -> Practice:
    """A public practice; what is not public has no versions."""
    return get_object_or_404(Practice.objects.public().select_related("administration"), slug=slug)


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Search engines lead to the page of the practice, which shows the current text."""
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version with its date and what changed."""
    practice = _practice(request, slug)
    found = list(practice.versions.defer("content").select_related("published_by"))
    context = {
        "practice": practice,
        "versions": found,
        "show_people": can_see_people(request.user, practice),
    }
    return render(request, "practices/versions.html", context)


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was published, with its documents."""
    practice = _practice(request, slug)
    found = get_object_or_404(practice.versions, number=number)
    found.practice = practice
    context = {
        "practice": practice,
        "version": found,
        "text": Frozen(found.content),
        "documents": found.version_documents.select_related("document"),
        "show_contact": can_see_contact(request.user, practice),
    }
    return _unindexed(render(request, "practices/version.html", context))


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
    """Two versions side by side, the older one on the left; without the contact for who may not see it."""
    practice = _practice(request, slug)
    pair = {v.number: v for v in practice.versions.filter(number__in=(number, other))}
    before, after = _both(pair, min(number, other), max(number, other))
    shows_contact = can_see_contact(request.user, practice)
    context: dict[str, Any] = {
        "practice": practice,
        "before": before,
        "after": after,
        "sections": differences(before.content, after.content, with_contact=shows_contact),
    }
    return _unindexed(render(request, "practices/versions_compare.html", context))


def _both(pair: dict[int, PracticeVersion], first: int, second: int) -> tuple[PracticeVersion, PracticeVersion]:
    if first not in pair or second not in pair:
        raise Http404
    return pair[first], pair[second]
