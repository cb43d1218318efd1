"""The way of an import: check, start, job, report; the command; a worker that dies."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from certifications import actions
from certifications.models import Certificate, ImportRun
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.models import Organisation
from tests.certifications.registers import ROWS, csv_file, make_field

State = ImportRun.State


@pytest.fixture
def officer(db, official):
    return official(Role.CERTIFICATION_OFFICER, make_field())


def upload(officer, rows=ROWS, **fields):
    file = ContentFile(csv_file(rows).getvalue(), name="registro.csv")
    return actions.upload_import(
        by=officer, administration=officer.administration, file=file, media_type="text/csv", **fields
    )


def totals(run):
    return (run.new, run.changed, run.unchanged, run.wrong)


def perform(run, officer):
    actions.perform_import(run_id=run.pk, user_id=officer.pk)
    run.refresh_from_db()
    return run.state


BAD = "Ente;Altrove;;CN;Family in Italia;certificato;;;;;"


def test_upload_checks_at_once_and_writes_only_the_report(officer):
    run = upload(officer, [*ROWS, BAD])
    assert (run.state, totals(run)) == (State.CHECKED, (6, 0, 0, 1))
    wrong = run.rows.get(outcome="error")
    assert (wrong.line, wrong.name, wrong.reason) == (8, "Ente", "comune «Altrove» sconosciuto")
    assert (Certificate.objects.count(), Organisation.objects.count()) == (0, 0)
    verbs = HistoryEntry.objects.of(run).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["upload", "check"]


def test_import_runs_as_a_job_and_again_changes_nothing(officer):
    run = upload(officer)
    actions.start_import(run=run, by=officer)
    job = ProcrastinateJob.objects.get(task_name="certifications.tasks.import_register")
    assert job.args == {"run_id": run.pk, "user_id": officer.pk}
    assert (perform(run, officer), Certificate.objects.count()) == (State.COMMITTED, 6)
    entry = HistoryEntry.objects.of(Certificate.objects.first()).get()
    assert (entry.verb, entry.actor, entry.data["import"]) == ("import", officer, str(run.uuid))
    history = HistoryEntry.objects.count()
    assert (perform(run, officer), HistoryEntry.objects.count()) == (State.COMMITTED, history)
    second = upload(officer)
    assert (totals(second), second.is_importable) == ((0, 0, 6, 0), False)
    with pytest.raises(ValidationError):
        actions.start_import(run=second, by=officer)


def test_wrong_rows_stop_the_import_unless_the_officer_said_otherwise(officer):
    run = upload(officer, [*ROWS, BAD])
    with pytest.raises(ValidationError):
        actions.start_import(run=run, by=officer)
    assert run.state == State.CHECKED
    run = upload(officer, [*ROWS, BAD], skip_errors=True)
    actions.start_import(run=run, by=officer)
    assert (perform(run, officer), Certificate.objects.count()) == (State.COMMITTED, 6)


def test_import_gives_back_when_the_data_changed_meanwhile(officer):
    first, second = upload(officer), upload(officer)
    for run in (first, second):
        actions.start_import(run=run, by=officer)
    assert perform(first, officer) == State.COMMITTED
    assert perform(second, officer) == State.CHECKED
    assert totals(second) == (0, 0, 6, 0)
    assert second.message == "Dopo il controllo i dati sono cambiati: rileggi il resoconto e riprova."
    assert Certificate.objects.count() == 6


def test_failure_in_the_middle_leaves_nothing(officer, monkeypatch):
    run = upload(officer)
    actions.start_import(run=run, by=officer)
    create, made = Certificate.objects.create, []

    def fail_at_the_fourth(**fields):
        made.append(fields)
        if len(made) == 4:
            raise RuntimeError("power cut")
        return create(**fields)

    monkeypatch.setattr(Certificate.objects, "create", fail_at_the_fourth)
    with pytest.raises(RuntimeError):
        perform(run, officer)
    run.refresh_from_db()
    assert (run.state, Certificate.objects.count(), Organisation.objects.count()) == (State.RUNNING, 0, 0)
    monkeypatch.undo()
    assert (perform(run, officer), Certificate.objects.count()) == (State.COMMITTED, 6)


def test_officer_who_lost_the_role_imports_nothing(officer):
    run = upload(officer)
    actions.start_import(run=run, by=officer)
    officer.role_assignments.all().delete()
    assert (perform(run, officer), Certificate.objects.count()) == (State.CHECKED, 0)
    assert run.message == "Chi ha avviato l'importazione non può più importare."


def test_import_belongs_to_the_own_administration(officer, official, piemonte):
    stranger = official(Role.CERTIFICATION_OFFICER, piemonte)
    file = ContentFile(csv_file().getvalue(), name="registro.csv")
    with pytest.raises(PermissionDenied):
        actions.upload_import(by=stranger, administration=officer.administration, file=file, media_type="text/csv")
    run = upload(officer)
    for action in (actions.check_import, actions.start_import, actions.refuse_import):
        with pytest.raises(PermissionDenied):
            action(run=run, by=stranger)
    assert (run.state, ImportRun.objects.count()) == (State.CHECKED, 1)


def test_unreadable_file_leaves_no_import(officer):
    file = ContentFile(b"una colonna", name="registro.csv")
    with pytest.raises(ValidationError):
        actions.upload_import(by=officer, administration=officer.administration, file=file, media_type="text/csv")
    assert ImportRun.objects.count() == 0


def test_refused_file_is_not_imported(officer):
    run = upload(officer)
    actions.refuse_import(run=run, by=officer)
    with pytest.raises(TransitionConflict):
        actions.start_import(run=run, by=officer)
    assert (run.state, Certificate.objects.count()) == (State.REFUSED, 0)


def test_progress_is_told_while_it_runs_and_forgotten_after(officer, monkeypatch):
    run, heard = upload(officer), []
    actions.start_import(run=run, by=officer)
    create = Certificate.objects.create

    def listen(**fields):
        heard.append(actions.import_progress(run))
        return create(**fields)

    monkeypatch.setattr(Certificate.objects, "create", listen)
    perform(run, officer)
    assert heard == [(0, 6)] * 6
    assert actions.import_progress(run) is None


# --- the command ---


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "registro.csv"
    file.write_bytes(csv_file().getvalue())
    return file


def test_command_checks_unless_told_to_commit(db, path, capsys):
    make_field()
    call_command("import_register", path)
    assert "Righe 6: nuova 6, modificata 0, invariata 0, errore 0" in capsys.readouterr().out
    assert Certificate.objects.count() == 0
    call_command("import_register", path, "--commit")
    assert Certificate.objects.count() == 6
    call_command("import_register", path, "--commit")
    assert "invariata 6" in capsys.readouterr().out
    assert Certificate.objects.count() == 6


def test_command_fails_on_wrong_rows_and_imports_nothing(db, path, capsys):
    make_field()
    path.write_bytes(csv_file([*ROWS, BAD]).getvalue())
    with pytest.raises(CommandError, match="Righe con errori: 1"):
        call_command("import_register", path, "--commit")
    assert "riga 8: Errore – Ente – comune «Altrove» sconosciuto" in capsys.readouterr().out
    assert Certificate.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("import_register", path, "--commit", "--skip-errors")
    assert Certificate.objects.count() == 6


def test_command_on_behalf_of_an_officer(officer, path, official, piemonte):
    call_command("import_register", path, "--commit", "--by", officer.email)
    assert set(HistoryEntry.objects.filter(verb="import").values_list("actor", flat=True)) == {officer.pk}
    with pytest.raises(CommandError):
        call_command("import_register", path, "--by", official(Role.AUDITOR, piemonte).email)


# --- a worker that dies ---

WORKER = (
    "import django; from django.conf import settings;"
    "settings.STORAGES['default']['OPTIONS']['location'] = {documents!r}; django.setup();"
    "from certifications.actions import perform_import; perform_import(run_id={run}, user_id={user})"
)
BLOCK = """
INSERT INTO organisations_organisation (slug, name, kind, municipality_id, administration_id, vat_number, ipa_code,
  address, pec, email, phone, website, size, state, is_demo, created_at, updated_at)
SELECT 'altra', 'Comune', 'municipality', m.id, a.id, '', '', '', '', '', '', '', '', 'active', false, now(), now()
FROM territories_municipality m, accounts_administration a WHERE m.cadastral_code = %s AND a.slug = 'piemonte'
"""


def wait_until(holds, seconds=60):
    """Ask again and again until it holds; fail when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
    raise AssertionError("it never came to be")


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_leaves_nothing_and_the_job_runs_again(official, settings):
    officer = official(Role.CERTIFICATION_OFFICER, make_field())
    run = upload(officer)
    actions.start_import(run=run, by=officer)
    parameters = connection.get_connection_params()
    parameters = {k: parameters[k] for k in ("dbname", "host", "port", "user", "password") if k in parameters}
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["DATABASE_URL"] = database_url(connection.settings_dict)
    with psycopg.connect(**parameters) as blocker:
        # Somebody else is about to store the comune of the last row: the import has to wait for them there.
        place = ROWS[-1].split(";")[2]
        blocker.execute(BLOCK, [place])
        documents = settings.STORAGES["default"]["OPTIONS"]["location"]
        code = WORKER.format(run=run.pk, user=officer.pk, documents=documents)
        worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
        try:
            wait_until(lambda: waits_for_a_lock(run.pk))
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        blocker.rollback()
    wait_until(lambda: actions.import_progress(run) is None)
    run.refresh_from_db()
    assert (run.state, Certificate.objects.count(), Organisation.objects.count()) == (State.RUNNING, 0, 0)
    assert (perform(run, officer), perform(run, officer)) == (State.COMMITTED, State.COMMITTED)
    assert (Certificate.objects.count(), Organisation.objects.count()) == (6, 6)
    assert HistoryEntry.objects.filter(verb="import").count() == 6


def waits_for_a_lock(run_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE %s AND wait_event_type = 'Lock'",
            [f"familynet-import-{run_id} %"],
        )
        return cursor.fetchone()[0] == 1


def database_url(settings):
    from urllib.parse import quote

    host, port = quote(str(settings["HOST"]), safe=""), settings["PORT"]
    user = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    return f"postgresql://{user}@{host}{f':{port}' if port else ''}/{settings['NAME']}"
