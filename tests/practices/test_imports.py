"""Tables of practices in: what each row would do, all or nothing, and a file exported comes in unchanged."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from familynet.kernel import spreadsheets
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from practices import columns
from practices.actions import archive_practice, save_draft
from practices.actions import imports as actions
from practices.importing.plan import plan_file
from practices.models import Practice, PracticeImport
from tests.factories.collections import PracticeImportFactory
from tests.factories.practices import PolicyAreaFactory, PracticeFactory, TargetGroupFactory
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db
State = PracticeImport.State


def table(*rows):
    """CSV of dictionaries; the columns are those of the first."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def upload(editor, content, *, name="pratiche.csv", **fields):
    return actions.upload_import(
        by=editor,
        administration=fields.pop("administration", editor.administration),
        file=ContentFile(content, name=name),
        media_type="text/csv",
        **fields,
    )


def check(run):
    actions.perform_check(run_id=run.pk, planner=plan_file)
    run.refresh_from_db()
    return run


def checked(editor, content, **fields):
    return check(upload(editor, content, **fields))


def perform(run, editor):
    actions.start_import(run, by=editor)
    actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    run.refresh_from_db()
    return run


def totals(run):
    return (run.new, run.changed, run.unchanged, run.wrong)


def reasons(run):
    return [row.reason for row in run.rows.all()]


def exported(format_, practices=None):
    found = columns.table_rows(practices or Practice.objects.order_by("pk"))
    response = spreadsheets.table_response(format_, "buone-pratiche", columns.HEADER, found, about={})
    return b"".join(response.streaming_content)


def test_table_of_titles_only_is_read(editor):
    assert totals(checked(editor, b"titolo\nUno sportello per le famiglie\nUn nido aperto d'estate\n")) == (
        2,
        0,
        0,
        0,
    )


# --- Out and in again ------------------------------------------------------------------------


TEXTS = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=50).map(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=6, max_size=6))
@example(["=1+1", "'=1", "-5", 'a;b\n"c"\t,', "@x | y \\ z", "_x0041_ Да 😀"])
def test_any_texts_survive_export_and_import(editor, texts):
    names = ("summary", "problem", "solution", "results", "sources", "area_name")
    practice = PracticeFactory(author=editor, title=texts[0][:100] or "x", **dict(zip(names, texts, strict=True)))
    practice.indicators = [{"name": texts[1] or "n", "before": texts[2], "after": texts[3], "source": ""}]
    practice.save()
    for format_ in ("csv", "xlsx", "json"):
        run = PracticeImport(administration=practice.administration, uploaded_by=editor)
        run.document = PracticeImportFactory.build(document__file=None).document
        run.document.file = ContentFile(exported(format_, Practice.objects.filter(pk=practice.pk)), name="x")
        plan = plan_file(run, lambda done, total: None)
        assert [(row.outcome, row.errors) for row in plan.rows] == [("unchanged", [])], format_
    practice.target_groups.clear()
    Practice.objects.filter(pk=practice.pk).delete()


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_everything_exported_comes_in_unchanged(format_, editor):
    PracticeFactory(author=editor, total_cost="12500.50")
    save_draft(
        PracticeFactory(author=editor),
        values={"scope": "municipalities", "municipalities": [MunicipalityFactory(name="Bra")]},
        by=editor,
    )
    PracticeFactory(published=True)
    PracticeFactory(archived=True)
    PracticeFactory(published=True, trento=True)
    PracticeFactory(author=editor, empty=True)
    run = checked(editor, exported(format_), name=f"p.{format_}")
    assert (totals(run), run.unknown_columns, run.is_importable) == ((0, 0, 6, 0), [], False), reasons(run)
    with pytest.raises(ValidationError):
        actions.start_import(run, by=editor)


def test_contacts_stay_as_they_are(editor):
    practice = PracticeFactory(author=editor)
    run = checked(editor, exported("csv").replace(b"Poco.", b"Molto."))
    perform(run, editor)
    practice.refresh_from_db()
    assert (practice.costs, practice.contact_name) == ("Molto.", "Maria Contatto")


# --- The rows --------------------------------------------------------------------------------


def test_rows_become_drafts_and_change_drafts(editor, piemonte):
    PolicyAreaFactory()
    TargetGroupFactory()
    bra = MunicipalityFactory(name="Bra")
    draft = PracticeFactory(author=editor, title="Vecchia", costs="Poco.")
    row = {
        "codice": "",
        "titolo": "'=Nuova",
        "area_di_intervento": "welfare territoriale e sostenibilita",
        "destinatari": "Famiglie con figli da 0 a 6 anni",
        "territorio": "Uno o più Comuni",
        "comuni": "Bra (CN)",
        "dal": "01/03/2024",
        "in_corso": "si",
        "costo_totale": "12.500,50",
        "indicatori": "Famiglie | 10 | 20 | Comune",
        "costi": "",
        "stato": "",
    }
    change = {**dict.fromkeys(row, ""), "codice": str(draft.uuid), "titolo": "Vecchia", "costi": "Di più"}
    for key, text in columns.cells_of(draft).items():
        if key in change and key != "costi":
            change[key] = text
    run = checked(editor, table(row, change))
    assert totals(run) == (1, 1, 0, 0), reasons(run)
    assert Practice.objects.count() == 1
    assert perform(run, editor).state == State.DONE
    new = Practice.objects.exclude(pk=draft.pk).get()
    draft.refresh_from_db()
    assert (new.title, new.author, new.administration, new.state) == ("=Nuova", editor, piemonte, "draft")
    assert (list(new.municipalities.all()), new.province_codes, new.territory_label) == ([bra], ["CN"], "Bra (CN)")
    assert (str(new.total_cost), new.is_ongoing, str(new.started_on)) == ("12500.50", True, "2024-03-01")
    assert new.indicators == [{"name": "Famiglie", "before": "10", "after": "20", "source": "Comune"}]
    assert draft.costs == "Di più"
    entry = HistoryEntry.objects.of(new).get(verb="import")
    assert (entry.actor, entry.data) == (editor, {"import": str(run.uuid), "line": 2})
    assert list(run.rows.values_list("practice", flat=True)) == [new.pk, draft.pk]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"titolo": "", "lezioni": "x"}, "Colonna titolo: è vuota"),
        ({"titolo": "x" * 101}, "Colonna titolo, «xxx"),
        ({"titolo": "A", "territorio": "Luna"}, "Colonna territorio, «Luna»: «Luna» non è nell'elenco"),
        ({"titolo": "A", "destinatari": "Gatti"}, "Colonna destinatari, «Gatti»"),
        ({"titolo": "A", "area_di_intervento": "Pesca"}, "Colonna area_di_intervento, «Pesca»"),
        ({"titolo": "A", "dal": "31/02/2024"}, "Colonna dal, «31/02/2024»"),
        ({"titolo": "A", "dal": "2024-02-01", "al": "2023-01-01"}, "La fine viene prima dell'inizio"),
        ({"titolo": "A", "in_corso": "forse"}, "Colonna in_corso, «forse»: scrivi sì oppure no."),
        ({"titolo": "A", "costo_totale": "molto"}, "Colonna costo_totale, «molto»"),
        ({"titolo": "A", "costo_totale": "-1"}, "Colonna costo_totale, «-1»"),
        ({"titolo": "A", "comuni": "Atlantide", "territorio": "Uno o più Comuni"}, "Colonna comuni, «Atlantide»"),
        ({"titolo": "A", "indicatori": "a | b | c | d | e"}, "Colonna indicatori"),
        (
            {"titolo": "A", "amministrazione": "Provincia autonoma di Trento"},
            "Colonna amministrazione: puoi importare",
        ),
        ({"codice": "boh"}, "Colonna codice: «boh» è sconosciuto"),
        ({"titolo": "Pratica di prima"}, "C'è già una pratica con questo titolo"),
    ],
)
def test_wrong_row_says_where_and_what_to_do(row, words, editor):
    PracticeFactory(author=editor, title="Pratica di prima")
    run = checked(editor, table({"codice": "", "titolo": "", "lezioni": "", **row}))
    assert (totals(run), run.is_importable) == ((0, 0, 0, 1), False)
    assert words in reasons(run)[0]


def test_practices_that_a_file_does_not_change(editor):
    foreign = PracticeFactory(published=True, trento=True)
    hidden = PracticeFactory(trento=True)
    published = PracticeFactory(published=True)
    submitted = PracticeFactory(submitted=True)
    draft = PracticeFactory(author=editor)
    rows = [{"codice": str(p.uuid), "titolo": "Altro"} for p in (foreign, hidden, published, submitted)]
    run = checked(editor, table(*rows, {"codice": str(draft.uuid), "titolo": draft.title}))
    found = reasons(run)
    assert totals(run) == (0, 0, 1, 4)
    assert "di un'altra amministrazione" in found[0]
    assert "è sconosciuto" in found[1]
    assert "«Pubblicata»: non si cambia da un file" in found[2]
    assert "«Inviata»" in found[3]
    run = checked(editor, table({"codice": str(draft.uuid), "titolo": draft.title, "stato": "Pubblicata"}))
    assert "Colonna stato: si legge soltanto. Rimetti «Bozza»" in reasons(run)[0]


def test_duplicates_within_the_file_are_told(editor):
    draft = PracticeFactory(author=editor)
    code = {"codice": str(draft.uuid), "titolo": draft.title}
    run = checked(editor, table(code, code, {"codice": "", "titolo": "Nido"}, {"codice": "", "titolo": "NIDO"}))
    assert totals(run) == (1, 0, 1, 2)
    assert "La riga ripete la riga 2" in reasons(run)[1]
    assert "La riga ripete la riga 4" in reasons(run)[3]


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"titolo;titolo\na;b\n", b"titolo;x\n" + b"a;b\n" * 2001])
def test_file_that_cannot_be_read_is_set_aside_with_the_reason(content, editor):
    run = checked(editor, content)
    assert (run.state, run.rows.count()) == (State.DISCARDED, 0)
    assert run.message.endswith(".")


# --- The way ---------------------------------------------------------------------------------


def test_upload_and_start_defer_jobs(editor):
    run = upload(editor, table({"titolo": "Nido", "costi": ""}))
    check(run)
    actions.start_import(run, by=editor)
    names = list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))
    assert names == ["practices.tasks.check_import", "practices.tasks.write_import"]


def test_wrong_rows_stop_the_import_unless_asked(editor):
    content = table({"titolo": "Nido", "dal": ""}, {"titolo": "Altro", "dal": "boh"})
    with pytest.raises(ValidationError):
        actions.start_import(checked(editor, content), by=editor)
    run = perform(checked(editor, content, skip_errors=True), editor)
    assert (run.state, Practice.objects.count()) == (State.DONE, 1)


def test_jobs_may_run_twice(editor):
    run = perform(checked(editor, table({"titolo": "Nido", "dal": ""})), editor)
    actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    check(run)
    assert (Practice.objects.count(), run.state) == (1, State.DONE)


def test_failure_in_the_middle_leaves_nothing(editor, monkeypatch):
    run = checked(editor, table({"titolo": "Uno", "dal": ""}, {"titolo": "Due", "dal": ""}))
    actions.start_import(run, by=editor)
    made = []

    def fail_at_the_second(practice, **fields):
        made.append(practice)
        if len(made) == 2:
            raise RuntimeError("power cut")
        return save_draft(practice, **fields)

    monkeypatch.setattr(actions, "save_draft", fail_at_the_second)
    with pytest.raises(RuntimeError):
        actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    run.refresh_from_db()
    assert (run.state, Practice.objects.count()) == (State.RUNNING, 0)
    monkeypatch.undo()
    actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    assert Practice.objects.count() == 2


def test_import_gives_back_when_the_practices_changed_meanwhile(editor, colleague):
    draft = PracticeFactory(author=editor, costs="Poco.")
    run = checked(editor, table({"codice": str(draft.uuid), "costi": "Mio"}))
    actions.start_import(run, by=editor)
    Practice.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=draft.created_at)
    actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    run.refresh_from_db()
    draft.refresh_from_db()
    assert (run.state, totals(run), draft.costs) == (State.CHECKED, (0, 0, 0, 1), "Poco.")
    assert "Dopo il controllo i dati sono cambiati" in run.message


def test_who_lost_the_role_imports_nothing(editor):
    run = checked(editor, table({"titolo": "Nido", "dal": ""}))
    actions.start_import(run, by=editor)
    editor.role_assignments.all().delete()
    actions.perform_import(run_id=run.pk, user_id=editor.pk, planner=plan_file)
    run.refresh_from_db()
    assert (run.state, Practice.objects.count()) == (State.CHECKED, 0)


def test_import_belongs_to_the_own_administration(editor, foreigner, validator, piemonte):
    content = table({"titolo": "Nido", "dal": ""})
    for stranger in (foreigner, validator):
        with pytest.raises(PermissionDenied):
            upload(stranger, content, administration=piemonte)
    run = checked(editor, content)
    for action in (actions.start_import, actions.check_again, actions.discard_import):
        with pytest.raises(PermissionDenied):
            action(run, by=foreigner)
    actions.discard_import(run, by=editor)
    with pytest.raises(TransitionConflict):
        actions.start_import(run, by=editor)


def test_journey_of_a_file(client_as, editor):
    browser = client_as(editor)
    page = browser.post(reverse("practices:import_new"), {"file": ContentFile(b"MZ\x90", name="x.exe")})
    assert "Il file deve essere un CSV" in page.text
    for name in ("x.csv", "x.json", "x.xlsx"):
        page = browser.post(reverse("practices:import_new"), {"file": ContentFile(b"MZ\x90\x00\x03", name=name)})
        assert (page.status_code, PracticeImport.objects.count()) == (200, 0), name
    file = ContentFile(table({"titolo": "<script>alert(1)</script>", "dal": "boh"}), name="p.csv")
    response = browser.post(reverse("practices:import_new"), {"file": file, "skip_errors": "on"})
    assert response.status_code == 302, response.context["form"].errors
    run = PracticeImport.objects.get()
    assert response["Location"] == reverse("practices:import", args=[run.uuid])
    assert "Controllo in corso" in browser.get(response["Location"]).text
    assert browser.get(response["Location"] + "stato/").json()["state"] == "running"
    check(run)
    page = browser.get(response["Location"] + "?esito=error").text
    assert "Colonna dal, «boh»" in page
    assert "<script>alert" not in page
    report = b"".join(browser.get(response["Location"] + "resoconto.csv").streaming_content).decode("utf-8-sig")
    assert report.splitlines()[0] == "riga;esito;titolo;che_cosa_succede"
    assert browser.post(response["Location"] + "scarta/").status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_report_takes_a_fixed_number_of_queries(rows, client_as, editor, django_assert_max_num_queries):
    run = checked(editor, table(*[{"titolo": f"Nido {n}", "dal": ""} for n in range(rows)]))
    perform(run, editor)
    browser = client_as(editor)
    with django_assert_max_num_queries(9):
        assert browser.get(reverse("practices:import", args=[run.uuid])).status_code == 200


def test_practice_archived_meanwhile_is_told(editor, validator):
    practice = PracticeFactory(published=True)
    content = exported("csv").replace(b"Poco.", b"Molto.")
    archive_practice(practice, comment="Finita.", by=validator)
    assert "«Archiviata»" in reasons(checked(editor, content))[0]
