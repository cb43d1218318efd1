"""Search over everything that is public, and suggestions while it is typed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from familynet.kernel.rates import is_too_frequent
from familynet.portal import search as everywhere
from familynet.portal import suggestions
from familynet.portal.forms import SearchForm

# Somebody who types fast asks three times a second; the browser keeps what it asked for.
SUGGESTIONS, SUGGESTION_SECONDS = 40, 10


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    groups = everywhere.search(query) if query else []
    context = {"query": query, "groups": groups, "total": sum(group.total for group in groups)}
    return render(request, "portal/search.html", context)


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """At most eight public records whose name holds what was typed in `q`."""
    if is_too_frequent(request, "suggest", limit=SUGGESTIONS, seconds=SUGGESTION_SECONDS):
        return JsonResponse({"results": []}, status=429, headers={"Retry-After": str(SUGGESTION_SECONDS)})
    results = suggestions.suggest(request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse({"results": results}, headers={"Cache-Control": "public, max-age=300"})
