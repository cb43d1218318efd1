"""An application with its rules, answers, evidence and result, read in a fixed number of queries.

Pages, the submission, the printed application and the desk of the office all read it from here.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from certifications.engine import AnswerFacts, Evaluation, Line, LineState, evaluate
from certifications.engine.loading import load_facts, load_rules
from certifications.models import Answer, AnswerEvidence, Application, Requirement, RequirementSection
from certifications.wording import trace

# What still has to be said or attached before an application can be submitted.
OPEN_STATES = (LineState.UNANSWERED, LineState.NO_POINTS, LineState.NO_EVIDENCE, LineState.UNDECIDED)
NOT_ASKED = (LineState.NOT_APPLICABLE, LineState.LATER)


@dataclass
class Item:
    """One requirement with what was said about it. `answer` is None before anybody said anything."""

    requirement: Requirement
    line: Line
    answer: Answer | None = None
    evidence: list[AnswerEvidence] = field(default_factory=list)
    # Set by the views that let it be answered: the evidence with the addresses of what may be done to it.
    files: Any = None

    @property
    def revision(self) -> int:
        return self.answer.revision if self.answer else 0

    @property
    def sentence(self) -> str:
        """What it adds and why not more."""
        return trace.explain_line(self.line)

    @property
    def label(self) -> str:
        return str(trace.LABELS[self.line.state])

    @property
    def tone(self) -> str:
        return trace.TONES[self.line.state]

    @property
    def worth(self) -> str:
        """ "10 punti", "da 2 a 10 punti"."""
        return trace.worth(self.requirement.points_min, self.requirement.points_max)

    @property
    def due(self) -> str:
        """By when a deferred requirement is to be met."""
        return trace.due(self.requirement.due_months)

    @property
    def is_asked(self) -> bool:
        """It applies to this applicant and is due now."""
        return self.line.state not in NOT_ASKED

    @property
    def is_open(self) -> bool:
        """Something is still to be said, attached or checked."""
        return self.line.state in OPEN_STATES or (self.to_check and self.is_asked)

    @property
    def to_check(self) -> bool:
        return bool(self.answer and self.answer.to_check)


@dataclass
class SectionPart:
    """A section with its items."""

    section: RequirementSection
    items: list[Item]

    @property
    def asked(self) -> list[Item]:
        return [item for item in self.items if item.is_asked]

    @property
    def done(self) -> int:
        return sum(not item.is_open for item in self.asked)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.asked)

    @property
    def percent(self) -> int:
        return percent(self.done, len(self.asked))

    @property
    def score(self) -> str:
        """ "16,5 su 20 punti"; empty where nothing gives points."""
        won = sum((item.line.points for item in self.items), Decimal(0))
        possible = sum((item.line.possible for item in self.items), Decimal(0))
        return trace.out_of(won, possible) if possible else ""


@dataclass
class SelfAssessment:
    """What `assess` gives: the sections in order, and the evaluation with its trace."""

    application: Application
    facts: dict[str, Any]
    evaluation: Evaluation
    sections: list[SectionPart]

    @cached_property
    def items(self) -> list[Item]:
        return [item for part in self.sections for item in part.items]

    @property
    def open_items(self) -> list[Item]:
        return [item for item in self.items if item.is_open]

    @property
    def percent(self) -> int:
        return percent(sum(part.done for part in self.sections), sum(len(part.asked) for part in self.sections))

    @property
    def is_complete(self) -> bool:
        """Everything is said, attached and looked at, and every fact that matters is known."""
        return not self.open_items and not self.evaluation.missing_facts

    def section(self, pk: int) -> SectionPart | None:
        return next((part for part in self.sections if part.section.pk == pk), None)

    def item(self, pk: int) -> Item | None:
        """The item of a requirement, by its key."""
        return next((item for item in self.items if item.requirement.pk == pk), None)


def percent(done: int, total: int) -> int:
    """Never 100 before all is done."""
    return 100 if done >= total else done * 100 // total


def assess(application: Application, *, on: datetime.date | None = None) -> SelfAssessment:
    """Read and judge an application. Six queries at most, whatever its size."""
    version = application.version
    prefetch_related_objects(
        [version],
        Prefetch("requirements", queryset=Requirement.objects.select_related("section")),
        "bands",
    )
    answers = {answer.requirement_id: answer for answer in answers_of(application)}
    facts = facts_of(application)
    evaluation = evaluate(
        load_rules(version),
        facts,
        {a.requirement.code: _facts_of_answer(a) for a in answers.values()},
        months=months_due(application, on or timezone.localdate()),
    )
    lines = {line.requirement.code: line for line in evaluation.lines}
    items = [
        Item(row, lines[row.code], answer, current_evidence(answer) if answer else [])
        for row in version.requirements.all()
        for answer in [answers.get(row.pk)]
    ]
    return SelfAssessment(application, facts, evaluation, _by_section(items))


def answers_of(application: Application) -> Iterable[Answer]:
    """The answers under the application's own version, each with its evidence."""
    documents = AnswerEvidence.objects.current().select_related("document", "integration")
    return (
        Answer.objects.filter(application=application, requirement__version=application.version_id)
        .select_related("requirement", "updated_by")
        .prefetch_related(Prefetch("evidence", queryset=documents, to_attr="current_evidence"))
    )


def current_evidence(answer: Answer) -> list[AnswerEvidence]:
    found: list[AnswerEvidence] = answer.current_evidence  # type: ignore[attr-defined]
    return found


def _facts_of_answer(answer: Answer) -> AnswerFacts:
    return AnswerFacts(met=answer.met, points=answer.points, evidence=len(current_evidence(answer)))


def _by_section(items: list[Item]) -> list[SectionPart]:
    parts: dict[int, SectionPart] = {}
    for item in items:
        section = item.requirement.section
        parts.setdefault(section.pk, SectionPart(section, [])).items.append(item)
    return list(parts.values())


def facts_of(application: Application) -> dict[str, Any]:
    """Those of today for a draft; what was true at the submission for ever after."""
    if application.state != Application.State.DRAFT and application.facts:
        return dict(application.facts)
    return load_facts(application, population=application.organisation.municipality.population)


def months_due(application: Application, on: datetime.date) -> int | None:
    """How many months of deferred requirements are due: none at a first application; at a renewal those that
    have come due since the award, and all of them when nobody knows its date."""
    if application.kind == Application.Kind.FIRST or application.certificate is None:
        return 0
    awarded = application.certificate.award_date
    if awarded is None:
        return None
    months = (on.year - awarded.year) * 12 + on.month - awarded.month
    return months if on.day >= awarded.day else months - 1
