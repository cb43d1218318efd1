"""What a disciplinare asks, as values: requirements and bands."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certifications.engine.conditions import Condition


class Evidence(StrEnum):
    """Whether a requirement needs a document behind it."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Requirement:
    """One requirement. Points are fixed when `points_min == points_max`, else claimed within the range.

    `due_months` 0: at the application; else so many months after the award (a condition of the certificate).
    """

    code: str
    section: str = ""
    text: str = ""
    mandatory: bool = False
    points_min: Decimal = Decimal(0)
    points_max: Decimal = Decimal(0)
    evidence: Evidence = Evidence.NONE
    applies_if: Condition | None = None
    due_months: int = 0

    @property
    def has_range(self) -> bool:
        return self.points_min != self.points_max


@dataclass(frozen=True)
class Band:
    """A class of applicants and the points it has to reach. The first band whose condition holds counts."""

    label: str
    minimum: Decimal
    condition: Condition | None = None


@dataclass(frozen=True)
class Rules:
    """The requirements of one version in order, and its bands in the order in which they are tried.

    Without bands the mandatory requirements alone decide.
    """

    requirements: tuple[Requirement, ...]
    bands: tuple[Band, ...] = ()
