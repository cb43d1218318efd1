"""What one pays, in words."""

from decimal import Decimal

import pytest

from certifications.models import SchemeVersion


@pytest.mark.parametrize(
    ("fee", "note", "words"),
    [
        (None, "", "Nessuna"),
        (Decimal(1250), "", "€ 1.250,00"),
        (Decimal("80.5"), "Si paga dopo l'assegnazione", "€ 80,50. Si paga dopo l'assegnazione"),
        (None, "I Comuni non pagano", "Nessuna. I Comuni non pagano"),
    ],
)
def test_fee_with_its_note(fee, note, words):
    assert SchemeVersion(fee=fee, fee_note=note).fee_words == words
