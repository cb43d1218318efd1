"""Schemes at work: the example mark of Piemonte in draft, and a next disciplinare that waits for its review."""

from certifications.actions import (
    copy_version,
    import_scheme,
    perform_dry_run,
    save_part,
    send_to_review,
    start_dry_run,
)
from certifications.actions.schemes import example_scheme
from certifications.models import Requirement, SchemeVersion
from familynet.portal.demo.steps.cast import Cast

NEXT = "Disciplinare Comuni 2027 (esempio)"


def make_schemes(cast: Cast) -> None:
    import_scheme(
        example_scheme("piemonte-famiglia"),
        administration=cast.administrations["piemonte"],
        by=cast.person("istruttoria", "piemonte"),
    )
    officer = cast.person("istruttoria", "trento")
    current = SchemeVersion.objects.get(label="Disciplinare Comuni 2015", state=SchemeVersion.State.PUBLISHED)
    draft = copy_version(source=current, label=NEXT, by=officer)
    save_part(
        part=Requirement(
            version=draft,
            section=draft.sections.get(code="E"),
            code="E4",
            text="Il Comune pubblica i dati del piano in formato aperto (requisito di esempio).",
            mandatory=True,
        ),
        by=officer,
    )
    run = start_dry_run(version=draft, by=officer)
    perform_dry_run(run_id=run.pk)
    send_to_review(version=draft, by=officer)
