"""What a holder has shown, from every place where it shows something: the one source for whoever asks.

A dry run, the copy of last time's answers and mutual recognition all read it here. It is made of

- the answers of its last awarded application, with their documents;
- the conditions that were checked and met after the award, with their evidence;
- what it declared in a realignment that was confirmed.

How they join is in `engine.shown`. A condition waived by an act is nothing shown: it brings no answer and no
points. The waiver holds under every disciplinare whose requirement of that code asks the same: a dry run does not
let the holder fail on it. Where the requirement has changed, the act was about something else.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from certifications.engine import AnswerFacts
from certifications.engine.shown import counts, join
from certifications.models import Answer, Application, Condition, RealignmentAnswer, Requirement, SchemeVersion
from certifications.renewing import asks_the_same
from familynet.organisations.models import Organisation

# The last file of each holder that was awarded, with the facts of its day, and those that are known now.
HOLDERS = """
SELECT c.id, c.award_date, a.id, a.submitted_at, a.facts, a.employees, a.services, o.kind, o.size, m.population
  FROM certifications_certificate c
  JOIN organisations_organisation o ON o.id = c.organisation_id
  JOIN territories_municipality m ON m.id = o.municipality_id
  LEFT JOIN LATERAL (
    SELECT id, submitted_at, facts, employees, services FROM certifications_application
     WHERE certificate_id = c.id AND state = 'awarded' ORDER BY submitted_at DESC, id DESC LIMIT 1) a ON true
 WHERE c.id = ANY(%s) ORDER BY c.id
"""
ANSWERS = """
SELECT n.application_id, n.requirement_id, n.met, n.points, e.number
  FROM certifications_answer n
  LEFT JOIN (
    SELECT v.answer_id, count(*) AS number
      FROM certifications_answerevidence v JOIN certifications_answer w ON w.id = v.answer_id
     WHERE w.application_id = ANY(%s) AND v.removed_at IS NULL GROUP BY v.answer_id) e ON e.answer_id = n.id
 WHERE n.application_id = ANY(%s)
"""
# What was confirmed since, or waived, the oldest first.
LATER = """
SELECT d.certificate_id, d.state, d.id, r.code, d.requirement_id,
       COALESCE(d.checked_at, d.met_on::timestamptz, d.updated_at) AS shown_at, true, NULL::numeric,
       (SELECT count(*) FROM certifications_conditionevidence v
         WHERE v.condition_id = d.id AND v.removed_at IS NULL)
  FROM certifications_condition d JOIN certifications_requirement r ON r.id = d.requirement_id
 WHERE d.state IN ('met', 'waived') AND d.certificate_id = ANY(%s)
UNION ALL
SELECT g.certificate_id, 'declared', w.id, w.code, NULL, g.confirmed_at, w.met, w.points,
       (w.document_id IS NOT NULL)::int
  FROM certifications_realignmentanswer w JOIN certifications_realignment g ON g.id = w.realignment_id
 WHERE g.state = 'confirmed' AND g.certificate_id = ANY(%s)
 ORDER BY shown_at, 2, 3
"""


@dataclass(frozen=True)
class Holder:
    """What is known of one holder."""

    certificate: int
    award_date: datetime.date | None
    application: int | None
    applied_at: datetime.datetime | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What all batches share: codes of requirements by key, those whose waiver holds, and one object for equal
    answers (there are few)."""

    codes: dict[int, str]
    waivable: frozenset[int]
    answers: dict[tuple[Any, ...], AnswerFacts] = field(default_factory=dict)


@dataclass(frozen=True)
class _Later:
    """One row of LATER. `origin` is met, waived (a condition) or declared (an answer of a realignment)."""

    certificate: int
    origin: str
    pk: int
    code: str
    requirement: int | None
    at: datetime.datetime
    met: bool
    points: Any
    evidence: int

    @property
    def facts(self) -> AnswerFacts:
        return AnswerFacts(met=self.met, points=self.points, evidence=self.evidence)


@dataclass
class Shown:
    """What a holder has shown for one requirement, with the words and the documents (keys, in order) behind it.

    `requirement` is the one that it was last shown for; None when no disciplinare has it any more.
    """

    facts: AnswerFacts
    requirement: Requirement | None
    note: str = ""
    documents: list[int] = field(default_factory=list)


def known_for(version: SchemeVersion) -> Known:
    """What a reading under this version needs to know of the requirements of its scheme."""
    every = list(Requirement.objects.filter(version__scheme=version.scheme_id))
    asked = {requirement.code: requirement for requirement in every if requirement.version_id == version.pk}
    same = (r.pk for r in every if r.code in asked and asks_the_same(r, asked[r.code]))
    return Known({requirement.pk: requirement.code for requirement in every}, frozenset(same))


def holders(certificates: list[int]) -> list[Holder]:
    """Each holder with its last awarded file, in the order of their keys."""
    return [
        Holder(pk, award_date, application, applied_at, _facts(*facts))
        for pk, award_date, application, applied_at, *facts in _rows(HOLDERS, certificates)
    ]


def _facts(
    stored: Any, employees: int | None, services: list[str] | None, kind: str, size: str, population: int | None
) -> dict[str, Any]:
    """What is known today; what the file alone knows (employees, services) comes from the file."""
    facts = json.loads(stored) if isinstance(stored, str) else stored or {}
    return {
        "kind": kind,
        "public_body": kind in Organisation.PUBLIC_KINDS,
        "size": size or None,
        "population": population if population is not None else facts.get("population"),
        "employees": employees if employees is not None else facts.get("employees"),
        "services": services if services is not None else facts.get("services"),
    }


def shown_by(holders: Iterable[Holder], known: Known) -> dict[int, dict[str, AnswerFacts]]:
    """certificate → code → what was shown; two queries for any number of holders."""
    by_key = {holder.certificate: holder for holder in holders}
    answers = _answers([holder.application for holder in by_key.values() if holder.application], known)
    found = {pk: answers.get(holder.application or 0, {}) for pk, holder in by_key.items()}
    filed: dict[int, dict[str, AnswerFacts]] = {}
    for row in _later(list(by_key)):
        mine, holder = found[row.certificate], by_key[row.certificate]
        in_file = filed.setdefault(row.certificate, dict(mine))
        if row.origin == Condition.State.WAIVED:
            more = AnswerFacts(waived=True) if row.requirement in known.waivable else None
        else:
            more = row.facts if counts(in_file.get(row.code), holder.applied_at, row.at) else None
        if more is not None:
            mine[row.code] = join(mine.get(row.code), more)
    return found


def _answers(applications: list[int], known: Known) -> Mapping[int, dict[str, AnswerFacts]]:
    """application → code → answer."""
    found: dict[int, dict[str, AnswerFacts]] = {application: {} for application in applications}
    codes, equal = known.codes, known.answers
    for application, requirement, *said in _rows(ANSWERS, applications):
        key = tuple(said)
        facts = equal.get(key)
        if facts is None:
            met, points, evidence = key
            facts = equal[key] = AnswerFacts(met=met, points=points, evidence=evidence or 0)
        found[application][codes[requirement]] = facts
    return found


def _later(certificates: list[int]) -> list[_Later]:
    return [_Later(*row) for row in _rows(LATER, certificates)]


def _rows(query: str, keys: list[int]) -> list[tuple[Any, ...]]:
    """The rows of a query about these records, which it names once or more."""
    with connection.cursor() as cursor:
        cursor.execute(query, [keys] * query.count("ANY(%s)"))
        return cursor.fetchall()


def shown_since(application: Application) -> dict[str, Shown]:
    """code → what this application said and, when it was awarded, what its holder has shown since.

    With the words and the documents: a few queries, for one file.
    """
    kept = Count("evidence", filter=Q(evidence__removed_at=None))
    answers = application.answers.select_related("requirement").annotate(documents=kept)
    filed = {
        a.requirement.code: _said(a, a.documents) for a in answers.order_by("pk").prefetch_related("evidence")
    }
    if application.certificate_id is None or application.state != Application.State.AWARDED:
        return filed
    rows = [row for row in _later([application.certificate_id]) if row.origin != Condition.State.WAIVED]
    met = Condition.objects.select_related("requirement").prefetch_related("evidence")
    conditions = met.in_bulk([row.pk for row in rows if row.origin == Condition.State.MET])
    declared = RealignmentAnswer.objects.select_related("realignment").in_bulk(
        [row.pk for row in rows if row.origin == "declared"]
    )
    asked = _asked(declared.values())
    found = dict(filed)
    for row in rows:
        before = filed.get(row.code)
        if not counts(before.facts if before else None, application.submitted_at, row.at):
            continue
        if row.origin == "declared":
            said = declared[row.pk]
            documents = [said.document_id] if said.document_id else []
            more = Shown(row.facts, asked.get((said.realignment.to_version_id, row.code)), said.note, documents)
        else:
            condition = conditions[row.pk]
            more = Shown(row.facts, condition.requirement, condition.sent_note, _documents(condition))
        found[row.code] = _joined(found.get(row.code), more)
    return found


def _said(answer: Answer, documents: int) -> Shown:
    facts = AnswerFacts(met=answer.met, points=answer.points, evidence=documents)
    return Shown(facts, answer.requirement, answer.note, _documents(answer))


def _documents(shown: Any) -> list[int]:
    """Those attached now, in their order; `evidence` is prefetched."""
    return [row.document_id for row in shown.evidence.all() if row.removed_at is None]


def _asked(declared: Iterable[RealignmentAnswer]) -> dict[tuple[int, str], Requirement]:
    """(version, code) → the requirement that a holder was asked about."""
    versions = {answer.realignment.to_version_id for answer in declared}
    if not versions:
        return {}
    rows = Requirement.objects.filter(version__in=versions)
    return {(requirement.version_id, requirement.code): requirement for requirement in rows}


def _joined(before: Shown | None, more: Shown) -> Shown:
    """The newest word, and every document."""
    if before is None:
        return more
    documents = list(dict.fromkeys([*before.documents, *more.documents]))
    requirement = more.requirement or before.requirement
    return Shown(join(before.facts, more.facts), requirement, more.note or before.note, documents)


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Whole months from one day to another, never below zero."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)
