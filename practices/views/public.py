"""What everybody sees: the list, a practice, its documents."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from familynet.kernel.documents import Document, serve
from familynet.kernel.history import HistoryEntry
from practices.filters import SORTS, PracticeFilterSet
from practices.followers import offer_filters, offer_practice
from practices.models import Practice, PracticeDocument, PracticeVersion, VersionDocument
from practices.permissions import can_see_contact, can_see_people
from practices.search import did_you_mean, mark
from practices.talk_pages import panel
from practices.views.adoptions import adoptions_panel
from practices.views.events import events_about
from practices.views.quality import quality_of


class ShelfPaginator(Paginator):
    """A page after the last one is the last one: a shared address outlives what it listed."""

    def validate_number(self, number: Any) -> int:
        return int(super().validate_number(min(int(number), self.num_pages)))


@method_decorator(login_not_required, name="dispatch")
class PracticeList(FilterView):
    """The library: facets, text, order, pages; everything is in the address."""

    filterset_class = PracticeFilterSet
    template_name = "practices/practice_list.html"
    context_object_name = "practices"
    http_method_names = ["get", "head"]
    paginate_by = 12
    results_by = 25  # who searches compares more at a glance
    paginator_class = ShelfPaginator
    strict = False

    def get_queryset(self) -> QuerySet[Practice]:
        return Practice.objects.published().for_cards()

    def get_paginate_by(self, queryset: Any) -> int:
        return self.results_by if self.filterset.text else self.paginate_by

    def get_paginator(self, queryset: Any, per_page: int, **kwargs: Any) -> Paginator:
        """The total is known from the facets."""
        paginator = super().get_paginator(queryset, per_page, **kwargs)
        paginator.count = self.filterset.total
        return paginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        filters: PracticeFilterSet = context["filter"]
        practices = context["practices"] = list(context["page_obj"])
        if filters.match:
            mark(practices, filters.match)
            context["did_you_mean"] = did_you_mean(filters.match)
        sorts = [(value, label) for value, label in SORTS.items() if value != "relevance" or filters.text]
        chosen = filters.form.cleaned_data
        context["follow_offers"] = offer_filters(
            self.request.user, chosen.get("area") or [], chosen.get("province") or []
        )
        return context | {"facets": filters.facets(), "text": filters.text, "sort": filters.order, "sorts": sorts}


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice: for everybody when public, before that for who may see it."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    context = page_context(request, practice)
    if practice.is_public:
        context["metatag"] = metatag(practice)
    return render(request, "practices/practice_detail.html", context)


def metatag(practice: Practice) -> dict[str, Any]:
    """A public practice for search engines, in the words of schema.org."""
    return {
        "@type": "Article",
        "headline": practice.title,
        "description": practice.summary,
        "url": settings.SITE_URL + reverse("practices:detail", args=[practice.slug]),
        "inLanguage": "it",
        "datePublished": practice.published_at,
        "dateModified": practice.updated_at,
        "author": {"@type": "GovernmentOrganization", "name": practice.administration.name},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def page_context(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    """What the text of a practice needs, on the public page, in the preview and for the validator."""
    entries = HistoryEntry.objects.of(practice)
    if not can_see_people(request.user, practice):
        entries = entries.public()
    return {
        "practice": practice,
        "documents": list(practice.practice_documents.all()),
        "history": list(entries.select_related("actor", "act")) if practice.is_public else [],
        "related": Practice.objects.related_to(practice) if practice.is_public else [],
        "quality": quality_of(practice) if practice.is_public else None,
        "events": events_about(practice, request.user) if practice.is_public else [],
        "talk": panel(request.user, practice),
        "follow_offer": offer_practice(request.user, practice),
        "show_contact": can_see_contact(request.user, practice),
        "show_people": can_see_people(request.user, practice),
        "panel": adoptions_panel(request, practice),
    }


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """A file of a practice, or of one of its published versions, for whoever may see the practice."""
    practices = Practice.objects.visible_to(request.user).filter(slug=slug)
    in_text = PracticeDocument.objects.filter(practice__in=practices).values("document")
    versions = PracticeVersion.objects.filter(practice__in=practices, practice__state__in=Practice.PUBLIC_STATES)
    in_versions = VersionDocument.objects.filter(version__in=versions).values("document")
    return serve(get_object_or_404(Document, Q(pk__in=in_text) | Q(pk__in=in_versions), uuid=uuid))
