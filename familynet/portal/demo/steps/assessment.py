"""The register of assessors, the wording of a letter, and a file that waits for its assessor."""

import datetime

from django.core.exceptions import ValidationError

from certifications.actions import add_assessor, assign, start_assessment
from certifications.actions.letters import write_letter
from certifications.letters import default_wording
from certifications.models import Application, Assessor, Decision
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
    _hand_out_last_file(cast)


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


def _hand_out_last_file(cast: Cast) -> None:
    """Of the files that are reviewed, the newest goes to the assessor, who finds it on the desk."""
    trento, officer = cast.administrations["trento"], cast.person("istruttoria", "trento")
    reviewed = Application.objects.filter(administration=trento, state=Application.State.IN_REVIEW)
    application = reviewed.order_by("-pk").first() if reviewed.count() > 1 else None
    if application is None:
        return
    start_assessment(application=application, by=officer)
    assessor = Assessor.objects.get(administration=trento, user=cast.person("valutazione", "trento"))
    try:
        assign(application=application, assessor=assessor, by=officer)
    except ValidationError:
        return  # the example's assessor has a hand in this file
