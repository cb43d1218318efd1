"""Routes of the whole site; apps are named by string. Italian paths, and /en/ for the English interface."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("gestione/", admin.site.urls),
    path("", include("familynet.portal.root_urls")),
    *i18n_patterns(
        path("accesso/", include("familynet.accounts.sign_in_urls")),
        path("", include("familynet.territories.urls")),
        path("", include("familynet.accounts.urls")),
        path("", include("familynet.notifications.urls")),
        path("", include("familynet.organisations.urls")),
        path("", include("familynet.protocols.urls")),
        path("", include("familynet.networks.urls")),
        path("", include("practices.urls")),
        path("", include("practices.urls.events")),
        path("", include("certifications.urls")),
        path("", include("districts.urls")),
        path("", include("familynet.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "familynet.portal.views.errors.bad_request"
handler500 = "familynet.portal.views.errors.server_error"
