"""Compute which holders would fail under a version: in batches, as a job, with its progress in sight."""

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from certifications.engine import AnswerFacts, Rules
from certifications.engine.dry_run import Verdict, try_holder
from certifications.engine.loading import load_rules
from certifications.models import Certificate, DryRun, DryRunResult, Requirement, SchemeVersion
from certifications.permissions import can_dry_run
from certifications.workflow.dry_runs import DRY_RUN_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.progress import progress, progress_of
from familynet.kernel.workflow import advance
from familynet.organisations.models import Organisation

TASK = "certifications.tasks.dry_run"
JOB = "familynet-dry-run-%d"
BATCH = 500
# The last file of each holder that was awarded, with the facts of its day, and those that are known now.
HOLDERS = """
SELECT c.id, c.award_date, a.id, a.facts, a.employees, a.services, o.kind, o.size, m.population
  FROM certifications_certificate c
  JOIN organisations_organisation o ON o.id = c.organisation_id
  JOIN territories_municipality m ON m.id = o.municipality_id
  LEFT JOIN LATERAL (
    SELECT id, facts, employees, services FROM certifications_application
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
# What a holder has declared since in a realignment that was confirmed.
DECLARED = """
SELECT g.certificate_id, w.code, w.met, (w.document_id IS NOT NULL)::int
  FROM certifications_realignmentanswer w JOIN certifications_realignment g ON g.id = w.realignment_id
 WHERE g.state = 'confirmed' AND g.certificate_id = ANY(%s) ORDER BY g.confirmed_at
"""


@dataclass(frozen=True)
class _Known:
    """What all batches share: codes of requirements by key, and one object for equal answers (there are few)."""

    codes: dict[int, str]
    answers: dict[tuple[Any, ...], AnswerFacts] = field(default_factory=dict)


@dataclass(frozen=True)
class Holder:
    """What is known of one holder."""

    certificate: int
    award_date: datetime.date | None
    application: int | None
    facts: dict[str, Any]


@transaction.atomic
def start_dry_run(*, version: SchemeVersion, by: User, day: datetime.date | None = None) -> DryRun:
    """Ask a job to compute; one at a time for each version. `day`: see `DryRun`."""
    if not can_dry_run(by, version):
        raise PermissionDenied("dry run")
    SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.dry_runs.filter(state__in=(DryRun.State.WAITING, DryRun.State.RUNNING)).exists():
        raise ValidationError(_("Una prova di questo disciplinare è già in corso."))
    if not version.requirements.exists():
        raise ValidationError(_("Il disciplinare non ha ancora requisiti: non c'è nulla da provare."))
    today = timezone.localdate()
    run = DryRun.objects.create(
        version=version, requested_by=by, day=max(day or version.valid_from or today, today)
    )
    record(version, "dry_run", label=lambda: _("Prova sui titolari avviata"), by=by, data={"run": str(run.uuid)})
    app.configure_task(TASK, lock=f"dry-run-{run.pk}").defer(run_id=run.pk)
    return run


def dry_run_progress(run: DryRun) -> tuple[int, int] | None:
    """(holders done, holders in all) of the job that computes this one right now."""
    return progress_of(JOB % run.pk)


def perform_dry_run(*, run_id: int) -> None:
    """The computation, in one transaction: a worker that dies leaves nothing, and the job may run again.

    An error marks the run, so that nobody waits for it and another one can be asked for; then it is raised.
    """
    try:
        _perform(run_id)
    except Exception:
        with transaction.atomic():
            run = DryRun.objects.select_for_update(of=("self",)).get(pk=run_id)
            if run.is_running:
                advance(DRY_RUN_WORKFLOW, run, "fail", by=None)
        raise


def _perform(run_id: int) -> None:
    with transaction.atomic():
        run = DryRun.objects.select_for_update(of=("self",)).select_related("version__scheme").get(pk=run_id)
        if run.state != DryRun.State.WAITING:
            return
        advance(DRY_RUN_WORKFLOW, run, "start", by=None)
        holders = list(holders_of(run.version).values_list("pk", flat=True))
        with progress(JOB % run.pk, len(holders)) as report:
            counts = _compute(run, holders, report)
        fields = {**counts, "stamp": run.version.content_changed_at, "done_at": timezone.now()}
        advance(DRY_RUN_WORKFLOW, run, "finish", by=None, fields=fields)


def holders_of(version: SchemeVersion) -> Any:
    """The certificates in force that the version would be about."""
    held = Certificate.objects.in_force().filter(scheme=version.scheme_id)
    return (held.filter(category=version.category_id) if version.category_id else held).order_by("pk")


def _compute(run: DryRun, certificates: list[int], report: Callable[..., None]) -> dict[str, int]:
    rules, done = load_rules(run.version), 0
    known = _Known(
        dict(Requirement.objects.filter(version__scheme=run.version.scheme_id).values_list("pk", "code"))
    )
    counts = {Verdict.PASSES: 0, Verdict.FAILS: 0, Verdict.UNKNOWN: 0}
    for start in range(0, len(certificates), BATCH):
        results = list(_batch(run, rules, certificates[start : start + BATCH], known))
        DryRunResult.objects.bulk_create(results)
        for result in results:
            counts[Verdict(result.outcome)] += 1
        done += len(results)
        report(done)
    return {
        "passing": counts[Verdict.PASSES],
        "failing": counts[Verdict.FAILS],
        "unknown": counts[Verdict.UNKNOWN],
    }


def _batch(run: DryRun, rules: Rules, certificates: list[int], known: _Known) -> Iterator[DryRunResult]:
    holders = _holders(certificates)
    answers = _answers([holder.application for holder in holders if holder.application], known)
    declared = _declared(certificates)
    for holder in holders:
        given = answers.get(holder.application or 0, {})
        if more := declared.get(holder.certificate):
            given = {**given, **more}
        months = months_between(holder.award_date or run.day, run.day)
        outcome = try_holder(rules, holder.facts, given, months=months)
        yield DryRunResult(
            run=run,
            certificate_id=holder.certificate,
            outcome=outcome.verdict.value,
            points=outcome.points,
            minimum=outcome.minimum,
            missing_points=outcome.missing_points,
            failing=list(outcome.failing),
            missing_facts=list(outcome.missing_facts),
            has_answers=bool(given),
        )


def _rows(query: str, keys: list[int]) -> list[tuple[Any, ...]]:
    """The rows of a query about these records, which it names once or more."""
    with connection.cursor() as cursor:
        cursor.execute(query, [keys] * query.count("ANY(%s)"))
        return cursor.fetchall()


def _holders(certificates: list[int]) -> list[Holder]:
    return [
        Holder(pk, award_date, application, _facts(facts, employees, services, kind, size, population))
        for pk, award_date, application, facts, employees, services, kind, size, population in _rows(
            HOLDERS, certificates
        )
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


def _answers(applications: list[int], known: _Known) -> Mapping[int, dict[str, AnswerFacts]]:
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


def _declared(certificates: list[int]) -> dict[int, dict[str, AnswerFacts]]:
    found: dict[int, dict[str, AnswerFacts]] = {}
    for certificate, code, met, evidence in _rows(DECLARED, certificates):
        found.setdefault(certificate, {})[code] = AnswerFacts(met=met, evidence=evidence)
    return found


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Whole months from one day to another, never below zero."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)


def counts_by_requirement(run: DryRun) -> list[tuple[str, int]]:
    """(code, holders that fail on it), the most first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, count(*) FROM certifications_dryrunresult, unnest(failing) AS code"
            " WHERE run_id = %s AND outcome <> 'unknown' GROUP BY code ORDER BY count(*) DESC, code",
            [run.pk],
        )
        return cursor.fetchall()
