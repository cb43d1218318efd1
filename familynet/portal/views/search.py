"""Search over everything that is public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from familynet.portal import search as everywhere
from familynet.portal.forms import SearchForm


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    groups = everywhere.search(query) if query else []
    context = {"query": query, "groups": groups, "total": sum(group.total for group in groups)}
    return render(request, "portal/search.html", context)
