"""Compute which holders would fail under a version: in batches, as a job, with its progress in sight."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from certifications.engine import AnswerFacts, Evaluation, Rules, evaluate
from certifications.engine.dry_run import Outcome, Verdict, outcome_of, says_nothing, try_holder
from certifications.engine.loading import load_rules
from certifications.engine.shown import join
from certifications.models import Certificate, DryRun, DryRunResult, SchemeVersion
from certifications.permissions import can_dry_run
from certifications.shown import Known, holders, known_for, months_between, shown_by
from certifications.workflow.dry_runs import DRY_RUN_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.progress import progress, progress_of
from familynet.kernel.workflow import advance

TASK = "certifications.tasks.dry_run"
JOB = "familynet-dry-run-%d"
BATCH = 500


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
        certificates = list(holders_of(run.version).values_list("pk", flat=True))
        with progress(JOB % run.pk, len(certificates)) as report:
            counts = _compute(run, certificates, report)
        fields = {**counts, "stamp": run.version.content_changed_at, "done_at": timezone.now()}
        advance(DRY_RUN_WORKFLOW, run, "finish", by=None, fields=fields)


def holders_of(version: SchemeVersion) -> Any:
    """The certificates in force that the version would be about."""
    held = Certificate.objects.in_force().filter(scheme=version.scheme_id)
    return (held.filter(category=version.category_id) if version.category_id else held).order_by("pk")


def _compute(run: DryRun, certificates: list[int], report: Callable[..., None]) -> dict[str, int]:
    rules, done = load_rules(run.version), 0
    known = known_for(run.version)
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


def _batch(run: DryRun, rules: Rules, certificates: list[int], known: Known) -> Iterator[DryRunResult]:
    batch = holders(certificates)
    shown = shown_by(batch, known)
    for holder in batch:
        given = shown[holder.certificate]
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
            has_answers=not says_nothing(given),
        )


def judge_holder(
    *,
    certificate: Certificate,
    version: SchemeVersion,
    day: datetime.date,
    more: Mapping[str, AnswerFacts] | None = None,
) -> tuple[Outcome, Evaluation]:
    """One holder under a version on a day, as a dry run judges it; `more` is said beyond what is on file."""
    (holder,) = holders([certificate.pk])
    shown = shown_by([holder], known_for(version))[certificate.pk]
    for code, facts in (more or {}).items():
        shown[code] = join(shown.get(code), facts)
    months = months_between(holder.award_date or day, day)
    result = evaluate(load_rules(version), holder.facts, shown, months=months)
    return outcome_of(result, shown), result


def counts_by_requirement(run: DryRun) -> list[tuple[str, int]]:
    """(code, holders that fail on it), the most first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, count(*) FROM certifications_dryrunresult, unnest(failing) AS code"
            " WHERE run_id = %s AND outcome <> 'unknown' GROUP BY code ORDER BY count(*) DESC, code",
            [run.pk],
        )
        return cursor.fetchall()
