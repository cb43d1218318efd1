"""Dates, minimum content, figures and comparisons of multi-year schemes: pure functions, no database."""

import datetime
import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certifications.engine.figures import Figure, Rule, Typed, benchmark, beyond_base, read_figures
from certifications.engine.phases import Span, expand, length, place_phases
from certifications.engine.plan_rules import Gap, gaps
from certifications.models import Activity
from certifications.plan_versions import compare
from familynet.kernel.dates import add_months

D = datetime.date
FIRST_CYCLE = [
    (Span(None), 1),
    (Span(6), 1),
    (Span(0), 1),
    (Span(0, grants=True), 1),
    (Span(12), 3),
    (Span(0, grants=True), 1),
]


def test_first_cycle_is_forty_two_months():
    spans = expand(FIRST_CYCLE)
    assert length(spans) == 42
    terms = place_phases(D(2024, 3, 15), spans)
    assert [term.due_on for term in terms] == [
        None,
        D(2024, 9, 15),
        D(2024, 9, 15),
        D(2024, 9, 15),
        D(2025, 9, 15),
        D(2026, 9, 15),
        D(2027, 9, 15),
        D(2027, 9, 15),
    ]


def test_short_month_shifts_no_later_term():
    terms = place_phases(D(2023, 8, 31), [Span(6), Span(6), Span(12)])
    assert [term.due_on for term in terms] == [D(2024, 2, 29), D(2024, 8, 31), D(2025, 8, 31)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(D(1990, 1, 1), D(2090, 1, 1)),
    months=st.lists(st.integers(0, 36), min_size=1, max_size=12),
)
def test_terms_never_go_back_and_end_after_all_months(start, months):
    terms = place_phases(start, [Span(number) for number in months])
    assert terms[-1].due_on == add_months(start, sum(months))
    for before, after in itertools.pairwise(terms):
        assert before.starts_on <= before.due_on <= after.due_on
        assert before.starts_on <= after.starts_on <= after.due_on


@pytest.mark.parametrize(
    ("activities", "expected"),
    [
        ([], [Gap("a", 0, 1), Gap("b", 0, 1)]),
        (["a"], [Gap("b", 0, 1)]),
        (["a", "b", "b"], []),
        (["a", "c"], [Gap("b", 0, 1)]),
    ],
)
def test_gaps_name_each_place_below_the_minimum(activities, expected):
    assert gaps(["a", "b"], 1, activities) == expected


STAFF = Rule("staff", "number", by_sex=True)
HOME = Rule("home", "percentage", by_sex=True, base="staff")
DAYS = Rule("days", "number")
INDEX = Rule("index", "index", parts=("home", "absent"))


def test_figures_are_sums_shares_and_means():
    typed = {
        "staff": Typed(women=Decimal(60), men=Decimal(40)),
        "home": Typed(women=Decimal(15), men=Decimal(4)),
        "days": Typed(Decimal("4.3")),
    }
    assert read_figures([STAFF, HOME, DAYS, INDEX], typed) == {
        "staff": Figure(Decimal(100), Decimal(60), Decimal(40)),
        "home": Figure(Decimal("19.0"), Decimal("25.0"), Decimal("10.0")),
        "days": Figure(Decimal("4.3")),
        "index": Figure(Decimal("19.0")),
    }


@pytest.mark.parametrize("staff", [Typed(), Typed(women=Decimal(60)), Typed(women=Decimal(0), men=Decimal(0))])
def test_share_of_nothing_is_unknown(staff):
    typed = {"staff": staff, "home": Typed(women=Decimal(0), men=Decimal(0))}
    assert read_figures([STAFF, HOME, INDEX], typed)["home"].total is None


def test_part_above_its_whole_is_found():
    typed = {
        "staff": Typed(women=Decimal(5), men=Decimal(5)),
        "home": Typed(women=Decimal(6), men=Decimal(0)),
    }
    assert beyond_base([STAFF, HOME], typed) == [("home", "women")]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([1, 2, 3, 4], None),
        ([1, 2, 3, 4, None], None),
        ([1, 2, 3, 4, 50], Decimal("3.0")),
        ([1, 2, 3, 4, 50, 60], Decimal("3.5")),
    ],
)
def test_benchmark_needs_five_others(others, expected):
    assert benchmark([None if value is None else Decimal(value) for value in others]) == expected


def test_versions_are_compared_by_the_number_of_the_activity():
    def activity(key, title, **fields):
        made = Activity(key=key, title=title, **fields)
        made._state.fields_cache["field"] = "Orari"
        return made

    older = [activity(1, "Banca ore"), activity(2, "Asilo")]
    newer = [activity(1, "Banca delle ore", women=3), activity(3, "Lavoro agile")]
    found = compare(older, newer)
    assert ([a.key for a in found.added], [a.key for a in found.removed]) == ([3], [2])
    changes = [(change.label, change.before, change.after) for change in found.changed[0][1]]
    assert changes == [("titolo", "Banca ore", "Banca delle ore"), ("beneficiarie, donne", "", "3")]
    assert compare(newer, newer).is_same
