"""How clear the texts must be, and a document that got a newer version."""

import datetime

from familynet.portal.demo.steps.cast import Cast
from practices.models import ClarityRule

MINIMUMS = {"trento": 50, "piemonte": 55}
VALID_FROM = datetime.date(2025, 1, 1)


def make_clarity_rules(cast: Cast) -> None:
    """Each administration asks for its own minimum; one practice of Piemonte is published with a waiver."""
    for slug, minimum in MINIMUMS.items():
        ClarityRule.objects.create(
            administration=cast.administrations[slug], minimum=minimum, valid_from=VALID_FROM
        )
