"""How clear the texts must be, and a document that got a newer version."""

import datetime

from django.core.files.base import ContentFile

from familynet.portal.demo.steps.cast import Cast
from practices.actions import replace_document
from practices.models import ClarityRule, PracticeDocument

MINIMUMS = {"trento": 50, "piemonte": 55}
VALID_FROM = datetime.date(2025, 1, 1)
REPLACED = "family-audit-regione-tempi.txt"
NEWER = "\nVersione corretta: aggiunta la data dell'ultima verifica.\n"


def make_clarity_rules(cast: Cast) -> None:
    """Each administration asks for its own minimum; one practice of Piemonte is published with a waiver."""
    for slug, minimum in MINIMUMS.items():
        ClarityRule.objects.create(
            administration=cast.administrations[slug], minimum=minimum, valid_from=VALID_FROM
        )


def replace_a_document(cast: Cast) -> None:
    """A document of a practice that waits for changes gets a corrected version; the first one stays."""
    items = PracticeDocument.objects.select_related("document", "practice__administration")
    item = items.get(document__name=REPLACED)
    with item.document.file.open() as stored:
        text = stored.read()
    editor = cast.person("redazione", item.practice.administration.slug)
    replace_document(item, upload=ContentFile(text + NEWER.encode(), name=REPLACED), by=editor)
