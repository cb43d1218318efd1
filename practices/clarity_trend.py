"""How clear the published practices are, by administration and quarter of publication."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DateField, Exists, F, FloatField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate, TruncQuarter
from django.utils.translation import gettext as _

from familynet.kernel.charts import MOST_SERIES, Chart, Series, bar_chart, line_chart
from practices.models import USUAL_MINIMUM, ClarityRule, ClarityWaiver, Practice


class Quartiles(Aggregate):
    """The three values that divide the sorted ones into four equal parts, interpolated."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class Quarter:
    """The public practices that one administration first published in one quarter."""

    administration: str
    begins: datetime.date
    practices: int
    lower: float
    median: float
    upper: float
    below: int
    waived: int

    @property
    def label(self) -> str:
        return quarter_label(self.begins)

    @property
    def share_below(self) -> int:
        """Percent under the minimum that was valid on the day of publication."""
        return round(100 * self.below / self.practices)


def quarter_label(begins: datetime.date) -> str:
    """ "2/2024": the second quarter of 2024."""
    return f"{(begins.month + 2) // 3}/{begins.year}"


def quarters() -> list[Quarter]:
    """All of them, oldest first. One query."""
    rules = ClarityRule.objects.filter(administration=OuterRef("administration"), valid_from__lte=OuterRef("day"))
    minimum = Subquery(rules.order_by("-valid_from").values("minimum")[:1])
    rows = (
        Practice.objects.public()
        .filter(clarity__isnull=False)
        .annotate(day=TruncDate("published_at"), begins=TruncQuarter("published_at", output_field=DateField()))
        .annotate(
            minimum=Coalesce(minimum, Value(USUAL_MINIMUM)),
            waived=Exists(ClarityWaiver.objects.filter(practice=OuterRef("pk"))),
        )
        .order_by()
        .values("administration__short_name", "begins")
        .annotate(
            n=Count("pk"),
            quartiles=Quartiles("clarity"),
            below=Count("pk", filter=Q(clarity__lt=F("minimum"))),
            waivers=Count("pk", filter=Q(waived=True)),
        )
        .order_by("begins", "administration__short_name")
    )
    return [_quarter(row) for row in rows]


def _quarter(row: Mapping[str, Any]) -> Quarter:
    lower, median, upper = (min(max(value, 0.0), 100.0) for value in row["quartiles"])
    return Quarter(
        administration=row["administration__short_name"],
        begins=row["begins"],
        practices=row["n"],
        lower=lower,
        median=median,
        upper=upper,
        below=row["below"],
        waived=row["waivers"],
    )


def span(found: Sequence[Quarter]) -> list[datetime.date]:
    """Every quarter from the first to the last one, also those without practices."""
    if not found:
        return []
    days = [found[0].begins]
    while days[-1] < found[-1].begins:
        year, month = days[-1].year, days[-1].month + 3
        days.append(datetime.date(year + (month > 12), (month - 1) % 12 + 1, 1))
    return days


def median_chart(found: Sequence[Quarter]) -> Chart:
    """The median of each administration, one line each; those with most practices when there are too many."""
    days = span(found)
    sizes: dict[str, int] = {}
    for quarter in found:
        sizes[quarter.administration] = sizes.get(quarter.administration, 0) + quarter.practices
    names = sorted(sorted(sizes, key=lambda name: -sizes[name])[:MOST_SERIES])
    values = {(quarter.administration, quarter.begins): quarter.median for quarter in found}
    series = [Series(name, [values.get((name, day)) for day in days]) for name in names]
    if len(days) == 1:  # one point makes no line
        return bar_chart(
            key="clarity-median",
            title=_("Indice di chiarezza mediano, pubblicate nel trimestre %(name)s")
            % {"name": quarter_label(days[0])},
            labels_title=_("Amministrazione"),
            labels=names,
            series=[Series(_("Mediana"), [values[name, days[0]] for name in names])],
        )
    return line_chart(
        key="clarity-median",
        title=_("Indice di chiarezza mediano, per trimestre di pubblicazione"),
        description=_("Metà delle pratiche pubblicate nel trimestre sta sopra questo valore, metà sotto."),
        labels_title=_("Trimestre"),
        labels=[quarter_label(day) for day in days],
        series=series or [Series("–", [])],
        low=0,
        high=100,
    )


def quartile_chart(found: Sequence[Quarter], administration: str, number: int) -> Chart:
    """The three quartiles of one administration."""
    own = {quarter.begins: quarter for quarter in found if quarter.administration == administration}
    days = span([own[day] for day in sorted(own)])
    parts = ((_("Un quarto sotto"), "lower"), (_("Mediana"), "median"), (_("Un quarto sopra"), "upper"))
    return line_chart(
        key=f"clarity-quartiles-{number}",
        title=_("%(name)s: come si distribuisce") % {"name": administration},
        labels_title=_("Trimestre"),
        labels=[quarter_label(day) for day in days],
        series=[Series(name, [getattr(own.get(day), part, None) for day in days]) for name, part in parts],
        low=0,
        high=100,
    )
