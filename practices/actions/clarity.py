"""Plain Italian: the minimum that a summary must reach to be published, and the reason to let it pass."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.history import record
from practices.models import ClarityRule, ClarityWaiver, Practice
from practices.permissions import can_waive_clarity
from practices.plain_language import Readability, measure


@dataclass(frozen=True)
class Clarity:
    """The public summary of a practice against the minimum of its administration."""

    readability: Readability
    minimum: int

    @property
    def is_enough(self) -> bool:
        """A text without words is none: whether one must be there is another rule."""
        index = self.readability.index
        return index is None or index >= self.minimum


def clarity_of(practice: Practice, text: str | None = None) -> Clarity:
    """How clear the summary is, or another `text` for the same place. One query."""
    minimum = ClarityRule.objects.minimum(practice.administration_id)
    return Clarity(measure(practice.summary if text is None else text), minimum)


def is_waived(practice: Practice) -> bool:
    """True if somebody already let this very summary pass."""
    return ClarityWaiver.objects.filter(practice=practice.root, summary=practice.summary).exists()


def needs_waiver(practice: Practice) -> bool:
    """True if publishing asks for a reason."""
    return not clarity_of(practice).is_enough and not is_waived(practice)


@transaction.atomic
def ensure_clear(practice: Practice, *, by: User, waiver: str = "") -> ClarityWaiver | None:
    """Let a summary be published: clear enough, already waived, or waived now with a written reason.

    Raises ValidationError on `waiver` when the reason is missing, PermissionDenied when `by` may not judge.
    """
    clarity = clarity_of(practice)
    if clarity.is_enough or is_waived(practice):
        return None
    index = clarity.readability.index
    assert index is not None  # a text without words is always enough
    if not waiver.strip():
        words = {"index": shown(index), "minimum": clarity.minimum}
        message = _(
            "Il testo in breve ha un indice di chiarezza di %(index)s: il minimo è %(minimum)s. "
            "Chiedi di semplificarlo, oppure scrivi perché si può pubblicare così."
        )
        raise ValidationError({"waiver": message % words}, code="unclear")
    if not can_waive_clarity(by, practice):
        raise PermissionDenied("waive clarity")
    given = ClarityWaiver.objects.create(
        practice=practice.root,
        given_by=by,
        reason=waiver.strip(),
        summary=practice.summary,
        clarity=index,
        minimum=clarity.minimum,
    )
    record(
        practice,
        "waive_clarity",
        label=lambda: _("Deroga al minimo di chiarezza"),
        by=by,
        comment=given.reason,
        data={"clarity": str(index), "minimum": clarity.minimum},
    )
    return given


def shown(index: Decimal) -> str:
    """The index as people read it, 0 to 100."""
    return str(number_format(min(max(index, Decimal(0)), Decimal(100)), decimal_pos=1, use_l10n=True))
