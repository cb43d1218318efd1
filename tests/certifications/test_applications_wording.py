"""The sentences of the trace: no database."""

from decimal import Decimal

import pytest

from certifications.engine import AnswerFacts, Band, Evidence, Requirement, Rules, evaluate
from certifications.wording import trace

D = Decimal
CATERING = {"fact": "services", "op": "has", "value": "catering"}
SMALL = {"fact": "population", "op": "lt", "value": 5000}


def line(requirement, answer=None, facts=None, **options):
    return evaluate(Rules((requirement,)), facts or {}, {"A": answer} if answer else {}, **options).lines[0]


@pytest.mark.parametrize(
    ("requirement", "answer", "sentence"),
    [
        (Requirement("A", points_min=D(10), points_max=D(10)), AnswerFacts(met=True), "Soddisfatto: dà 10 punti."),
        (Requirement("A"), AnswerFacts(met=True), "Soddisfatto."),
        (
            Requirement("A", points_min=D(2), points_max=D(10)),
            AnswerFacts(met=True, points=D("7.5")),
            "Soddisfatto: dà 7,5 punti su 10.",
        ),
        (
            Requirement("A", points_min=D(2), points_max=D(10)),
            AnswerFacts(met=True),
            "Scrivi quanti punti, da 2 a 10 punti: per ora conta il minimo.",
        ),
        (Requirement("A", points_min=D(1), points_max=D(1)), None, "Senza risposta. Può dare 1 punto."),
        (Requirement("A", points_max=D(5)), AnswerFacts(met=False), "Non soddisfatto."),
        (
            Requirement("A", mandatory=True),
            AnswerFacts(met=False),
            "Obbligatorio e non soddisfatto: così la domanda non può essere accolta.",
        ),
        (
            Requirement("A", evidence=Evidence.REQUIRED),
            AnswerFacts(met=True),
            "Manca il documento che lo prova: per ora non conta.",
        ),
        (Requirement("A", due_months=24), None, "Si dimostra entro 24 mesi dall'assegnazione: ora non conta."),
        (
            Requirement("A", applies_if=SMALL),
            None,
            "Non sappiamo se vi riguarda: manca il numero di abitanti del comune.",
        ),
    ],
)
def test_line_in_words(requirement, answer, sentence):
    assert trace.explain_line(line(requirement, answer)) == sentence


def test_line_that_does_not_apply():
    assert trace.explain_line(line(Requirement("A", applies_if=CATERING), facts={"services": []})) == (
        "Non riguarda la vostra organizzazione: non conta."
    )


def test_molveno_in_words():
    """72 points against 58, below 5,000 inhabitants (certified on 28/04/2025)."""
    asked = tuple(Requirement(f"R{n}", points_min=D(12), points_max=D(12)) for n in range(7))
    rules = Rules(asked, (Band("meno di 5.000 abitanti", D(58), SMALL), Band("gli altri", D(70))))
    yes = {f"R{n}": AnswerFacts(met=True) for n in range(6)}
    outcome = evaluate(rules, {"population": 1200}, yes)
    assert trace.score_line(outcome) == "72 punti, ne servono 58 (classe: meno di 5.000 abitanti)"
    assert trace.what_is_missing(outcome) == []
    assert trace.headline(outcome).startswith("Con queste risposte la domanda raggiunge")
    short = evaluate(rules, {"population": 1200}, {"R0": AnswerFacts(met=True)})
    assert trace.what_is_missing(short) == [
        "Per arrivare al minimo mancano 46 punti. Le risposte ancora da dare o da provare valgono fino a 72 punti."
    ]


def test_missing_fact_mandatory_and_class_are_named():
    rules = Rules((Requirement("A", mandatory=True),), (Band("piccoli", D(1), SMALL),))
    unknown = evaluate(rules, {"population": None}, {})
    assert trace.what_is_missing(unknown) == [
        "Manca un dato: il numero di abitanti del comune.",
        "Manca 1 requisito obbligatorio: A.",
    ]
    large = evaluate(rules, {"population": 9000}, {"A": AnswerFacts(met=True)})
    assert trace.what_is_missing(large) == [
        "Il disciplinare non ha una classe di punteggio per la vostra organizzazione."
    ]


@pytest.mark.parametrize(
    ("value", "text"), [("7.50", "7,5"), ("10.00", "10"), ("100", "100"), ("0", "0"), ("1000", "1000")]
)
def test_numbers_read_well(value, text):
    assert trace.number(D(value)) == text
