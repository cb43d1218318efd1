import itertools
import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from familynet.kernel.charts import WIDTH, Series, bar_chart, line_chart, round_steps, shown


def bars(values, **more):
    labels = [f"Voce {number}" for number in range(len(values))]
    series = [Series("Pratiche", values)]
    given = {"key": "c", "title": "Quante", "labels_title": "Voce", "labels": labels, "series": series}
    return bar_chart(**given | more)


def lines(*columns, **more):
    labels = [f"{number + 1}/2024" for number in range(len(columns[0]))]
    series = [Series(f"Serie {number}", values) for number, values in enumerate(columns, start=1)]
    given = {"key": "c", "title": "Andamento", "labels_title": "Mese", "labels": labels, "series": series}
    return line_chart(**given | more)


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 7, [0, 2, 4, 6, 8]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (38, 61, [35, 40, 45, 50, 55, 60, 65]),
        (0, 12_345, [0, 5_000, 10_000, 15_000]),
        (-3, 3, [-4, -2, 0, 2, 4]),
    ],
)
def test_round_steps(low, high, steps):
    assert round_steps(low, high) == steps


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_steps_cover_whatever_they_are_given(low, more):
    steps = round_steps(low, low + more)
    assert steps == sorted(set(steps))
    assert 2 <= len(steps) <= 8
    assert steps[0] <= low + 1e-6
    assert steps[-1] >= low + more - 1e-3


def test_numbers_speak_the_language_of_the_page_and_coordinates_do_not():
    chart = bars([Decimal("1234.5"), 3, None], unit="euro")
    assert [row for _, row in chart.rows] == [["1.234,5\xa0euro"], ["3\xa0euro"], ["–"]]
    assert all(re.fullmatch(r"\d+(\.\d)?", bar.width) for group in chart.groups for bar in group.bars)
    with translation.override("en"):
        assert shown(1234.5) == "1,234.5"


def test_bars_are_as_long_as_their_values_and_stay_inside():
    chart = bars([10, 20, 0])
    lengths = [float(group.bars[0].width) for group in chart.groups]
    assert (lengths[1], lengths[2]) == (pytest.approx(2 * lengths[0]), 0)
    assert max(lengths) <= float(chart.right) < WIDTH


def test_missing_value_has_no_bar_and_interrupts_a_line():
    assert [len(group.bars) for group in bars([1, None]).groups] == [1, 0]
    line = lines([1, 2, None, 4, None, 6, 7]).lines[0]
    assert (len(line.paths), len(line.points)) == (2, 5)


def test_higher_value_is_drawn_higher_and_the_reference_between():
    chart = lines([20, 60], low=0, high=100, reference=("Minimo 40", 40))
    y = [float(path) for path in re.findall(r" ([\d.]+)", chart.lines[0].paths[0])]
    assert y[0] > float(chart.reference.y) > y[1]
    assert (chart.value_ticks[0].label, chart.value_ticks[-1].label) == ("0", "100")


@pytest.mark.parametrize("many", [1, 4, 5, 12, 13, 40, 121])
def test_labels_do_not_overlap_and_the_last_one_is_always_there(many):
    wide = lines([1] * many).label_ticks
    narrow = [tick for tick in wide if not tick.is_minor]
    assert wide[-1].label == narrow[-1].label == f"{many}/2024"
    for ticks, size in ((wide, 8), (narrow, 12)):
        ends = [reach(tick, size) for tick in ticks]
        assert all(left[1] < right[0] for left, right in itertools.pairwise(ends))
        assert ends[-1][1] <= WIDTH


def reach(tick, size):
    """From where to where the text of a label goes."""
    length, at = len(tick.label) * size, float(tick.at)
    return (at - length, at) if tick.anchor == "end" else (at - length / 2, at + length / 2)


def test_long_label_above_a_bar_is_cut_and_whole_in_the_table():
    chart = bars([1], labels=["Servizi " * 20])
    assert (len(chart.groups[0].label), chart.rows[0][0]) == (44, "Servizi " * 20)


def test_what_cannot_be_drawn_is_refused():
    for wrong in ({"series": []}, {"series": [Series("x", [1])] * 5}, {"series": [Series("x", [1, 2])]}):
        with pytest.raises(ValueError, match="series"):
            bars([1], **wrong)
    with pytest.raises(ValueError, match="negative"):
        bars([-1])


@pytest.mark.parametrize(
    ("template", "chart"),
    [
        ("bars", lambda: bars([3, 5], description="Quante <b>oggi</b>.")),
        ("lines", lambda: lines([1, 2], [3, None], description="Quante <b>oggi</b>.")),
    ],
)
def test_drawing_has_a_name_a_table_and_no_styles(template, chart):
    chart = chart()
    page = render_to_string(f"components/_chart_{template}.html", {"chart": chart, "level": "h2"})
    assert '<h2 class="fn-chart-title">' in page
    assert 'role="img" aria-labelledby="c-title c-desc"' in page
    assert (page.count('id="c-title"'), page.count('id="c-desc"'), page.count("<caption")) == (1, 1, 1)
    assert page.count('scope="row"') == 2
    assert ("style=" in page, "<b>oggi" in page, "&lt;b&gt;oggi" in page) == (False, False, True)


def test_several_series_have_a_legend_and_nothing_draws_nothing():
    page = render_to_string("components/_chart_lines.html", {"chart": lines([1, 2], [2, 3])})
    assert page.count("<li>") == 2
    empty = render_to_string("components/_chart_bars.html", {"chart": bars([])})
    assert ('<svg class="fn-chart-drawing' in empty, "Non ci sono ancora numeri" in empty) == (False, True)
