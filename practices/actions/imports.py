"""The way of an import: upload, a job that checks, a job that writes all of it or nothing.

The jobs hand in the planner, which knows the forms; these functions know who may, when, and in which order.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from familynet.accounts.models import Administration, User
from familynet.kernel.documents import store_document
from familynet.kernel.history import record
from familynet.kernel.progress import progress, progress_of
from familynet.kernel.workflow import TransitionConflict, advance
from practices.actions.drafts import create_practice, save_draft
from practices.importing.rows import Outcome, Plan, PlannedRow, Planner
from practices.models import Practice, PracticeImport, PracticeImportRow
from practices.permissions import can_create
from practices.permissions.imports import can_handle_import
from practices.workflow.imports import IMPORT_WORKFLOW

CHECK = "practices.tasks.check_import"
WRITE = "practices.tasks.write_import"
JOB = "familynet-practices-%d"


@transaction.atomic
def upload_import(
    *,
    by: User,
    administration: Administration,
    file: File,
    media_type: str,
    skip_errors: bool = False,
    is_demo: bool = False,
) -> PracticeImport:
    """Keep an inspected file and ask a job to check it; no practice is written."""
    if not can_create(by, administration):
        raise PermissionDenied("import practices")
    document = store_document(file, title=_("Buone pratiche da importare"), by=by, media_type=media_type)
    run = PracticeImport.objects.create(
        document=document,
        administration=administration,
        uploaded_by=by,
        skip_errors=skip_errors,
        is_demo=is_demo,
    )
    record(run, "upload", label=lambda: _("File caricato"), by=by, to_state=run.state)
    _defer(CHECK, run, by)
    return run


@transaction.atomic
def check_again(run: PracticeImport, *, by: User) -> PracticeImport:
    """Ask for a new check, after the practices or the file's world have changed."""
    advance(IMPORT_WORKFLOW, run, "check_again", by=by, fields={"message": ""})
    _defer(CHECK, run, by)
    return run


@transaction.atomic
def start_import(run: PracticeImport, *, by: User) -> PracticeImport:
    """Ask a job to write what the check has promised."""
    if not can_handle_import(by, run):
        raise PermissionDenied("import practices")
    if run.state == PracticeImport.State.CHECKED and not run.is_importable:
        raise ValidationError(_("Non c'è niente da importare, oppure ci sono righe con errori da correggere."))
    advance(IMPORT_WORKFLOW, run, "start", by=by, fields={"message": ""})
    _defer(WRITE, run, by)
    return run


@transaction.atomic
def discard_import(run: PracticeImport, *, by: User) -> PracticeImport:
    """Set a file aside; its report stays."""
    advance(IMPORT_WORKFLOW, run, "discard", by=by)
    return run


def _defer(task: str, run: PracticeImport, by: User) -> None:
    app.configure_task(task, lock=f"practice-import-{run.pk}").defer(run_id=run.pk, user_id=by.pk)


def import_progress(run: PracticeImport) -> tuple[int, int] | None:
    """(rows done, rows in all) of the job that has this import right now."""
    return progress_of(JOB % run.pk)


# --- Jobs ----------------------------------------------------------------------------------------


@transaction.atomic
def perform_check(*, run_id: int, planner: Planner) -> None:
    """The dry run: write the report, row by row. Safe to run twice: the second finds it checked."""
    run = PracticeImport.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != PracticeImport.State.UPLOADED:
        return
    try:
        with progress(JOB % run.pk) as report:
            plan = planner(run, report)
    except ValidationError as error:
        message = " ".join(error.messages)
        advance(IMPORT_WORKFLOW, run, "refuse", by=None, comment=message, fields={"message": message})
        return
    advance(IMPORT_WORKFLOW, run, "check", by=None, fields=_fields(plan), data=plan.totals())
    _write_report(run, plan.rows)


def perform_import(*, run_id: int, user_id: int, planner: Planner) -> None:
    """The writing. One transaction: a worker that dies leaves nothing, and the job may run again.

    When the practices have changed since the check nothing is written, and the run goes back with the reason.
    """
    try:
        with transaction.atomic():
            run = PracticeImport.objects.select_for_update(of=("self",)).get(pk=run_id)
            if run.state != PracticeImport.State.RUNNING:
                return
            _write(run, User.objects.get(pk=user_id), planner)
    except (IntegrityError, ValidationError, PermissionDenied, TransitionConflict) as error:
        _give_back(run_id, _reason(error), planner)


def _write(run: PracticeImport, by: User, planner: Planner) -> None:
    if not can_handle_import(by, run):
        raise PermissionDenied(_("Chi ha avviato l'importazione non può più scrivere buone pratiche."))
    plan = planner(run, lambda done, total: None)
    if plan.fingerprint() != run.fingerprint:
        raise ValidationError(_("Dopo il controllo i dati sono cambiati: rileggi il resoconto e riprova."))
    with progress(JOB % run.pk, len(plan.rows)) as report:
        for number, row in enumerate(plan.rows, start=1):
            _write_row(run, row, by)
            report(number)
    advance(IMPORT_WORKFLOW, run, "finish", by=None, fields={"done_at": timezone.now()}, data=plan.totals())


def _write_row(run: PracticeImport, row: PlannedRow, by: User) -> None:
    """A new draft or a changed one, and the link from the report to it."""
    if row.outcome not in (Outcome.NEW, Outcome.CHANGED):
        return
    practice, values = row.practice, dict(row.values)
    if practice is None:
        title = values.pop("title")
        practice = create_practice(
            administration=run.administration, title=title, by=by, is_demo=run.is_demo or by.is_demo
        )
    save_draft(practice, values=values, by=by)
    data = {"import": str(run.uuid), "line": row.line}
    record(practice, "import", label=lambda: _("Importata da un file"), by=by, data=data)
    run.rows.filter(line=row.line).update(practice=practice)


@transaction.atomic
def _give_back(run_id: int, message: str, planner: Planner) -> None:
    """Back to checked, with the reason and a report of how things stand now."""
    run = PracticeImport.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != PracticeImport.State.RUNNING:
        return
    plan = planner(run, lambda done, total: None)
    fields = {**_fields(plan), "message": message}
    advance(IMPORT_WORKFLOW, run, "give_back", by=None, comment=message, fields=fields)
    _write_report(run, plan.rows)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, PermissionDenied):
        return str(error)
    return _("Una pratica è cambiata nel frattempo: rileggi il resoconto e riprova.")


def _fields(plan: Plan) -> dict[str, object]:
    return {"fingerprint": plan.fingerprint(), "unknown_columns": plan.unknown, "message": "", **plan.totals()}


def _write_report(run: PracticeImport, rows: list[PlannedRow]) -> None:
    run.rows.all().delete()
    PracticeImportRow.objects.bulk_create(
        [
            PracticeImportRow(
                run=run,
                line=row.line,
                outcome=row.outcome,
                title=row.title[:200],
                reason=row.reason,
                practice=_known(row.practice),
            )
            for row in rows
        ],
        batch_size=500,
    )


def _known(practice: Practice | None) -> Practice | None:
    return practice if practice is not None and practice.pk else None
