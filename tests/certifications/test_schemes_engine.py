"""The engine against a second computation from the exported JSON, and what the seeded versions say."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certifications.actions.schemes import example_scheme, known_schemes
from certifications.engine import AnswerFacts, Band, Evidence, Requirement, Rules, evaluate
from certifications.engine.dry_run import Verdict, try_holder
from certifications.scheme_checks import check_version
from tests.certifications.test_schemes_files import versions

KINDS = ("municipality", "small")


def rules_of(version):
    """The rules of a version in canonical form, as the engine wants them."""
    return Rules(
        tuple(
            Requirement(
                code=r["code"],
                section=section["title"],
                mandatory=r["mandatory"],
                points_min=Decimal(r["points_min"]),
                points_max=Decimal(r["points_max"]),
                evidence=Evidence(r["evidence"]),
                applies_if=r["applies_if"],
                due_months=r["due_months"],
            )
            for section in version["sections"]
            for r in section["requirements"]
        ),
        tuple(Band(b["label"], Decimal(b["minimum"]), b["condition"]) for b in version["bands"]),
    )


# --- The second computation: straight over the JSON, without a line of the engine -------------------


def true(c, facts):
    """'yes', 'no' or 'open'."""
    if not c:
        return "yes"
    if "not" in c:
        return {"yes": "no", "no": "yes", "open": "open"}[true(c["not"], facts)]
    if "all" in c:
        values = {true(part, facts) for part in c["all"]}
        return "no" if "no" in values else "open" if "open" in values else "yes"
    if "any" in c:
        values = {true(part, facts) for part in c["any"]}
        return "yes" if "yes" in values else "open" if "open" in values else "no"
    have, want = facts.get(c["fact"]), c["value"]
    if have is None or have == "":
        return "open"
    table = {
        "lt": lambda: have < want,
        "le": lambda: have <= want,
        "gt": lambda: have > want,
        "ge": lambda: have >= want,
        "eq": lambda: have == want,
        "is": lambda: have == want,
        "in": lambda: have in want,
        "has": lambda: want in have,
        "lacks": lambda: want not in have,
    }
    return "yes" if table[c["op"]]() else "no"


def simple(version, facts, answers, months):
    """(passes, total, codes in the way), read off the JSON requirement by requirement."""
    total, blocking = Decimal(0), []
    for section in version["sections"]:
        for r in section["requirements"]:
            applies = true(r["applies_if"], facts)
            if applies == "no" or (months is not None and r["due_months"] > months):
                continue
            answer = answers.get(r["code"], {})
            good = applies == "yes" and answer.get("met") is True
            if good and r["evidence"] == "required" and not answer.get("evidence"):
                good = False
            if good:
                low, high = Decimal(r["points_min"]), Decimal(r["points_max"])
                claimed = high if low == high else low if answer.get("points") is None else answer["points"]
                total += sorted([low, claimed, high])[1]
            elif r["mandatory"]:
                blocking.append(r["code"])
    for band in version["bands"]:
        verdict = true(band["condition"], facts)
        if verdict == "open":
            return False, total, blocking
        if verdict == "yes":
            return not blocking and total >= Decimal(band["minimum"]), total, blocking
    return not blocking and not version["bands"], total, blocking


def filled(version):
    """A drawn version with all its defaults."""
    defaults = {"guidance": "", "evidence_text": ""}
    sections = [{**s, "requirements": [{**defaults, **r} for r in s["requirements"]]} for s in version["sections"]]
    return {**version, "sections": sections}


FACTS = st.fixed_dictionaries(
    {
        "population": st.none() | st.integers(0, 50_000),
        "employees": st.none() | st.integers(0, 50_000),
        "kind": st.sampled_from(KINDS),
        "size": st.sampled_from([None, *KINDS]),
        "public_body": st.booleans(),
        "services": st.lists(st.sampled_from(["catering", "rooms"]), unique=True),
    }
)
ANSWER = st.fixed_dictionaries(
    {
        "met": st.none() | st.booleans(),
        "points": st.none() | st.decimals(0, 50, places=2),
        "evidence": st.integers(0, 2),
    }
)
ANSWERS = st.dictionaries(st.sampled_from([f"R{n}" for n in range(6)]), ANSWER)
MONTHS = st.none() | st.integers(0, 30)


def facts_of(answers):
    return {code: AnswerFacts(**answer) for code, answer in answers.items()}


@settings(max_examples=150, deadline=None, database=None)
@given(version=versions().map(filled), facts=FACTS, answers=ANSWERS, months=MONTHS)
def test_engine_says_what_a_second_computation_says(version, facts, answers, months):
    result = evaluate(rules_of(version), facts, facts_of(answers), months=months)
    blocking = [line.requirement.code for line in result.blocking]
    assert (result.passes, result.total, blocking) == simple(version, facts, answers, months)


@st.composite
def improvements(draw):
    """Answers, and the same ones with nothing taken away: more met, more points, more documents."""
    answers, better = draw(ANSWERS), {}
    for code in [f"R{n}" for n in range(6)]:
        answer = answers.get(code, {"met": None, "points": None, "evidence": 0})
        more = draw(st.decimals(0, 10, places=2))
        better[code] = {
            "met": True if draw(st.booleans()) else answer["met"],
            "points": answer["points"] if answer["points"] is None else answer["points"] + more,
            "evidence": answer["evidence"] + draw(st.integers(0, 2)),
        }
    return answers, better


@settings(max_examples=100, deadline=None, database=None)
@given(version=versions().map(filled), facts=FACTS, pair=improvements(), months=MONTHS)
def test_more_evidence_never_lowers_a_result(version, facts, pair, months):
    before, after = (evaluate(rules_of(version), facts, facts_of(answers), months=months) for answers in pair)
    assert after.total >= before.total
    assert after.passes or not before.passes
    assert {line.requirement.code for line in after.blocking} <= {
        line.requirement.code for line in before.blocking
    }


# --- The seeded versions ---------------------------------------------------------------------------


def seeded(slug, label):
    scheme = next(scheme for scheme in known_schemes() if scheme["slug"] == slug)
    return next(version for version in scheme["versions"] if version["label"] == label)


def yes(*codes):
    return {code: AnswerFacts(met=True, evidence=1) for code in codes}


MOLVENO = yes("A1", "A2", "A4", "B1", "B2", "C1", "C3", "D1", "D3", "D4", "D5", "E1", "E2", "E3") | {
    "B1": AnswerFacts(met=True, points=Decimal(8)),
    "A3": AnswerFacts(met=True, points=Decimal(3)),
}


def test_molveno_passes_with_72_points_against_58_under_the_seeded_version():
    """Comune di Molveno: 72 points, minimum 58 below 5,000 inhabitants, certified on 28/4/2025."""
    rules = rules_of(seeded("family-in-trentino", "Disciplinare Comuni 2015"))
    facts = {"population": 1_100, "kind": "municipality", "public_body": True, "services": []}
    result = evaluate(rules, facts, MOLVENO)
    assert (result.total, result.minimum, result.passes) == (72, 58, True)
    larger = evaluate(rules, facts | {"population": 16_000}, MOLVENO)
    assert (larger.minimum, larger.passes) == (72, False)  # B5 is mandatory there


@pytest.mark.parametrize(("services", "minimum"), [(["ristorazione"], 54), ([], 34)])
def test_events_need_54_points_with_catering_and_34_without(services, minimum):
    version = seeded("family-in-trentino", "Disciplinare Eventi temporanei 2012")
    codes = [r["code"] for section in version["sections"] for r in section["requirements"]]
    result = evaluate(rules_of(version), {"services": services}, yes(*codes))
    assert (result.minimum, result.passes) == (minimum, True)


@pytest.mark.parametrize(("public", "blocks"), [(True, {"A1"}), (False, set())])
def test_baby_pit_stop_is_mandatory_for_public_museums_only(public, blocks):
    version = seeded("family-in-trentino", "Disciplinare Attività culturali e Musei")
    codes = [r["code"] for section in version["sections"] for r in section["requirements"]]
    answers = yes(*(code for code in codes if code not in ("A1", "A2")))
    result = evaluate(rules_of(version), {"services": ["museo"], "public_body": public}, answers)
    assert {line.requirement.code for line in result.blocking} == blocks


def test_family_in_italia_asks_five_requirements_at_application_and_ten_after_two_years():
    rules = rules_of(seeded("family-in-italia", "Comune amico della famiglia"))
    first = yes("1", "2", "3", "4", "5")
    assert evaluate(rules, {}, first).passes
    assert evaluate(rules, {}, first, months=23).passes
    later = evaluate(rules, {}, first, months=24)
    assert [line.requirement.code for line in later.blocking] == ["6", "7", "8", "9", "10"]
    assert evaluate(rules, {}, yes(*map(str, range(1, 11))), months=24).passes


@pytest.mark.parametrize(("size", "fields"), [("large", 11), ("medium", 11), ("small", 6), ("micro", 6)])
def test_family_audit_asks_for_all_fields_or_all_macro_areas(size, fields):
    version = seeded("family-audit", "Linee guida Family Audit 2016")
    result = evaluate(rules_of(version), {"size": size}, yes("P1", "P2", "P3", "P4"))
    assert len(result.blocking) == fields


def test_every_seeded_version_with_requirements_fits_together():
    everything = [*known_schemes(), example_scheme("piemonte-famiglia")]
    written = [v for scheme in everything for v in scheme["versions"] if v["sections"]]
    stops = {v["label"]: [f.sentence for f in check_version(v) if f.stops] for v in written}
    assert len(written) == 8
    assert stops == {label: [] for label in stops}


# --- One holder of a dry run -----------------------------------------------------------------------

TWO = Rules(
    (Requirement("A", mandatory=True), Requirement("B", points_min=Decimal(5), points_max=Decimal(5))),
    (Band("Piccoli", Decimal(5), {"fact": "population", "op": "lt", "value": 5000}), Band("Altri", Decimal(0))),
)


@pytest.mark.parametrize(
    ("facts", "answers", "verdict"),
    [
        ({"population": 10}, yes("A", "B"), Verdict.PASSES),
        ({"population": 10}, yes("A"), Verdict.FAILS),
        ({"population": 9000}, yes("A"), Verdict.PASSES),
        ({"population": None}, yes("A"), Verdict.UNKNOWN),
        ({"population": None}, yes("B"), Verdict.FAILS),
        ({"population": 10}, {}, Verdict.UNKNOWN),
    ],
)
def test_holder_passes_fails_or_is_not_known(facts, answers, verdict):
    assert try_holder(TWO, facts, answers, months=0).verdict == verdict


def test_holder_outside_every_band_fails():
    only_small = Rules(TWO.requirements, TWO.bands[:1])
    assert try_holder(only_small, {"population": 9000}, yes("A", "B"), months=0).verdict == Verdict.FAILS
