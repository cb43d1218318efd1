"""Checks, differences and the line of months of a multi-year disciplinare. No database."""

import pytest

from certifications.cycle_line import draw_cycle
from certifications.disciplinare_phases import span_words, when_words
from certifications.disciplinare_plan import how_words
from certifications.engine.phases import Span, Stretch, stretches
from certifications.phase_checks import check_phases
from certifications.phase_differences import compare_phases
from certifications.plan_checks import check_plan
from tests.certifications.phase_content import (
    END,
    EVALUATION,
    FIRST,
    GRANT,
    NEXT,
    PLANNING,
    ROUND,
    SIZES,
    area,
    content,
    cycle,
    fee,
    indicator,
    level,
    phase,
    rule,
)


def found(changed):
    return [*check_phases(changed), *check_plan(changed)]


def test_good_way_has_no_findings():
    assert found(content()) == []


@pytest.mark.parametrize(
    ("changed", "sentence", "stops"),
    [
        ({"cycles": []}, "Il percorso non ha cicli", True),
        ({"cycles": [{**FIRST, "follows": ["dopo"]}, NEXT]}, "Nessun ciclo è il primo", True),
        ({"cycles": [FIRST, {**NEXT, "follows": []}]}, "«Ciclo primo», «Ciclo dopo» sono tutti il primo", True),
        ({"cycles": [FIRST, {**NEXT, "follows": ["dopo"]}]}, "Al ciclo «Ciclo dopo» non si arriva mai", True),
        ({"cycles": [FIRST, {**NEXT, "phases": []}]}, "«Ciclo dopo» non ha fasi", True),
        ({"cycles": [cycle("x", {**PLANNING, "months": 0}, GRANT, ROUND)]}, "non ha con chi finire", True),
        ({"cycles": [cycle("x", {**PLANNING, "months": 0}, GRANT)]}, "«Ciclo x» non dura nulla", True),
        ({"cycles": [cycle("x", PLANNING, EVALUATION)]}, "non arriva mai a un certificato", True),
        ({"levels": [level("base", makes_certificate=False), level("oro")]}, "non arriva mai a un", True),
        ({"cycles": [cycle("x", ROUND, GRANT)]}, "attua il piano prima che ci sia il certificato", True),
        ({"cycles": [cycle("x", EVALUATION, PLANNING, GRANT)]}, "valuta un piano che si scrive solo", True),
        ({"cycles": [cycle("x", PLANNING, GRANT, EVALUATION)]}, "quando il certificato c'è già", False),
        ({"cycles": [cycle("x", PLANNING, GRANT, ROUND)]}, "nessuna riconosce più nulla", False),
        ({"cycles": [cycle("x", PLANNING, GRANT)]}, "nessuna fase chiede il parere del Consiglio", False),
        ({"cycles": [cycle("x", PLANNING, {**ROUND, "months": None}, GRANT)]}, "si ripete ma non ha una", True),
        ({"cycles": [cycle("x", PLANNING, phase("z", months=None), GRANT)]}, "non ha un termine", False),
        ({"cycles": [cycle("x", {**PLANNING, "closes_with": []}, GRANT)]}, "non dice con che cosa", False),
        (
            {"cycles": [cycle("x", {**PLANNING, "closes_with": ["act"]}, GRANT)]},
            "non si chiude con il piano",
            False,
        ),
        ({"cycles": [cycle("x", PLANNING, {**EVALUATION, "closes_with": ["act"]}, GRANT)]}, "né la relaz", False),
        (
            {"cycles": [cycle("x", PLANNING, GRANT, phase("z", closes_with=["plan"]))]},
            "la relazione di chi",
            False,
        ),
        ({"cycles": [cycle("x", PLANNING, {**GRANT, "grants": ""})]}, "non dice che cosa riconosce", True),
        ({"cycles": [FIRST, {**NEXT, "phases": [phase("f")]}]}, "non riconosce nulla a chi lo conclude", False),
        ({"cycles": [cycle("primo", PLANNING, GRANT), NEXT]}, "che nessun ciclo prima riconosce", True),
        ({"levels": [level(), level("oro"), level("platino")]}, "«Livello platino» non si ottiene mai", False),
        ({"areas": []}, "non ci sono macro aree con i loro campi", True),
        ({"areas": [area("uno")]}, "non ci sono macro aree con i loro campi", True),
        ({"areas": []}, "C'è un contenuto minimo del piano, ma", True),
        ({"areas": [area("uno", "orari"), area("due")]}, "«Area due» non ha campi", False),
        (
            {"areas": [area("uno", "orari"), area("due")], "plan_rules": [rule(*SIZES, per="area")]},
            "«Area due» non ha campi",
            True,
        ),
        ({"cycles": [cycle("x", {**PLANNING, "closes_with": []}, GRANT)]}, "nessuna fase chiede il piano", False),
        ({"plan_rules": [rule("micro", "small", "medium")]}, "«250 addetti e oltre» manca il contenuto", False),
        ({"plan_rules": [rule(*SIZES), rule("micro")]}, "«Fino a 9 addetti» ci sono due", False),
        ({"indicators": []}, "non ci sono indicatori da compilare", True),
        ({"indicators": [indicator("x", required=False)]}, "Nessun indicatore è obbligatorio", False),
        ({"cycles": [cycle("x", PLANNING, GRANT)]}, "nessuna fase chiede i dati", False),
        ({"indicators": [indicator("x"), indicator("i", formula="index")]}, "non dice di quali percentuali", True),
        (
            {"indicators": [indicator("x"), indicator("i", formula="index", parts=["x"])]},
            "«Indicatore x» non lo è",
            False,
        ),
        (
            {
                "indicators": [
                    indicator("i", formula="index", parts=["p"]),
                    indicator("p", formula="percentage", base="i"),
                ]
            },
            "«Indicatore p» si calcola su un indice",
            True,
        ),
        (
            {"indicators": [indicator("x"), indicator("p", formula="percentage", base="x", by_sex=True)]},
            "distingue donne e uomini",
            False,
        ),
        ({"fees": [fee("micro")]}, "«Ciclo dopo» manca la quota per la dimensione «Da 10 a 49 addetti»", False),
    ],
)
def test_fault_of_a_way_is_a_sentence(changed, sentence, stops):
    faults = [finding for finding in found(content(**changed)) if sentence in finding.sentence]
    assert [finding.stops for finding in faults] == [stops]


@pytest.mark.parametrize("name", ["levels", "cycles", "areas", "plan_rules", "indicators", "fees"])
def test_way_that_is_only_begun_is_checked_too(name):
    empty = dict.fromkeys(content(), ())
    assert all(finding.sentence for finding in found({**empty, name: content()[name]}))


# --- Differences -----------------------------------------------------------------------------------


def differences(after, before=None):
    groups = compare_phases(content() if before is None else before, after)
    return {
        group.title: [
            (d.kind, d.code, [(c.label, c.before, c.after) for c in d.changes]) for d in group.differences
        ]
        for group in groups
    }


def test_same_way_has_no_differences():
    assert compare_phases(content(), content()) == []
    assert compare_phases(None, None) == []


def test_difference_of_a_phase_says_its_duration_in_words():
    longer = {**FIRST, "phases": [{**PLANNING, "months": 9}, EVALUATION, GRANT, ROUND, END]}
    assert differences(content(cycles=[longer, NEXT])) == {
        "Fasi": [("changed", "a", [("Durata", "6 mesi", "9 mesi")])]
    }


def test_order_of_phases_is_a_difference_of_their_cycle():
    turned = {**FIRST, "phases": [EVALUATION, PLANNING, GRANT, ROUND, END]}
    [(kind, code, [(label, before, after)])] = differences(content(cycles=[turned, NEXT]))["Cicli"]
    assert (kind, code, label) == ("changed", "primo", "Fasi, in ordine")
    assert (before.split("\n")[0], after.split("\n")[0]) == ("Fase a", "Fase b")


def test_differences_of_plan_indicators_fees_and_levels():
    after = content(
        levels=[level()],
        areas=[area("uno", "orari", "luoghi")],
        plan_rules=[rule(*SIZES[:3]), rule("large", minimum=2)],
        indicators=[indicator("personale"), indicator("x")],
        fees=[fee(*SIZES, amount="12.5")],
    )
    found = differences(after)
    assert [kind for kind, *_rest in found["Livelli"]] == ["removed"]
    assert found["Macro aree e campi del piano"][0][2] == [("Campi", "Campo orari", "Campo orari\nCampo luoghi")]
    assert found["Contenuto minimo del piano"] == [
        (
            "changed",
            "250 addetti e oltre",
            [("Il piano ha", "almeno 1 attività in ogni campo", "almeno 2 attività in ogni campo")],
        )
    ]
    assert [(kind, code) for kind, code, _changes in found["Indicatori"]] == [
        ("changed", "personale"),
        ("added", "x"),
    ]
    assert found["Quote"][0][2] == [("Quota", "€ 10,00", "€ 12,50")]


def test_way_that_is_new_or_gone_is_listed_whole():
    assert {kind for rows in differences(content(), {}).values() for kind, *_rest in rows} == {"added"}
    assert {kind for rows in differences(None).values() for kind, *_rest in rows} == {"removed"}


# --- Words and drawing -----------------------------------------------------------------------------


def test_phases_stand_one_after_the_other_on_the_line_of_months():
    spans = [(Span(None), 1), (Span(6), 1), (Span(0), 1), (Span(12), 3), (Span(0), 1)]
    places = stretches(spans)
    assert [(p.start, p.end, p.rounds) for p in places] == [
        (0, 0, (0,)),
        (0, 6, (6,)),
        (6, 6, (6,)),
        (6, 42, (18, 30, 42)),
        (42, 42, (42,)),
    ]
    assert [when_words(p) for p in places] == ["", "mesi 1–6", "", "mesi 7–42", ""]
    bars = draw_cycle(places)
    assert [bar.kind for bar in bars] == ["open", "months", "point", "months", "point"]
    assert [len(bar.bars) for bar in bars] == [1, 1, 1, 3, 1]
    assert len(bars[0].years) == 3
    right = [float(part.x) + float(part.width) for bar in bars for part in bar.bars]
    assert max(right) <= bars[0].width


@pytest.mark.parametrize("spans", [[], [(Span(None), 2)], [(Span(0), 1)], [(Span(600), 50)]])
def test_strange_cycles_are_drawn_too(spans):
    assert len(draw_cycle(stretches(spans))) == len(spans)


def test_one_month_has_its_own_words():
    assert when_words(Stretch(2, 3, (3,), has_term=True)) == "mese 3"


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "1 mese"),
        (12, "12 mesi (1 anno)"),
        (42, "42 mesi (3 anni e 6 mesi)"),
        (13, "13 mesi (1 anno e 1 mese)"),
    ],
)
def test_months_are_said_in_years_too(months, words):
    assert span_words(months) == words


def test_figure_says_what_it_is_computed_on():
    titles = {"a": "Personale", "b": "Part-time"}
    assert how_words("number", "", [], titles) == ""
    assert how_words("percentage", "a", [], titles) == "parte di «Personale»"
    assert how_words("index", "", ["b", "lost"], titles) == "media di: Part-time, lost"
