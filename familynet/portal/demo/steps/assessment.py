"""The register of assessors and the wording of a letter."""

import datetime

from certifications.actions import add_assessor
from certifications.actions.letters import write_letter
from certifications.letters import default_wording
from certifications.models import Assessor, Decision
from familynet.portal.demo.steps.cast import Cast


def make_assessments(cast: Cast) -> None:
    for slug in ("trento", "piemonte"):
        add_assessor(
            administration=cast.administrations[slug],
            user=cast.person("valutazione", slug),
            origin=Assessor.Origin.INTERNAL,
            task=Assessor.Task.ASSESSOR,
            valid_from=datetime.date(2020, 1, 1),
            by=cast.person("istruttoria", slug),
        )
    _word_letter(cast)


def _word_letter(cast: Cast) -> None:
    """Trento words its letter of award; all others keep the usual text."""
    usual = default_wording(Decision.Outcome.AWARDED)
    write_letter(
        administration=cast.administrations["trento"],
        scheme=None,
        outcome=Decision.Outcome.AWARDED,
        subject=usual.subject,
        body=f"Gentile {{organizzazione}},\n\n{usual.body}\n\n*Testo di esempio.*",
        appeals=usual.appeals,
        by=cast.person("dirigenza", "trento"),
    )
