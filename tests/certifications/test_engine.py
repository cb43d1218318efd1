"""The engine on plain values: no database."""

from decimal import Decimal

import pytest

from certifications.engine import AnswerFacts, Band, Evidence, LineState, Requirement, Rules, evaluate, holds
from certifications.engine.conditions import BadCondition, missing_facts, parse_condition

SMALL = {"fact": "population", "op": "lt", "value": 5000}
CATERING = {"fact": "services", "op": "has", "value": "catering"}
YES = AnswerFacts(met=True, evidence=1)


def rules(*requirements, bands=()):
    return Rules(tuple(requirements), tuple(bands))


def test_molveno_passes_with_72_points_against_58():
    """A comune below 5,000 inhabitants needs 58; Molveno reached 72 (certified on 28/04/2025)."""
    asked = [Requirement(f"R{n}", points_min=Decimal(12), points_max=Decimal(12)) for n in range(7)]
    molveno = {"population": 1_200}
    bands = (Band("Meno di 5.000 abitanti", Decimal(58), SMALL), Band("Gli altri", Decimal(70)))
    outcome = evaluate(rules(*asked, bands=bands), molveno, {f"R{n}": YES for n in range(6)})
    assert (outcome.total, outcome.minimum, outcome.passes) == (72, 58, True)
    assert not evaluate(rules(*asked, bands=bands), molveno, {f"R{n}": YES for n in range(4)}).passes


@pytest.mark.parametrize(("services", "minimum"), [(["catering"], 54), ([], 34)])
def test_band_of_events_depends_on_catering(services, minimum):
    bands = (Band("Con ristorazione", Decimal(54), CATERING), Band("Senza", Decimal(34)))
    assert evaluate(rules(bands=bands), {"services": services}, {}).minimum == minimum


def test_band_is_open_when_the_population_is_not_known():
    bands = (Band("Piccoli", Decimal(58), SMALL), Band("Altri", Decimal(70)))
    outcome = evaluate(rules(bands=bands), {"population": None}, {})
    assert (outcome.band_known, outcome.passes, outcome.missing_facts) == (False, False, {"population"})


def test_mandatory_requirement_blocks_whatever_the_points():
    asked = [Requirement("A", mandatory=True), Requirement("B", points_min=Decimal(90), points_max=Decimal(90))]
    outcome = evaluate(rules(*asked, bands=(Band("Tutti", Decimal(50)),)), {}, {"B": YES})
    assert [line.requirement.code for line in outcome.blocking] == ["A"]
    assert not outcome.passes


@pytest.mark.parametrize(
    ("answer", "state", "points"),
    [
        (AnswerFacts(), LineState.UNANSWERED, 0),
        (AnswerFacts(met=False, points=Decimal(8), evidence=2), LineState.NOT_MET, 0),
        (AnswerFacts(met=True, points=Decimal(8)), LineState.NO_EVIDENCE, 0),
        (AnswerFacts(met=True, evidence=1), LineState.NO_POINTS, 2),
        (AnswerFacts(met=True, points=Decimal(8), evidence=1), LineState.MET, 8),
        (AnswerFacts(met=True, points=Decimal(99), evidence=1), LineState.MET, 10),
        (AnswerFacts(met=True, points=Decimal(1), evidence=1), LineState.MET, 2),
    ],
)
def test_line_of_a_range_with_evidence(answer, state, points):
    asked = Requirement("A", points_min=Decimal(2), points_max=Decimal(10), evidence=Evidence.REQUIRED)
    line = evaluate(rules(asked), {}, {"A": answer}).line("A")
    assert (line.state, line.points, line.possible) == (state, points, 10)


def test_deferred_requirement_counts_only_when_it_is_due():
    asked = Requirement("A", mandatory=True, points_min=Decimal(5), points_max=Decimal(5), due_months=24)
    states = [evaluate(rules(asked), {}, {}, months=months).line("A").state for months in (0, 23, 24, None)]
    assert states == [LineState.LATER, LineState.LATER, LineState.UNANSWERED, LineState.UNANSWERED]


def test_requirement_about_an_unknown_fact_is_undecided_and_a_false_one_not_applicable():
    asked = [Requirement("A", mandatory=True, applies_if=SMALL), Requirement("B", applies_if=CATERING)]
    outcome = evaluate(rules(*asked), {"services": []}, {"A": YES, "B": YES})
    assert [line.state for line in outcome.lines] == [LineState.UNDECIDED, LineState.NOT_APPLICABLE]
    assert outcome.missing_facts == {"population"}


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (None, True),
        (SMALL, None),
        ({"any": [SMALL, CATERING]}, True),
        ({"all": [SMALL, CATERING]}, None),
        ({"all": [SMALL, {"not": CATERING}]}, False),
        ({"fact": "kind", "op": "in", "value": ["municipality", "region"]}, True),
        ({"fact": "kind", "op": "is", "value": "company"}, False),
        ({"fact": "public_body", "op": "is", "value": True}, True),
        ({"fact": "services", "op": "lacks", "value": "rooms"}, True),
        ({"fact": "employees", "op": "ge", "value": 15}, True),
        ({"fact": "employees", "op": "le", "value": 14}, False),
        ({"fact": "employees", "op": "gt", "value": 14}, True),
        ({"fact": "employees", "op": "eq", "value": 15}, True),
    ],
)
def test_condition_has_three_values(condition, value):
    facts = {"services": ["catering"], "kind": "municipality", "public_body": True, "employees": 15}
    assert holds(condition, facts) is value
    assert holds(parse_condition(condition), facts) is value
    assert bool(missing_facts(condition, facts)) is (value is None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([], "not_an_object"),
        ({"fact": "shoe_size", "op": "lt", "value": 3}, "unknown_fact"),
        ({"fact": "population", "op": "has", "value": 3}, "unknown_operator"),
        ({"fact": "population", "op": "lt", "value": "3"}, "wrong_value"),
        ({"fact": "population", "op": "lt", "value": True}, "wrong_value"),
        ({"fact": "public_body", "op": "is", "value": 1}, "wrong_value"),
        ({"fact": "kind", "op": "in", "value": []}, "wrong_value"),
        ({"fact": ["population"], "op": "lt", "value": 3}, "unknown_fact"),
        ({"all": []}, "empty"),
        ({"any": [{}]}, "empty"),
        ({"not": {}}, "empty"),
        ({"fact": "population"}, "unknown_words"),
        ({"not": {"not": {"not": {"not": SMALL}}}}, "too_deep"),
    ],
)
def test_condition_that_nobody_can_judge_is_refused(raw, reason):
    with pytest.raises(BadCondition) as refused:
        parse_condition(raw)
    assert refused.value.reason == reason
