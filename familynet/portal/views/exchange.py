"""The exchange of a protocol for the officials of its parties: page, numbers, yearly report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from familynet.kernel.spreadsheets import csv_response
from familynet.portal.exchange import plots
from familynet.portal.exchange.period import PeriodForm, year_window, years_of
from familynet.portal.exchange.report import summary, yearly_report
from familynet.portal.exchange.summary import gather
from familynet.portal.permissions import can_see_exchange, protocols_of
from familynet.protocols.models import Protocol


def protocol_or_404(request: HttpRequest, slug: str) -> Protocol:
    """A protocol whose party the person works for; for everybody else it is not there."""
    visible = Protocol.objects.visible_to(request.user).prefetch_related("parties", "areas")
    protocol = visible.filter(slug=slug).first()
    if protocol is None or not can_see_exchange(request.user, protocol):
        raise Http404
    return protocol


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The only protocol at once; several, or none, as a list."""
    protocols = list(protocols_of(request.user))
    if len(protocols) == 1:
        return redirect("portal:exchange", protocols[0].slug)
    return render(request, "portal/exchange_list.html", {"protocols": protocols})


@require_safe
def exchange(request: HttpRequest, slug: str) -> HttpResponse:
    """What was exchanged under each area of work, in a period, by whom."""
    protocol = protocol_or_404(request, slug)
    form = PeriodForm(request.GET, protocol=protocol)
    found = gather(form.window(), only=form.only)
    context = {
        "protocol": protocol,
        "form": form,
        "exchange": found,
        "sentences": summary(found),
        "over_time": plots.over_time(found),
        "by_area": plots.by_area(found),
        "years": years_of(protocol),
    }
    return render(request, "portal/exchange.html", context)


@require_safe
def numbers(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same lines as CSV."""
    protocol = protocol_or_404(request, slug)
    form = PeriodForm(request.GET, protocol=protocol)
    header = [_("Data"), _("Tema"), _("Che cosa"), _("Amministrazione"), _("Titolo"), _("Indirizzo")]
    titles = {area.code: area.title for area in protocol.areas.all()}
    rows = (
        (
            line.item.date.isoformat(),
            titles[line.item.area],
            line.source.label,
            line.party.name,
            line.item.title,
            request.build_absolute_uri(line.item.url),
        )
        for line in gather(form.window(), only=form.only).lines
    )
    return csv_response(f"scambio-{slug}.csv", header, rows)


@require_safe
def report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The report of one year as an archivable PDF; 404 for a year outside the protocol's life."""
    protocol = protocol_or_404(request, slug)
    if year not in years_of(protocol):
        raise Http404
    response = HttpResponse(yearly_report(gather(year_window(protocol, year))), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="rapporto-scambio-{slug}-{year}.pdf"'
    return response
