"""The words of letters: a paragraph that only gives the points is left out where the mark gives none."""

import pytest

from certifications import letters
from certifications.models import Decision

VALUES = {**letters.SAMPLE_VALUES, "punteggio": letters.NO_POINTS}


def words(node):
    """All words of a node, one after the other."""
    if isinstance(node, list):
        return "".join(words(part) for part in node)
    return node.get("text", "") + words(node.get("body", []))


def paragraphs(text, values):
    return [words(block) for block in letters.fill_blocks(text, values)]


def test_usual_award_letter_says_nothing_of_points_where_there_are_none():
    body = letters.default_wording(Decision.Outcome.AWARDED).body
    without, with_points = paragraphs(body, VALUES), paragraphs(body, letters.SAMPLE_VALUES)
    assert "Punteggio della valutazione: 72." in with_points
    assert [paragraph for paragraph in without if "unteggio" in paragraph or "disciplinare" in paragraph] == []
    assert without == [paragraph for paragraph in with_points if "unteggio" not in paragraph]
    assert "45/2025" in without[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prima.\n\nPunti: **{punteggio}**.\n\nDopo.", ["Prima.", "Dopo."]),
        ("{punteggio}", []),
        ("N. {numero_registro}, punti: {punteggio}.", ["N. 45/2025, punti: non previsto dal disciplinare."]),
        ("{motivazione}", ["Testo di esempio della motivazione."]),
    ],
)
def test_paragraph_goes_only_when_it_says_nothing_else(text, expected):
    assert paragraphs(text, VALUES) == expected
