"""The public home page."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from familynet.portal.figures import figures
from familynet.portal.navigation import DOORS, links
from practices.views.events import next_events


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "doors": list(links(DOORS, request)),
        "figures": figures(),
        "next_events": next_events(request.user),
        "metatag": metatag(),
    }
    return render(request, "portal/home.html", context)


def metatag() -> dict[str, Any]:
    """The site for search engines, in the words of schema.org."""
    return {
        "@type": "WebSite",
        "name": "FamilyNet",
        "description": _("Il portale comune delle politiche familiari"),
        "url": settings.SITE_URL + reverse("portal:home"),
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}{reverse('portal:search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
