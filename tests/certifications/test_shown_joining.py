"""How what a holder has shown is joined: pure rules, and that more evidence never lowers a result."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certifications.engine import AnswerFacts, Band, Evidence, LineState, Requirement, Rules, evaluate
from certifications.engine.dry_run import codes_to_ask, try_holder
from certifications.engine.shown import counts, join

YES = AnswerFacts(met=True)


@pytest.mark.parametrize(
    ("before", "more", "both"),
    [
        (None, YES, YES),
        (AnswerFacts(True, Decimal(9), 2), YES, AnswerFacts(True, Decimal(9), 2)),
        (AnswerFacts(True, Decimal(2)), AnswerFacts(True, Decimal(5), 1), AnswerFacts(True, Decimal(5), 1)),
        (AnswerFacts(False, Decimal(9)), AnswerFacts(True, Decimal(3)), AnswerFacts(True, Decimal(3))),
        (YES, AnswerFacts(False), YES),
        (AnswerFacts(), AnswerFacts(False), AnswerFacts(False)),
        (YES, AnswerFacts(waived=True), AnswerFacts(True, waived=True)),
    ],
)
def test_both_together_are_never_less_than_either(before, more, both):
    assert join(before, more) == both


def test_what_is_older_than_the_file_counts_only_where_the_file_is_silent():
    early, late = (datetime.datetime(2024, month, 1, tzinfo=datetime.UTC) for month in (1, 2))
    assert counts(None, late, early)
    assert counts(AnswerFacts(), late, early)
    assert counts(AnswerFacts(False), early, late)
    assert not counts(AnswerFacts(False), late, early)


points = st.none() | st.integers(0, 12).map(Decimal)
said = st.builds(AnswerFacts, met=st.sampled_from([True, False, None]), points=points, evidence=st.integers(0, 2))
confirmed = st.builds(AnswerFacts, met=st.just(True), points=points, evidence=st.integers(0, 1)) | st.just(
    AnswerFacts(waived=True)
)
asked = st.builds(
    lambda mandatory, least, room, evidence, fact: Requirement(
        "",
        mandatory=mandatory,
        points_min=Decimal(least),
        points_max=Decimal(least + room),
        evidence=evidence,
        applies_if={"fact": "employees", "op": "ge", "value": 10} if fact else None,
    ),
    st.booleans(),
    st.integers(0, 5),
    st.integers(0, 5),
    st.sampled_from(Evidence),
    st.booleans(),
)
RANK = {"unknown": 0, "fails": 0, "passes": 1}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(asked, min_size=3, max_size=3),
    st.lists(said, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), confirmed), max_size=4),
    st.sampled_from([{}, {"employees": 3}, {"employees": 30}]),
)
def test_more_evidence_never_lowers_a_result(requirements, file, later, facts):
    codes = ("A", "B", "C")
    numbered = tuple(replace(r, code=code) for r, code in zip(requirements, codes, strict=True))
    rules = Rules(numbered, (Band("Tutti", Decimal(8)),))
    shown = dict(zip(codes, file, strict=False))
    before = try_holder(rules, facts, shown, months=0)
    for place, more in later:
        shown[codes[place]] = join(shown.get(codes[place]), more)
        after = try_holder(rules, facts, shown, months=0)
        assert after.points >= before.points
        assert set(after.failing) <= set(before.failing)
        assert RANK[after.verdict] >= RANK[before.verdict]
        before = after


def test_waived_requirement_stands_in_nobodys_way_and_gives_nothing():
    rules = Rules((Requirement("A", mandatory=True, points_min=Decimal(5), points_max=Decimal(5)),))
    waived = evaluate(rules, {}, {"A": AnswerFacts(met=False, waived=True)})
    assert (waived.line("A").state, waived.total, waived.passes) == (LineState.NOT_APPLICABLE, 0, True)
    assert evaluate(rules, {}, {"A": AnswerFacts(met=True, waived=True)}).total == 5
    assert try_holder(rules, {}, {"A": AnswerFacts(waived=True)}, months=0).verdict == "unknown"


ASKED = (
    Requirement("M", mandatory=True, points_min=Decimal(1), points_max=Decimal(5)),
    Requirement("N", mandatory=True),
    Requirement("O", points_min=Decimal(3), points_max=Decimal(3)),
    Requirement("P", points_min=Decimal(3), points_max=Decimal(3)),
)


@pytest.mark.parametrize(
    ("answers", "missing", "codes"),
    [
        ({"M": YES, "N": YES, "O": YES}, 3, ["P"]),
        ({"M": YES, "N": YES, "O": YES}, 5, ["M", "P"]),
        ({"M": YES, "O": YES, "P": YES}, 0, ["N"]),
        ({"N": YES, "O": YES}, 1, ["M"]),
        ({"N": YES, "O": YES}, 2, ["M", "P"]),
    ],
)
def test_asked_is_what_fails_and_the_optional_that_can_give_the_points(answers, missing, codes):
    result = evaluate(Rules(ASKED), {}, answers)
    failing = [line.requirement.code for line in result.blocking]
    assert codes_to_ask(result, failing, Decimal(missing)) == codes
