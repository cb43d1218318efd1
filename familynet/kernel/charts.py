"""Plain numbers drawn as lines or bars: the geometry here, the SVG in templates/components/_chart_*.html.

A page makes a chart in its view and includes the template of its kind; the numbers stand in a table below the
drawing. Colours, print and forced colours are in charts.css, by class: nothing is styled in the markup, and
series differ by shape as well as by colour.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import Truncator

WIDTH = 640
LINES_HEIGHT = 320
MOST_SERIES = 4  # as many as charts.css tells apart
TOP, RIGHT, BOTTOM = 24, 24, 56
ROW_HEAD, BAR, ROW_GAP = 32, 26, 14  # of bars: the line of the label, one bar, the space below
CHARACTER, CHARACTER_WIDE = 13, 9  # room for one character, on a narrow screen and on a wide one
MOST_CHARACTERS = 44  # of the label above a bar; the table has the whole one

Number = int | float | Decimal


@dataclass(frozen=True)
class Series:
    """A name and one value per label; None where there is nothing to show."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True)
class Tick:
    """A step of an axis. `at` is the place on it; a minor one has no room on a narrow screen.

    `anchor` is the side by which its text hangs there: the last one must not leave the drawing.
    """

    at: str
    label: str
    is_minor: bool = False
    anchor: str = "middle"


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    series: int
    value: str
    value_x: str
    value_y: str
    hint: str


@dataclass(frozen=True)
class Group:
    """The bars of one label, and where the label stands."""

    label: str
    y: str
    bars: list[Bar]


@dataclass(frozen=True)
class Point:
    path: str
    hint: str


@dataclass(frozen=True)
class Line:
    """One series: its parts (a missing value interrupts it) and its points."""

    series: int
    paths: list[str]
    points: list[Point]


@dataclass(frozen=True)
class Reference:
    """A level to compare with: where it runs and what it says."""

    y: str
    label: str


@dataclass(frozen=True)
class Chart:
    """What a template needs to draw, and the same numbers as a table."""

    key: str
    title: str
    description: str
    labels_title: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    legend: list[tuple[int, str]]
    header: list[str]
    rows: list[tuple[str, list[str]]]
    value_ticks: list[Tick]
    label_ticks: list[Tick]
    groups: list[Group]
    lines: list[Line]
    reference: Reference | None = None

    @property
    def is_empty(self) -> bool:
        return not self.rows


def place(value: float) -> str:
    """A coordinate as SVG wants it, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")


def shown(value: Number | None, unit: str = "") -> str:
    """A number for people: 12.500, 41,5, "–" for none; with its unit behind a space that does not break."""
    if value is None:
        return "–"
    digits = 0 if value == int(value) else 1
    text = str(number_format(round(float(value), digits), decimal_pos=digits, use_l10n=True, force_grouping=True))
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def round_steps(low: Number, high: Number, most: int = 5) -> list[float]:
    """Round numbers that cover low to high in at most `most` steps: 0, 20, 40 … The last one is >= high."""
    low, high = float(low), float(high)
    if high - low < 1e-6:
        high = low + 1
    rough = (high - low) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999999)
    first = math.floor(low / step)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def bar_chart(
    *,
    key: str,
    title: str,
    labels_title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    description: str = "",
) -> Chart:
    """Horizontal bars from zero, the label above its own ones: long Italian names keep their whole text.

    `key` makes the ids of the page unique. Raises ValueError for negative values, for too many series and
    for one whose values do not fit the labels.
    """
    check(labels, series)
    values = [value for one in series for value in one.values if value is not None]
    if any(value < 0 for value in values):
        raise ValueError("bars start at zero: no negative values")
    steps = round_steps(0, max(values, default=0))
    longest = max((len(shown(value, unit)) for value in values), default=0)
    room = WIDTH - 8 - longest * CHARACTER
    row = ROW_HEAD + BAR * len(series) + ROW_GAP
    groups = []
    for number, label in enumerate(labels):
        top = number * row
        bars = [
            _bar(one, place_of, number, top, room / steps[-1], unit)
            for place_of, one in enumerate(series, start=1)
        ]
        groups.append(
            Group(Truncator(label).chars(MOST_CHARACTERS), place(top + ROW_HEAD - 9), [bar for bar in bars if bar])
        )
    height = row * len(labels)
    return Chart(
        **_common(key, title, description, labels_title, labels, series, unit),
        height=height,
        left="0",
        right=place(room),
        top="0",
        bottom=place(height),
        value_ticks=[Tick(place(step * room / steps[-1]), shown(step, unit)) for step in steps],
        label_ticks=[],
        groups=groups,
        lines=[],
    )


def _bar(one: Series, series: int, number: int, top: float, scale: float, unit: str) -> Bar | None:
    value = one.values[number]
    if value is None:
        return None
    y, length = top + ROW_HEAD + (series - 1) * BAR, float(value) * scale
    return Bar(
        x="0",
        y=place(y),
        width=place(length),
        height=place(BAR - 4),
        series=series,
        value=shown(value, unit),
        value_x=place(length + 8),
        value_y=place(y + BAR - 9),
        hint=f"{one.name}: {shown(value, unit)}",
    )


def line_chart(
    *,
    key: str,
    title: str,
    labels_title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    description: str = "",
    low: Number | None = None,
    high: Number | None = None,
    reference: tuple[str, Number] | None = None,
) -> Chart:
    """Lines through one point per label, from left to right; a missing value interrupts its line.

    The scale covers the values, the `reference` (its name, its level), and `low` to `high` when given.
    """
    check(labels, series)
    known = [float(value) for one in series for value in one.values if value is not None]
    known += [float(value) for value in (low, high, reference[1] if reference else None) if value is not None]
    steps = round_steps(min(known, default=0), max(known, default=1))
    left = 14 + CHARACTER * max(len(shown(step)) for step in steps)
    bottom = LINES_HEIGHT - BOTTOM
    gap = (WIDTH - left - RIGHT) / max(len(labels), 1)

    def x_of(number: int) -> float:
        return left + gap * (number + 0.5)

    def y_of(value: Number) -> float:
        return bottom - (float(value) - steps[0]) / (steps[-1] - steps[0]) * (bottom - TOP)

    drawn = []
    for number, one in enumerate(series, start=1):
        spots = [
            None
            if value is None
            else (x_of(spot), y_of(value), f"{labels[spot]}, {one.name}: {shown(value, unit)}")
            for spot, value in enumerate(one.values)
        ]
        drawn.append(_line(number, spots))
    return Chart(
        **_common(key, title, description, labels_title, labels, series, unit),
        height=LINES_HEIGHT,
        left=place(left),
        right=place(WIDTH - RIGHT),
        top=place(TOP),
        bottom=place(bottom),
        value_ticks=[Tick(place(y_of(step)), shown(step)) for step in steps],
        label_ticks=list(_label_ticks(labels, [x_of(number) for number in range(len(labels))])),
        groups=[],
        lines=drawn,
        reference=Reference(place(y_of(reference[1])), reference[0]) if reference else None,
    )


def _line(number: int, spots: list[tuple[float, float, str] | None]) -> Line:
    parts: list[list[tuple[float, float, str]]] = [[]]
    for spot in spots:
        if spot is not None:
            parts[-1].append(spot)
        elif parts[-1]:
            parts.append([])
    paths = ["M" + " L".join(f"{place(x)} {place(y)}" for x, y, _ in part) for part in parts if len(part) > 1]
    points = [Point(_shape(number, x, y), hint) for part in parts for x, y, hint in part]
    return Line(number, paths, points)


def _shape(series: int, x: float, y: float) -> str:
    """The point of a series: disc, square, diamond, triangle."""
    a, b = place(x), place(y)
    if series == 1:
        return f"M{place(x - 5)} {b}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    if series == 2:
        return f"M{place(x - 5)} {place(y - 5)}h10v10h-10Z"
    if series == 3:
        return f"M{a} {place(y - 7)}L{place(x + 7)} {b}L{a} {place(y + 7)}L{place(x - 7)} {b}Z"
    return f"M{a} {place(y - 7)}L{place(x + 6)} {place(y + 5)}L{place(x - 6)} {place(y + 5)}Z"


def _label_ticks(labels: Sequence[str], places: list[float]) -> Iterator[Tick]:
    """As many labels as fit: the last one always, then every n-th before it."""
    if not labels:
        return
    longest = max(map(len, labels)) + 2
    gap = (places[-1] - places[0]) / max(len(labels) - 1, 1) or WIDTH
    wide, narrow = (math.ceil(longest * size / gap) for size in (CHARACTER_WIDE, CHARACTER))
    narrow = math.ceil(narrow / wide) * wide
    for number, (label, x) in enumerate(zip(labels, places, strict=True)):
        behind = len(labels) - 1 - number
        if behind % wide:
            continue
        leaves = x + len(label) * CHARACTER / 2 > WIDTH
        at, anchor = (WIDTH, "end") if leaves else (x, "middle")
        yield Tick(place(at), label, is_minor=behind % narrow != 0, anchor=anchor)


def check(labels: Sequence[str], series: Sequence[Series]) -> None:
    """Raises ValueError for what cannot be drawn."""
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a chart has one to {MOST_SERIES} series, not {len(series)}")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("every series needs one value per label")


def _common(
    key: str,
    title: str,
    description: str,
    labels_title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str,
) -> dict:
    columns = [one.name for one in series]
    rows = [(label, [shown(one.values[n], unit) for one in series]) for n, label in enumerate(labels)]
    return {
        "key": key,
        "title": title,
        "description": description,
        "labels_title": labels_title,
        "width": WIDTH,
        "legend": list(enumerate(columns, start=1)) if len(series) > 1 else [],
        "header": [labels_title, *columns],
        "rows": rows,
    }
