"""Judgements, differences and agreement as values; no database."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certifications.assessing import (
    Agreement,
    Found,
    Result,
    alpha_interval,
    alpha_nominal,
    difference,
    in_words,
    mean,
    median,
    problem_with,
    worth,
)


@dataclass
class Points:
    points_min: Decimal
    points_max: Decimal


FIXED = Points(Decimal(10), Decimal(10))
RANGED = Points(Decimal(2), Decimal(8))


@pytest.mark.parametrize(
    ("requirement", "found", "problem"),
    [
        (FIXED, Found(), "no_outcome"),
        (FIXED, Found("met"), ""),
        (FIXED, Found("partly"), "no_note"),
        (FIXED, Found("not_met", note="  "), "no_note"),
        (FIXED, Found("not_applicable", note="Non c'è mensa"), ""),
        (RANGED, Found("met"), "no_points"),
        (RANGED, Found("met", Decimal(1)), "points_outside"),
        (RANGED, Found("met", Decimal(9)), "points_outside"),
        (RANGED, Found("met", Decimal(8)), ""),
        (RANGED, Found("partly", Decimal(2), "Solo un piano"), ""),
        (RANGED, Found("not_met", note="Manca"), ""),
    ],
)
def test_what_a_judgement_lacks(requirement, found, problem):
    assert problem_with(requirement, found) == problem


@pytest.mark.parametrize(
    ("requirement", "found", "points"),
    [
        (FIXED, Found("met"), 10),
        (FIXED, Found("partly"), 0),
        (FIXED, Found("not_met"), 0),
        (FIXED, Found(), 0),
        (RANGED, Found("met", Decimal(5)), 5),
        (RANGED, Found("partly", Decimal(3)), 3),
        (RANGED, Found("met"), 2),
        (RANGED, Found("met", Decimal(99)), 8),
        (RANGED, Found("not_met", Decimal(8)), 0),
    ],
)
def test_what_a_judgement_is_worth(requirement, found, points):
    assert worth(requirement, found) == points


@pytest.mark.parametrize(
    ("results", "limit", "reason"),
    [
        ([(True, 10)], 0, ""),
        ([(True, 10), (True, 10)], None, ""),
        ([(True, 10), (False, 10)], None, "opinions"),
        ([(True, 10), (True, 20)], 10, "points"),
        ([(True, 10), (True, 20)], 11, ""),
        ([(False, 1), (False, 2), (False, 9)], 8, "points"),
    ],
)
def test_difference_that_calls_a_third(results, limit, reason):
    known = [Result(favourable, Decimal(score)) for favourable, score in results]
    assert difference(known, None if limit is None else Decimal(limit)) == reason


def test_mean_and_median_to_the_hundredth():
    scores = [Decimal(10), Decimal(11), Decimal(11)]
    assert (mean(scores), median(scores)) == (Decimal("10.67"), Decimal("11.00"))
    assert (median([Decimal(10), Decimal(11)]), mean([])) == (Decimal("10.50"), None)


def plain_alpha(units, distance):
    """Krippendorff's alpha word by word: 1 - observed / expected disagreement, over all pairable values."""
    pairable = [[v for v in unit if v is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    values = [v for unit in pairable for v in unit]
    if len(values) < 2:
        return None
    observed = sum(
        sum(distance(a, b) for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in pairable
    ) / len(values)
    expected = sum(distance(a, b) for a, b in itertools.permutations(values, 2)) / (
        len(values) * (len(values) - 1)
    )
    return None if expected == 0 else 1 - observed / expected


def same(ours, plain, units):
    """Ours refuses one file alone, which the formula would take."""
    paired = [unit for unit in units if sum(v is not None for v in unit) > 1]
    if plain is None or len(paired) < 2:
        return ours is None
    return ours is not None and abs(ours - plain) < 1e-9


# A busy machine is no fault of the formula.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
outcomes = st.lists(
    st.lists(st.sampled_from(["met", "partly", "not_met", None]), min_size=2, max_size=3), max_size=8
)
points = st.lists(
    st.lists(st.one_of(st.none(), st.integers(0, 12).map(Decimal)), min_size=2, max_size=3), max_size=8
)


@patient
@given(outcomes)
def test_nominal_alpha_is_that_of_the_formula(units):
    assert same(alpha_nominal(units), plain_alpha(units, lambda a, b: a != b), units)


@patient
@given(points)
def test_interval_alpha_is_that_of_the_formula(units):
    assert same(alpha_interval(units), plain_alpha(units, lambda a, b: float(a - b) ** 2), units)


@patient
@given(outcomes, st.randoms())
def test_alpha_does_not_depend_on_the_order_of_files_and_assessors(units, chance):
    shuffled = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    before, after = alpha_nominal(units), alpha_nominal(shuffled)
    assert (before is None) == (after is None)
    assert before is None or abs(before - after) < 1e-9


@pytest.mark.parametrize(
    ("units", "level"),
    [
        ([], Agreement.NONE),
        ([["met", "not_met"]], Agreement.NONE),
        ([["met", "met"], ["met", "met"]], Agreement.SAME),
        ([["met", "met"], ["not_met", "not_met"]], Agreement.HIGH),
        ([["met", "not_met"], ["not_met", "met"]], Agreement.LOW),
        ([["met", None], [None, "not_met"]], Agreement.NONE),
    ],
)
def test_agreement_in_words(units, level):
    assert in_words(alpha_nominal(units), units).level == level
