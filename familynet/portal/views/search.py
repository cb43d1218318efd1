"""Search over everything that is public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from familynet.portal.forms import SearchForm


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    return render(request, "portal/search.html", {"query": query, "groups": [], "total": 0})
