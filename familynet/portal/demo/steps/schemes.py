"""Schemes at work: a mark of Piemonte in draft, a next disciplinare in review, a draft of Family Audit."""

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
from familynet.accounts.models import User
from familynet.portal.demo.steps.cast import Cast

NEXT = "Disciplinare Comuni 2027 (esempio)"
NEXT_AUDIT = "Linee guida Family Audit 2027 (esempio)"
LONGER_PLANNING = 9  # months: an example, not what any act says


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
    _next_audit(officer)


def _next_audit(officer: User) -> None:
    """A draft that says the same as the guidelines in force, but for more months of planning."""
    current = SchemeVersion.objects.public().filter(cycles__isnull=False).distinct().get()
    draft = copy_version(source=current, label=NEXT_AUDIT, by=officer)
    phase = draft.phasetemplates.get(code="b")
    phase.months, phase.guidance = LONGER_PLANNING, phase.guidance.replace("sei mesi", "nove mesi")
    save_part(part=phase, by=officer)
