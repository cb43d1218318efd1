"""Columns over time, each made of the parts of its series: drawn by components/_chart_columns.html."""

from collections.abc import Sequence

from familynet.kernel.charts import (
    BOTTOM,
    CHARACTER,
    LINES_HEIGHT,
    RIGHT,
    TOP,
    WIDTH,
    Bar,
    Chart,
    Group,
    Series,
    Tick,
    _common,
    _label_ticks,
    check,
    place,
    round_steps,
    shown,
)

WIDEST = 48  # of a column


def column_chart(
    *,
    key: str,
    title: str,
    labels_title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    description: str = "",
) -> Chart:
    """One column per label, the first series at the bottom; a missing value is no part of it.

    `key` makes the ids of the page unique. Raises ValueError for negative values, for too many series and
    for one whose values do not fit the labels.
    """
    check(labels, series)
    if any((value or 0) < 0 for one in series for value in one.values):
        raise ValueError("columns start at zero: no negative values")
    totals = [sum(float(one.values[n] or 0) for one in series) for n in range(len(labels))]
    steps = round_steps(0, max(totals, default=0))
    left, bottom = 14 + CHARACTER * max(len(shown(step)) for step in steps), LINES_HEIGHT - BOTTOM
    gap, scale = (WIDTH - left - RIGHT) / max(len(labels), 1), (bottom - TOP) / steps[-1]
    middles = [left + gap * (number + 0.5) for number in range(len(labels))]
    width = min(gap * 0.7, WIDEST)
    groups = [
        Group(label, place(bottom), _parts(label, series, number, middles[number], width, bottom, scale, unit))
        for number, label in enumerate(labels)
    ]
    return Chart(
        **_common(key, title, description, labels_title, labels, series, unit),
        height=LINES_HEIGHT,
        left=place(left),
        right=place(WIDTH - RIGHT),
        top=place(TOP),
        bottom=place(bottom),
        value_ticks=[Tick(place(bottom - step * scale), shown(step)) for step in steps],
        label_ticks=list(_label_ticks(labels, middles)),
        groups=groups,
        lines=[],
    )


def _parts(
    label: str,
    series: Sequence[Series],
    number: int,
    middle: float,
    width: float,
    bottom: float,
    scale: float,
    unit: str,
) -> list[Bar]:
    """The parts of one column from the bottom up; empty ones are not drawn."""
    parts, y = [], bottom
    for place_of, one in enumerate(series, start=1):
        value = one.values[number]
        if not value:
            continue
        height = float(value) * scale
        y -= height
        parts.append(
            Bar(
                x=place(middle - width / 2),
                y=place(y),
                width=place(width),
                height=place(height),
                series=place_of,
                value=shown(value, unit),
                value_x=place(middle),
                value_y=place(y + height / 2),
                hint=f"{label}, {one.name}: {shown(value, unit)}",
            )
        )
    return parts
