"""The way of an import: uploaded, checked without writing, then a job that does all of it or nothing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from certifications.actions.register import apply_plan, plan_file
from certifications.importing.plan import Outcome, PlannedRow, fingerprint
from certifications.models import ImportRow, ImportRun
from certifications.models.register import compact_register_counts
from certifications.permissions import can_import, can_import_run
from certifications.workflow import IMPORT_WORKFLOW
from familynet.accounts.models import Administration, User
from familynet.kernel.documents import store_document
from familynet.kernel.history import record
from familynet.kernel.progress import progress, progress_of
from familynet.kernel.workflow import advance

IMPORT_REGISTER = "certifications.tasks.import_register"
PROGRESS_NAME = "familynet-import-%d"


@transaction.atomic
def upload_import(
    *, by: User, administration: Administration, file: File, media_type: str, skip_errors: bool = False
) -> ImportRun:
    """Keep an inspected file and check it at once; nothing of the register is written."""
    if not can_import(by, administration):
        raise PermissionDenied("import: upload")
    document = store_document(file, title=_("Registro da importare"), by=by, media_type=media_type)
    run = ImportRun.objects.create(
        document=document, administration=administration, uploaded_by=by, skip_errors=skip_errors
    )
    record(run, "upload", label=lambda: _("File caricato"), by=by, to_state=run.state)
    return check_import(run=run, by=by)


@transaction.atomic
def check_import(*, run: ImportRun, by: User) -> ImportRun:
    """Dry run: write the report, row by row; ValidationError when the file cannot be read at all."""
    plans, unknown = _plan(run)
    fields = {"fingerprint": fingerprint(plans), "unknown_columns": unknown, "message": "", **_totals(plans)}
    advance(IMPORT_WORKFLOW, run, "check", by=by, fields=fields, data=_totals(plans))
    _write_report(run, plans)
    return run


@transaction.atomic
def start_import(*, run: ImportRun, by: User) -> ImportRun:
    """Queue the job that imports what the check has promised."""
    if not can_import_run(by, run):
        raise PermissionDenied("import: start")
    if run.state == ImportRun.State.CHECKED and not run.is_importable:
        raise ValidationError(_("Non c'è niente da importare, oppure ci sono righe con errori da correggere."))
    advance(IMPORT_WORKFLOW, run, "start", by=by, fields={"message": ""})
    app.configure_task(IMPORT_REGISTER, lock=f"import-{run.pk}").defer(run_id=run.pk, user_id=by.pk)
    return run


@transaction.atomic
def refuse_import(*, run: ImportRun, by: User) -> ImportRun:
    """Set a file aside without importing it."""
    advance(IMPORT_WORKFLOW, run, "refuse", by=by)
    return run


def perform_import(*, run_id: int, user_id: int) -> None:
    """The job. One transaction: a worker that dies leaves nothing, and the job may run again.

    When the data have changed since the check nothing is written and the run goes back with a new report.
    """
    try:
        with transaction.atomic():
            run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
            if run.state != ImportRun.State.RUNNING:
                return
            _import(run, User.objects.get(pk=user_id))
    except (IntegrityError, ValidationError, PermissionDenied) as error:
        _give_back(run_id, _reason(error))
    else:
        compact_register_counts()


def _import(run: ImportRun, by: User) -> None:
    if not can_import_run(by, run):
        raise PermissionDenied(_("Chi ha avviato l'importazione non può più importare."))
    plans, _unknown = _plan(run)
    if fingerprint(plans) != run.fingerprint:
        raise ValidationError(_("Dopo il controllo i dati sono cambiati: rileggi il resoconto e riprova."))
    with progress(PROGRESS_NAME % run.pk, len(plans)) as report:
        data = {"import": str(run.uuid)}
        apply_plan(
            plans, by=by, source=run.document.name, progress=report, is_demo=run.is_demo or by.is_demo, data=data
        )
        fields = {"committed_at": timezone.now()}
        advance(IMPORT_WORKFLOW, run, "commit", by=None, fields=fields, data=_totals(plans))


@transaction.atomic
def _give_back(run_id: int, message: str) -> None:
    """Back to checked, with the reason and a report of how things stand now."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != ImportRun.State.RUNNING:
        return
    plans, unknown = _plan(run)
    fields = {
        "fingerprint": fingerprint(plans),
        "unknown_columns": unknown,
        "message": message,
        **_totals(plans),
    }
    advance(IMPORT_WORKFLOW, run, "give_back", by=None, comment=message, fields=fields)
    _write_report(run, plans)


def _reason(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        return _("Una riga contrasta con dati arrivati nel frattempo: rileggi il resoconto e riprova.")
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _plan(run: ImportRun) -> tuple[list[PlannedRow], list[str]]:
    with run.document.file.open("rb") as file:
        plans, unknown, _table = plan_file(file, administration=run.administration)
    return plans, unknown


def _totals(plans: list[PlannedRow]) -> dict[str, int]:
    outcomes = [plan.outcome for plan in plans]
    return {
        "new": outcomes.count(Outcome.NEW),
        "changed": outcomes.count(Outcome.CHANGED),
        "unchanged": outcomes.count(Outcome.UNCHANGED),
        "wrong": outcomes.count(Outcome.ERROR),
    }


def _write_report(run: ImportRun, plans: list[PlannedRow]) -> None:
    run.rows.all().delete()
    ImportRow.objects.bulk_create(
        [ImportRow(run=run, line=p.row.line, outcome=p.outcome, name=p.row.name, reason=p.reason) for p in plans],
        batch_size=1000,
    )


def import_progress(run: ImportRun) -> tuple[int, int] | None:
    """(rows done, rows in all) of a running job; None when no job is at work on it right now."""
    return progress_of(PROGRESS_NAME % run.pk)
