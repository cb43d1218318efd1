"""How long procedures take: median days from start to conclusion, by mark and year of conclusion. No person."""

import datetime
from dataclasses import dataclass

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import ExtractYear

from certifications.models import Application
from familynet.kernel.charts import Chart, Series, bar_chart

ONE_DAY = datetime.timedelta(days=1)
FEWEST = 3  # fewer files than that would tell about single ones


class Median(Aggregate):
    """The middle value (PostgreSQL)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Duration:
    """One mark in one year: `number` files, `median` days, `in_time` of each hundred within their term."""

    scheme: str
    slug: str
    year: int
    number: int
    median: float
    in_time: float | None


def durations(*, scheme_slug: str = "") -> list[Duration]:
    """The newest year first. Files withdrawn do not count, nor those of a demonstration. One query."""
    decided = Application.objects.filter(
        state__in=(Application.State.AWARDED, Application.State.REFUSED),
        started_on__isnull=False,
        concluded_on__gte=F("started_on"),
        is_demo=False,
    )
    if scheme_slug:
        decided = decided.filter(scheme__slug=scheme_slug)
    rows = (
        decided.order_by()
        .annotate(year=ExtractYear("concluded_on"))
        .values_list("scheme__name", "scheme__slug", "year")
        .annotate(
            n=Count("pk"),
            median=Median(F("concluded_on") - F("started_on")),
            with_term=Count("pk", filter=Q(due_on__isnull=False)),
            in_time=Count("pk", filter=Q(due_on__gte=F("concluded_on"))),
        )
        .filter(n__gte=FEWEST)
        .order_by("-year", "scheme__order", "scheme__name")
    )
    return [
        Duration(name, slug, year, n, median / ONE_DAY, 100 * in_time / with_term if with_term else None)
        for name, slug, year, n, median, with_term, in_time in rows
    ]


def durations_chart(
    found: list[Duration], *, title: str, labels_title: str, median: str, unit: str
) -> Chart | None:
    """The newest year's medians as bars; None when there is nothing to draw."""
    if not found:
        return None
    newest = [one for one in found if one.year == found[0].year]
    return bar_chart(
        key="tempi",
        title=title,
        labels_title=labels_title,
        labels=[one.scheme for one in newest],
        series=[Series(median, [one.median for one in newest])],
        unit=unit,
    )
