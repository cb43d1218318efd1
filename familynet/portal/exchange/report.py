"""The yearly report of an exchange: what templates/pdf/exchange_report.typ prints. No query of its own."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from familynet.kernel.charts import Chart, shown
from familynet.kernel.pdf import render_pdf
from familynet.portal.exchange import plots
from familynet.portal.exchange.sources import SOURCES
from familynet.portal.exchange.summary import AreaPart, Exchange


def yearly_report(exchange: Exchange) -> bytes:
    """The PDF; the same data on the same last day give the same bytes."""
    return render_pdf("exchange_report", report_data(exchange))


def report_data(exchange: Exchange) -> dict[str, Any]:
    """All words, figures and drawings of the report."""
    protocol, window = exchange.protocol, exchange.window
    until = min(window.end, max(timezone.localdate(), window.start))
    return {
        "title": _("Rapporto annuale dello scambio %(year)s") % {"year": window.end.year},
        "bodies": [party.name for party in sorted(protocol.parties.all(), key=lambda each: each.name)],
        "kind": _("Rapporto annuale"),
        "lines": [protocol.title, _("Dati fino al %(day)s") % {"day": until.strftime("%d/%m/%Y")}],
        "date": [until.year, until.month, until.day],
        "address": settings.SITE_URL + reverse("protocols:page", args=[protocol.slug]),
        "labels": _labels(),
        "summary": summary(exchange),
        "table": {
            "header": [_("Tema"), *(party.name for party in exchange.parties), _("Totale")],
            "rows": [
                *([title, *map(str, counts), str(total)] for title, counts, total in exchange.table),
                [_("Totale"), *map(str, exchange.sums), str(exchange.total)],
            ],
        },
        "charts": [_chart(plots.over_time(exchange)), _chart(plots.by_area(exchange))],
        "areas": [_area(part) for part in exchange.areas],
        "method": method(),
    }


def _labels() -> dict[str, str]:
    return {
        "contents": _("Indice"),
        "summary": _("In sintesi"),
        "plots": _("I grafici"),
        "numbers": _("I numeri del grafico"),
        "method": _("Come è fatto questo rapporto"),
        "nothing": _("In questo periodo non c'è nulla sotto questo tema."),
    }


def summary(exchange: Exchange) -> list[str]:
    """A few sentences with the figures that matter."""
    if not exchange.total:
        return [_("In questo periodo non risulta nessuno scambio.")]
    whole = ngettext(
        "Nel periodo c'è stato %(n)s scambio tra le amministrazioni del protocollo.",
        "Nel periodo ci sono stati %(n)s scambi tra le amministrazioni del protocollo.",
        exchange.total,
    ) % {"n": shown(exchange.total)}
    shares = zip(exchange.parties, exchange.sums, strict=True)
    by_party = "; ".join(f"{party.name} {shown(number)}" for party, number in shares)
    most = max(total for *_rest, total in exchange.table)
    busiest = [title for title, _counts, total in exchange.table if total == most]
    empty = [title for title, _counts, total in exchange.table if not total]
    found = [whole, _("Di chi: %(parties)s.") % {"parties": by_party}]
    if len(busiest) == 1:
        words = {"title": busiest[0], "n": shown(most)}
        found.append(_("Il tema con più scambi è “%(title)s”, con %(n)s.") % words)
    if empty:
        found.append(_("Senza scambi nel periodo: %(areas)s.") % {"areas": "; ".join(empty)})
    return found


def method() -> list[str]:
    """What counts, and what does not."""
    kinds = ", ".join(str(source.label).lower() for source in SOURCES)
    return [
        _("Conta ciò che è registrato nel portale: %(kinds)s.") % {"kinds": kinds},
        _("Ogni voce ha una data, un tema e chi l'ha fatta, e si può aprire dal suo collegamento."),
        _("Una buona pratica conta sotto il tema a cui appartiene la sua area di intervento."),
        _("Le azioni registrate sotto il protocollo sono di tutte le parti: stanno sotto “Insieme”."),
        _("I numeri possono crescere quando si registra più tardi una voce con una data di questo periodo."),
    ]


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": chart.title,
        "text": chart.description,
        "svg": plots.drawing(chart),
        "alt": plots.in_words(chart),
        "legend": [{"number": number, "name": name} for number, name in chart.legend],
        "header": chart.header,
        "rows": [[label, *values] for label, values in chart.rows],
    }


def _area(part: AreaPart) -> dict[str, Any]:
    return {
        "title": part.area.title,
        "text": part.area.text,
        "counts": [f"{source.label}: {shown(number)}" for source, number in part.by_kind],
        "header": [_("Data"), _("Che cosa"), _("Di chi"), _("Titolo")],
        "lines": [
            {
                "date": line.item.date.strftime("%d/%m/%Y"),
                "kind": str(line.source.label),
                "party": line.party.name,
                "title": line.item.title,
                "address": settings.SITE_URL + line.item.url,
            }
            for line in part.lines
        ],
    }
