"""The plots of the exchange, for the page and for paper."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from familynet.kernel.charts import Chart, Series, bar_chart
from familynet.kernel.stacked_charts import column_chart
from familynet.portal.exchange.summary import Exchange


def over_time(exchange: Exchange) -> Chart:
    """Stacked columns: how many things in each step of the period, by administration."""
    labels, values = exchange.by_time
    return column_chart(
        key="exchange-time",
        title=_("Che cosa si è scambiato nel tempo"),
        description=_(
            "Una colonna per trimestre (1/2023: il primo del 2023) o per anno, con una parte per amministrazione."
        ),
        labels_title=_("Periodo"),
        labels=labels,
        series=[Series(party.name, values[party.slug]) for party in exchange.parties],
    )


def by_area(exchange: Exchange) -> Chart:
    """Bars: how many things under each area of work."""
    return bar_chart(
        key="exchange-areas",
        title=_("Quanto per ogni tema di lavoro"),
        labels_title=_("Tema"),
        labels=[title for title, _counts, _total in exchange.table],
        series=[Series(_("Scambi"), [total for _title, _counts, total in exchange.table])],
    )


def drawing(chart: Chart) -> str:
    """A chart as an SVG file on its own: colours stand in it, because no style sheet goes with it."""
    return render_to_string("pdf/chart.svg", {"chart": chart, "is_column": bool(chart.label_ticks)})


def in_words(chart: Chart) -> str:
    """The text in the place of a plot: its title and all its numbers."""
    rows = []
    for label, values in chart.rows:
        parts = [f"{column} {value}" for column, value in zip(chart.header[1:], values, strict=True)]
        rows.append(f"{label}: {', '.join(parts)}")
    return f"{chart.title}. {'; '.join(rows)}."
