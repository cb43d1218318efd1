"""Routes of the portal's own pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.generic import TemplateView

from familynet.portal.views import desk, exchange, home, organisation, reports, search, visitors

app_name = "portal"


def page(address: str, name: str) -> URLPattern:
    """A public page without data of its own."""
    return path(address, login_not_required(TemplateView.as_view(template_name=f"portal/{name}.html")), name=name)


urlpatterns = [
    path("", home.home, name="home"),
    path("scrivania/", desk.desk, name="desk"),
    path("scrivania/segnalazioni/", reports.report_list, name="reports"),
    path("scrivania/segnalazioni/<uuid:number>/", reports.report_answer, name="report_answer"),
    path("scrivania/scambio/", exchange.home, name="exchange_home"),
    path("scrivania/protocolli/<slug:slug>/scambio/", exchange.exchange, name="exchange"),
    path("scrivania/protocolli/<slug:slug>/scambio/scambio.csv", exchange.numbers, name="exchange_csv"),
    path("scrivania/protocolli/<slug:slug>/scambio/<int:year>.pdf", exchange.report, name="exchange_report"),
    path("cerca/", search.search, name="search"),
    path("cerca/suggerimenti/", search.suggest, name="suggest"),
    path("organizzazioni/<slug:slug>/", organisation.organisation, name="organisation"),
    path("segnala-disservizio/", visitors.report, name="report"),
    path("valutazione/", visitors.feedback, name="feedback"),
    page("valutazione/grazie/", "feedback_thanks"),
    page("privacy/", "privacy"),
    page("note-legali/", "legal"),
    page("accessibilita/", "accessibility"),
    page("contatti/", "contacts"),
    page("mappa-sito/", "sitemap"),
    page("domande-frequenti/", "faq"),
]
