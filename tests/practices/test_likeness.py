"""The comparison of two places: what must hold for all of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familynet.territories.facts import Profile
from practices.likeness import Component, Context, Formula, compare, gather
from practices.likeness_words import explain

FORMULA = Formula(
    version="prova",
    weights={"size": 30, "mountain": 20, "density": 20, "province": 10, "young": 5, "old": 5, "scale": 10},
    reaches={"size": 4, "mountain": 1, "density": 3, "young": 6, "old": 12, "scale": 3},
    classes=(0, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 60_000, 100_000, 250_000, 500_000),
    least_known=40,
)
NAMES = {"CN": "Cuneo", "TO": "Torino", "TN": "Trento"}
PLACES = {"CN": "01", "TO": "01", "AL": "01", "TN": "04"}
per_cent = st.floats(0, 100)
provinces = st.sets(st.sampled_from(sorted(PLACES))).map(lambda codes: tuple(sorted(codes)))


@st.composite
def contexts(draw):
    codes = draw(provinces)
    return Context(
        municipalities=draw(st.none() | st.integers(1, 1346)),
        population=draw(st.none() | st.floats(1, 3_000_000)),
        density=draw(st.none() | st.floats(0.01, 20_000)),
        mountain=draw(st.none() | st.floats(0, 1)),
        young=draw(st.none() | per_cent),
        old=draw(st.none() | per_cent),
        provinces=codes,
        regions=tuple(sorted({PLACES[code] for code in codes})),
    )


COMPLETE = Context(1, 1_500, 80, 1, 12, 25, ("CN",), ("01",))


@given(contexts(), contexts())
def test_symmetric_and_within_bounds(a, b):
    there, back = compare(a, b, FORMULA), compare(b, a, FORMULA)
    assert there == back
    assert there.score is None or 0 <= there.score <= 100
    assert all(part is None or 0 <= part <= 1 for part in there.parts.values())
    assert 0 <= there.known <= 1


@given(contexts())
def test_a_place_is_wholly_like_itself(context):
    same = compare(context, context, FORMULA)
    assert same.score == (100 if same.known >= 0.4 else None)
    assert {part for part in same.parts.values() if part is not None} <= {1.0}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("population", [1_500, 2_500, 4_000, 9_000, 50_000, 900_000]),
        ("density", [80, 90, 160, 300, 640, 5_000]),
        ("mountain", [1, 0.8, 0.5, 0.1, 0]),
        ("young", [12, 13, 15, 17, 40]),
        ("old", [25, 24, 20, 14, 2]),
        ("municipalities", [1, 2, 12, 166, 1180]),
    ],
)
def test_farther_is_never_more_alike(name, values):
    scores = [compare(COMPLETE, COMPLETE._replace(**{name: value}), FORMULA).score for value in values]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100
    assert scores[-1] < 100


@given(contexts(), contexts())
def test_what_is_unknown_drops_out_and_the_rest_is_weighed_anew(a, b):
    result = compare(a, b, FORMULA)
    known = {n: part for n, part in result.parts.items() if part is not None}
    weight = sum(FORMULA.weights[name] for name in known)
    assert result.known == pytest.approx(weight / 100)
    if weight < 40:
        assert result.score is None
    else:
        mean = math.fsum(FORMULA.weights[name] * part for name, part in known.items()) / weight
        assert result.score == pytest.approx(100 * mean, abs=0.051)


def test_provinces_count_half_and_regions_half():
    def part(codes, regions):
        other = COMPLETE._replace(provinces=codes, regions=regions)
        return compare(COMPLETE, other, FORMULA).parts[Component.PROVINCE]

    assert part(("CN",), ("01",)) == 1
    assert part(("TO",), ("01",)) == 0.5
    assert part(("CN", "TO"), ("01",)) == 0.75
    assert part(("TN",), ("04",)) == 0


def profile(**fields):
    known = {"pk": 1, "istat_code": "004001", "name": "A", "province": "CN", "region": "01", "mountain": None}
    return Profile(**known | {"population": 1000, "surface": 10.0, "young": 100, "old": 300} | fields)


def test_several_comuni_make_one_context():
    both = gather([profile(), profile(population=4000, surface=10.0, young=900, old=200, province="TO")])
    assert both == Context(2, 2000.0, 250.0, None, 20.0, 10.0, ("CN", "TO"), ("01",))


def test_a_mean_needs_nine_comuni_of_ten():
    nine = [profile() for _ in range(9)]
    assert gather([*nine, profile(surface=None)]).density == 100
    assert gather([*nine[:8], profile(surface=None)]).density is None


def test_no_comuni_no_context():
    assert gather([]) == Context()
    assert compare(gather([]), COMPLETE, FORMULA).score is None


def words(other):
    return explain(COMPLETE, other, compare(COMPLETE, other, FORMULA), FORMULA, NAMES)


def test_words_for_an_equal_place():
    told = words(COMPLETE)
    assert told.alike[:4] == ["da 1.000 a 1.999 abitanti", "montano", "80 abitanti per km²", "provincia di Cuneo"]
    assert (told.different, told.unknown) == ([], [])


def test_words_for_a_far_place():
    told = words(Context(166, 118_000, 750, None, 14, 22, ("TN",), ("04",)))
    assert told.different == [
        "Comuni più grandi (da 100.000 a 249.999 abitanti)",
        "densità 9,4 volte la tua (750 abitanti per km²)",
        "provincia di Trento",
        "166 Comuni",
    ]
    assert told.unknown == ["montagna"]
    assert told.parts[1].there == "non noto"
