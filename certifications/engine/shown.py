"""How what a holder has shown since its application joins what it answered there. Pure."""

import datetime

from certifications.engine.evaluation import AnswerFacts


def counts(answer: AnswerFacts | None, answered_at: datetime.datetime | None, shown_at: datetime.datetime) -> bool:
    """Whether what was confirmed at `shown_at` counts beside this answer of the file.

    What is older than the file counts only where the file says nothing: a newer word of the holder, a "no" too,
    is the one that stands.
    """
    silent = answer is None or answer.met is None
    return silent or answered_at is None or shown_at >= answered_at


def join(before: AnswerFacts | None, more: AnswerFacts) -> AnswerFacts:
    """Both together, never less than either: met by one is met, with the larger points and number of documents.

    Points count where they were claimed for something met.
    """
    if before is None:
        return more
    given = [answer.met for answer in (before, more) if answer.met is not None]
    claimed = [a.points for a in (before, more) if a.points is not None and a.met is not False]
    return AnswerFacts(
        met=any(given) if given else None,
        points=max(claimed, default=None),
        evidence=max(before.evidence, more.evidence),
        waived=before.waived or more.waived,
    )
