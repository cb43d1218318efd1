"""The Gulpease index: against a count by hand, and against a second implementation on any text."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from practices.plain_language import ABBREVIATIONS, SIMPLER, gulpease, measure
from tests.practices.gulpease import independent

# text, letters, words, sentences: counted by hand.
BY_HAND = [
    ("", 0, 0, 0),
    (" \n… — !", 0, 0, 0),
    ("Il nido apre.", 10, 3, 1),
    ("Il nido apre", 10, 3, 1),
    ("L'asilo apre all’alba.", 17, 5, 1),
    ("Un po' di tempo.", 11, 4, 1),
    ("Il nido apre. I bimbi entrano! Chi paga? Tutti…", 35, 9, 4),
    ("Secondo l'art. 5 della legge n. 104 del 1992.", 33, 10, 1),
    ("Ne parla il dott. Rossi con la sig.ra Verdi.", 33, 10, 1),
    ("Libri, giochi, ecc. Tutto è gratis.", 26, 6, 2),
    ("Libri, giochi, ecc. sono gratis.", 24, 5, 1),
    ("Costa 12.500,50 euro.", 16, 3, 1),
    ("Dal 01/02/2024 alle 9:30.", 18, 4, 1),
    ("È un servizio socio-sanitario.", 25, 4, 1),
    ("Aspetta... poi torna. Bene...", 19, 4, 2),
    ("Disse: «Vieni subito!» Poi uscì.", 23, 5, 2),
    ("Disse: «Vieni!» e uscì.", 15, 4, 1),
    ("Orari:\n- lunedì\n- martedì\n- venerdì", 25, 4, 4),
    ("1. Si apre.\n2. Si chiude.", 14, 4, 2),
    ("# Il nido\nApre presto\nla mattina.", 25, 6, 2),
    ("Apre presto\n\nChiude tardi", 21, 4, 2),
    ("Scrivi a info@comune.it oppure vedi https://www.comune.it/nido. Grazie.", 23, 5, 2),
    ("La d.lgs. 81/2008 vale.", 16, 5, 1),
    ("Nel 2024. Nel 2025.", 14, 4, 2),
    ("perche\u0301", 6, 1, 1),
    ("Si chiama M. Rossi.", 14, 4, 1),
]


@pytest.mark.parametrize(("text", "letters", "words", "sentences"), BY_HAND)
def test_count_by_hand(text, letters, words, sentences):
    found = measure(text)
    assert (found.letters, found.words, found.sentences) == (letters, words, sentences)
    assert independent(text)[:3] == (letters, words, sentences)


@pytest.mark.parametrize(
    ("letters", "words", "sentences", "index"),
    [
        (10, 3, 1, "155.7"),  # 89 + 200/3 = 155.666…
        (100, 20, 2, "69.0"),  # 89 + (600 - 1000) / 20
        (30, 8, 1, "89.0"),  # 89 + 0
        (211, 40, 1, "43.8"),  # 89 + (300 - 2110) / 40 = 43.75, halves up
        (400, 1, 1, "-3611.0"),
        (42, 20, 1, "83.0"),
    ],
)
def test_formula(letters, words, sentences, index):
    assert gulpease(letters=letters, words=words, sentences=sentences) == Decimal(index)


PIECES = (
    *"aèZ9 .,;:!?…-'’\"»()\n\t*#_|@/1«\r",
    *(
        "l'",
        "art.",
        "n. 5",
        "dott.",
        "ecc.",
        "d.lgs.",
        " Il ",
        " la ",
        "- ",
        "2. ",
        "...",
        "\r\n",
        "\u0301",
        "\xad",
    ),
    *("www.a.it", "https://x.it/y.", "a@b.it", "12.500,5", "socio-sanitario"),
)
ITALIAN = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), ITALIAN))
@example("1.\n2.")
@example("a. B. C")
@example("(art. 5). Poi")
@example("a.\n#\nB")
def test_any_text_gets_the_same_numbers_from_both_implementations(text):
    found = measure(text)
    assert (found.letters, found.words, found.sentences, found.index) == independent(text)


def test_text_without_words_has_no_index():
    assert (measure("…").index, measure("…").shown_index, measure("").heavy) == (None, None, [])


def test_index_is_shown_between_0_and_100():
    assert measure("Sì.").shown_index == 100
    assert measure("a" * 400).shown_index == 0


def test_heavy_sentences_come_worst_first_with_their_reasons():
    easy = "Il nido apre alle otto. "
    hard = (
        "L'implementazione della progettualità sociosanitaria è finalizzata all'individuazione di modalità "
        "organizzative integrate mediante le quali l'amministrazione promuove, nell'ambito di un percorso "
        "condiviso, la partecipazione delle famiglie."
    )
    long = "E " * 20 + "poi si va tutti al mare a giocare con la sabbia."
    heavy = measure(easy + hard + " " + long).heavy
    assert heavy[0].text == hard
    assert heavy[0].long_words[:2] == ["implementazione", "progettualità"]
    assert ("mediante", "con") in heavy[0].simpler
    assert ("nell'ambito di", "in") in heavy[0].simpler
    assert heavy[0].is_long
    assert easy.strip() not in [part.text for part in heavy]


def test_easy_text_has_nothing_to_improve():
    assert measure("Il nido apre alle otto. I bimbi giocano.").heavy == []


def test_words_of_offices_are_found_whole_only():
    assert measure("Le utilizzazioni e la tramvia.").parts[0].simpler == []


def test_lists_are_in_lower_case_and_in_order():
    assert list(SIMPLER) == sorted(SIMPLER)
    assert all(word == word.lower() for word in [*ABBREVIATIONS, *SIMPLER])
