"""Conditions in words and as form fields, checks of a whole version, differences of two. No database."""

import pytest
from django.utils import translation

from certifications.forms.conditions import flatten
from certifications.scheme_checks import check_version
from certifications.version_differences import compare_versions
from certifications.wording.conditions import describe, services_named

SMALL = {"fact": "population", "op": "lt", "value": 5000}
CATERING = {"fact": "services", "op": "has", "value": "catering"}
PUBLIC = {"fact": "public_body", "op": "is", "value": True}
KIND = {"fact": "kind", "op": "in", "value": ["municipality", "region"]}


@pytest.mark.parametrize(
    ("condition", "italian"),
    [
        (None, "sempre"),
        (SMALL, "il comune ha meno di 5.000 abitanti"),
        ({**SMALL, "op": "ge"}, "il comune ha almeno 5.000 abitanti"),
        ({"fact": "employees", "op": "le", "value": 15}, "i dipendenti sono al massimo 15"),
        (CATERING, "offre il servizio «Ristorazione»"),
        ({**CATERING, "op": "lacks", "value": "rooms"}, "non offre il servizio «rooms»"),
        (PUBLIC, "è un ente pubblico"),
        ({**PUBLIC, "value": False}, "non è un ente pubblico"),
        (KIND, "il tipo di organizzazione è uno tra «Comune», «Regione o provincia»"),
        ({"fact": "size", "op": "is", "value": "small"}, "la dimensione è «Da 10 a 49 addetti»"),
        (
            {"all": [SMALL, {"any": [CATERING, PUBLIC]}]},
            "il comune ha meno di 5.000 abitanti e (offre il servizio «Ristorazione» oppure è un ente pubblico)",
        ),
        ({"not": CATERING}, "non vale che: offre il servizio «Ristorazione»"),
    ],
)
def test_condition_is_said_in_italian(condition, italian):
    assert describe(condition, {"catering": "Ristorazione"}) == italian


def test_condition_is_said_in_english():
    with translation.override("en"):
        assert describe({"all": [SMALL, PUBLIC]}) == (
            "the municipality has fewer than 5,000 inhabitants and it is a public body"
        )


def test_services_are_found_wherever_they_are_named():
    assert services_named({"any": [{"not": CATERING}, {"all": [SMALL, {**CATERING, "value": "rooms"}]}]}) == {
        "catering",
        "rooms",
    }


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        (None, ("all", [])),
        (SMALL, ("all", [{"ask": "population:lt", "number": 5000}])),
        (
            {"any": [CATERING, PUBLIC]},
            ("any", [{"ask": "services:has", "values": ["services:catering"]}, {"ask": "public_body:yes"}]),
        ),
        (KIND, ("all", [{"ask": "kind:in", "values": ["kind:municipality", "kind:region"]}])),
        ({"not": SMALL}, None),
        ({"all": [{"any": [SMALL]}]}, None),
        ({"all": [SMALL] * 5}, None),
    ],
)
def test_condition_becomes_rows_of_a_form_or_is_too_rich(condition, rows):
    assert flatten(condition) == rows


# --- Checks ----------------------------------------------------------------------------------------


def requirement(code="1", **fields):
    return {
        "code": code,
        "text": f"Testo {code}",
        "guidance": "",
        "mandatory": True,
        "points_min": "10",
        "points_max": "10",
        "evidence": "none",
        "evidence_text": "",
        "applies_if": None,
        "due_months": 0,
    } | fields


def version(*requirements, **fields):
    return {
        "sections": [{"code": "A", "title": "Area", "guidance": "", "requirements": list(requirements)}],
        "bands": [],
        "services": [],
        "declarations": ["x"],
        "valid_from": "2026-01-01",
        "validity_months": None,
        "introduction": "",
        "renewal_months": 6,
        "fee": None,
        "assessors_needed": 1,
        "blind_percent": 0,
    } | fields


def band(label="Tutti", minimum="10", condition=None):
    return {"label": label, "minimum": minimum, "condition": condition}


GOOD = version(requirement(), bands=[band()])


@pytest.mark.parametrize(
    ("checked", "sentence", "stops"),
    [
        (version(), "Il disciplinare non ha requisiti.", True),
        (version(requirement(mandatory=False)), "passerebbe chiunque", True),
        (version(requirement(mandatory=False), bands=[band()]), "decide solo il punteggio", False),
        (version(requirement(due_months=12)), "Alla domanda non si chiede nulla", True),
        (version(requirement(), bands=[band(minimum="11")]), "chiede 11 punti, ma", True),
        (version(requirement(), bands=[band("A"), band("B")]), "«B» non si raggiunge mai", True),
        (
            version(requirement(), bands=[band("A", condition=SMALL), band("B", condition=SMALL), band("C")]),
            "stessa condizione di «A»",
            True,
        ),
        (version(requirement(), bands=[band(condition=SMALL)]), "Nessuna classe vale per tutti gli altri", False),
        (version(requirement(applies_if=CATERING)), "servizio «catering», che il disciplinare non elenca", True),
        (version(requirement(), bands=[band(condition=CATERING), band("B")]), "La classe «Tutti» dipende", True),
        (
            version(requirement(), services=[{"code": "catering", "label": "Ristorazione"}]),
            "nessuna condizione lo nomina",
            False,
        ),
        (version(requirement()), "nessuna classe dice quanti", False),
        (version(requirement(evidence="required")), "non dice quale", False),
        (version(requirement("1"), requirement("2", mandatory=False, points_max="0")), "non conta nulla", False),
        (version(requirement("1"), requirement("2", due_months=25), validity_months=24), "già scaduto", True),
        (version(requirement(), declarations=[]), "Mancano le dichiarazioni", False),
        (version(requirement(), valid_from=None), "Manca il giorno da cui vale", False),
        (
            {**GOOD, "sections": [*GOOD["sections"], {"code": "B", "title": "Vuota", "requirements": []}]},
            "«Vuota» non ha requisiti",
            False,
        ),
    ],
)
def test_fault_of_a_version_is_a_sentence(checked, sentence, stops):
    found = [finding for finding in check_version(checked) if sentence in finding.sentence]
    assert [finding.stops for finding in found] == [stops]


def test_good_version_has_no_findings_and_what_stops_comes_first():
    assert check_version(GOOD) == []
    many = check_version(version(requirement(evidence="required", due_months=3), bands=[band(minimum="99")]))
    assert [finding.stops for finding in many] == sorted((f.stops for f in many), reverse=True)


# --- Differences -----------------------------------------------------------------------------------


def test_differences_name_what_is_new_gone_and_changed():
    before = version(requirement("1"), requirement("2"), requirement("3"), bands=[band(minimum="10")])
    after = version(
        requirement("1"),
        requirement("3", points_max="12", applies_if=SMALL, due_months=24),
        requirement("4"),
        bands=[band(minimum="12"), band("Piccoli")],
        validity_months=36,
    )
    found = compare_versions(before, after)
    assert [(d.kind, d.code) for d in found.requirements] == [("changed", "3"), ("added", "4"), ("removed", "2")]
    assert [(c.label, c.before, c.after) for c in found.requirements[0].changes] == [
        ("Punti", "10 punti", "da 10 a 12 punti"),
        ("Quando vale", "", "il comune ha meno di 5.000 abitanti"),
        ("Termine", "", "entro 24 mesi dall'assegnazione"),
    ]
    assert [(d.kind, d.code) for d in found.bands] == [("changed", "Tutti"), ("added", "Piccoli")]
    assert [(c.label, c.after) for c in found.general] == [("Durata in mesi", "36")]
    assert (found.unchanged, found.counts) == (1, {"added": 1, "removed": 1, "changed": 1})


def test_same_version_has_no_differences():
    assert not compare_versions(GOOD, GOOD).has_changes
