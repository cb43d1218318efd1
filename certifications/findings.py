"""What a check of a whole disciplinare says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A sentence; `stops` says that the version cannot go to review as it is."""

    sentence: str
    stops: bool = True
