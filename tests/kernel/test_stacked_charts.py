import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from familynet.kernel.charts import Series
from familynet.kernel.stacked_charts import column_chart


def columns(*series, **more):
    labels = [f"{number + 1}/2024" for number in range(len(series[0]))]
    named = [Series(f"Serie {number}", values) for number, values in enumerate(series, start=1)]
    given = {"key": "c", "title": "Nel tempo", "labels_title": "Trimestre", "labels": labels, "series": named}
    return column_chart(**given | more)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=20))
def test_parts_of_a_column_stand_on_each_other_within_the_drawing(pairs):
    chart = columns([a for a, _ in pairs], [b for _, b in pairs])
    for (first, second), group in zip(pairs, chart.groups, strict=True):
        edge = float(chart.bottom)
        assert len(group.bars) == bool(first) + bool(second)
        for bar in group.bars:
            assert float(bar.y) + float(bar.height) == pytest.approx(edge, abs=0.25)
            edge = float(bar.y)
            assert float(chart.left) <= float(bar.x) <= float(bar.x) + float(bar.width) <= float(chart.right) + 0.1
        assert edge >= float(chart.top) - 0.25


def test_heights_tell_the_numbers():
    first, second = columns([10, 20]).groups
    assert float(second.bars[0].height) == pytest.approx(2 * float(first.bars[0].height), abs=0.2)


def test_missing_and_zero_are_not_drawn_but_stand_in_the_table():
    chart = columns([None, 0, 3])
    assert [len(group.bars) for group in chart.groups] == [0, 0, 1]
    assert [values for _label, values in chart.rows] == [["–"], ["0"], ["3"]]


@pytest.mark.parametrize("series", [[[-1]], [[1]] * 5, [[1, 2], [1]]])
def test_what_cannot_be_drawn_is_refused(series):
    with pytest.raises(ValueError, match=r"column|series"):
        columns(*series)


def test_drawing_has_names_hints_and_table():
    html = render_to_string("components/_chart_columns.html", {"chart": columns([1200], [3]), "level": "h3"})
    assert '<title id="c-title">Nel tempo</title>' in html
    assert "1/2024, Serie 1: 1.200" in html
    assert '<th scope="row">1/2024</th><td>1.200</td><td>3</td>' in html
    assert "style=" not in html


def test_no_columns_say_so():
    html = render_to_string("components/_chart_columns.html", {"chart": columns([])})
    assert "Non ci sono ancora numeri" in html
