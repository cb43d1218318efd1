"""What a holder lacks under a disciplinare, in sentences."""

from django.utils.translation import gettext as _

from certifications.engine.dry_run import Outcome
from certifications.wording import trace


def lacks(outcome: Outcome) -> str:
    """The requirements in the way and the points below the mark; empty when nothing is."""
    sentences = []
    if outcome.failing:
        sentences.append(
            _("Requisiti obbligatori che mancano: %(codes)s.") % {"codes": ", ".join(outcome.failing)}
        )
    if outcome.missing_points:
        points = trace.points(outcome.missing_points)
        sentences.append(_("I punti non bastano: %(points)s sotto il minimo.") % {"points": points})
    return " ".join(sentences)
