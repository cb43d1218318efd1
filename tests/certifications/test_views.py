"""The officers' pages, as they are used."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certifications import desk
from certifications.actions import perform_import
from certifications.models import Certificate, ImportRun
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from tests.certifications.registers import ROWS, csv_file, make_field, xlsx_file
from tests.factories.certifications import CertificateFactory, ImportRunFactory

pytestmark = pytest.mark.django_db
ACT = {"kind": "determination", "number": "12", "date": "2024-05-06"}


@pytest.fixture
def trentino(db):
    return make_field()


@pytest.fixture
def officer(official, trentino):
    return official(Role.CERTIFICATION_OFFICER, trentino)


@pytest.fixture
def manager(official, trentino):
    return official(Role.CERTIFICATION_MANAGER, trentino)


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


def listed(response):
    return [certificate.pk for certificate in response.context["page_obj"].object_list]


def test_work_list_filters(officer, client_as):
    client = client_as(officer)
    complete, missing = CertificateFactory(), CertificateFactory(act=None)
    soon = CertificateFactory(valid_to=timezone.localdate() + datetime.timedelta(days=20))
    suspended = CertificateFactory(state="suspended", organisation__name="Museo Alto")
    everything = {complete.pk, missing.pk, soon.pk, suspended.pk}
    for query, expected in (
        ({}, everything),
        ({"atto": "mancante"}, {missing.pk}),
        ({"scadenza": "30"}, {soon.pk}),
        ({"stato": "suspended"}, {suspended.pk}),
        ({"q": "museo alto"}, {suspended.pk}),
        ({"marchio": "family-in-italia"}, everything),
        ({"marchio": "family-audit"}, set()),
    ):
        assert set(listed(client.get(url("work_list"), query))) == expected, query


def test_officer_completes_a_missing_act(officer, client_as):
    certificate = CertificateFactory(act=None, award_date=None)
    client = client_as(officer)
    assert "Aggiungi l'atto" in client.get(url("work_detail", certificate.public_id)).content.decode()
    page = client.post(url("act", certificate.public_id), {**ACT, "number": ""})
    assert list(page.context["form"].errors) == ["number"]
    client.post(url("act", certificate.public_id), ACT)
    certificate.refresh_from_db()
    assert (certificate.act.number, certificate.award_date) == ("12", datetime.date(2024, 5, 6))
    assert client.post(url("act", certificate.public_id), ACT).status_code == 409
    assert "Aggiungi l'atto" not in client.get(url("work_detail", certificate.public_id)).content.decode()


def test_manager_suspends_and_lifts(manager, client_as):
    certificate = CertificateFactory()
    client = client_as(manager)
    buttons = [t.name for t in client.get(url("work_detail", certificate.public_id)).context["transitions"]]
    assert buttons == ["require_realignment", "open_check", "suspend", "revoke", "renounce", "expire"]
    page = client.post(url("change", certificate.public_id, "suspend"), ACT)
    assert list(page.context["form"].errors) == ["comment"]
    early = {**ACT, "comment": "Manca il piano", "effective_on": "2020-01-01"}
    page = client.post(url("change", certificate.public_id, "suspend"), early)
    assert "La data di effetto viene prima dell&#x27;assegnazione." in page.content.decode()
    client.post(url("change", certificate.public_id, "suspend"), {**ACT, "comment": "Manca il piano"})
    certificate.refresh_from_db()
    assert certificate.state == "suspended"
    detail = client.get(url("work_detail", certificate.public_id)).content.decode()
    assert "Manca il piano" in detail
    assert manager.full_name in detail
    assert client.post(url("change", certificate.public_id, "suspend"), ACT).status_code == 409
    client.post(url("change", certificate.public_id, "lift_suspension"), {**ACT, "number": "13"})
    certificate.refresh_from_db()
    assert certificate.state == "valid"


def test_change_without_an_act_asks_only_for_the_reason(officer, client_as):
    certificate = CertificateFactory()
    client = client_as(officer)
    form = client.get(url("change", certificate.public_id, "open_check")).context["form"]
    assert list(form.fields) == ["effective_on", "comment"]
    client.post(url("change", certificate.public_id, "open_check"), {"comment": "Controllo annuale"})
    certificate.refresh_from_db()
    assert certificate.state == "under_check"


@pytest.mark.parametrize("name", ["lapse", "source_revoked", "nonsense"])
def test_change_that_is_no_button_is_not_found(manager, client_as, name):
    certificate = CertificateFactory()
    assert client_as(manager).get(url("change", certificate.public_id, name)).status_code == 404


def upload(client, content, name="registro.csv", **fields):
    return client.post(url("import_new"), {"file": SimpleUploadedFile(name, content), **fields})


@pytest.mark.parametrize(("name", "file"), [("registro.csv", csv_file()), ("registro.xlsx", xlsx_file())])
def test_officer_imports_a_register(officer, client_as, name, file):
    client = client_as(officer)
    response = upload(client, file.getvalue(), name)
    run = ImportRun.objects.get()
    assert response["Location"] == url("import", run.uuid)
    page = client.get(response["Location"])
    assert (run.state, run.new, Certificate.objects.count()) == ("checked", 6, 0)
    assert [row.line for row in page.context["page_obj"].object_list] == [2, 3, 4, 5, 6, 7]
    client.post(url("import_start", run.uuid))
    running = client.get(url("import", run.uuid)).content.decode()
    assert "Importazione in corso" in running
    assert client.get(url("import_status", run.uuid)).json() == {
        "state": "running",
        "done": 0,
        "total": 6,
        "percent": 0,
    }
    perform_import(run_id=run.pk, user_id=officer.pk)
    assert "Importazione conclusa" in client.get(url("import", run.uuid)).content.decode()
    assert Certificate.objects.count() == 6
    assert client.get(url("register")).context["total"] == 6


def test_report_is_filtered_and_downloaded_without_formulas(officer, client_as):
    client = client_as(officer)
    formula = "@SUM(1);Valscura;Z005;CN;Family in Italia;certificato;;;;;"
    upload(client, csv_file([*ROWS, formula]).getvalue())
    run = ImportRun.objects.get()
    page = client.get(url("import", run.uuid), {"esito": "error"})
    assert [row.line for row in page.context["page_obj"].object_list] == [8]
    assert "correggi il file" in page.content.decode()
    lines = b"".join(client.get(url("import_csv", run.uuid))).decode("utf-8-sig").splitlines()
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=";"))
    assert rows[7] == ["8", "Errore", "'@SUM(1)", "la denominazione è una formula, non un nome"]
    kept = b"".join(client.get(url("import_file", run.uuid)))
    assert kept == csv_file([*ROWS, formula]).getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("registro.pdf", b"%PDF-1.4", "file"),
        ("registro.csv", b"una colonna\nuno", "La prima riga non ha colonne separate"),
        ("registro.csv", b"A;B\n1;2", "Mancano le colonne"),
    ],
)
def test_file_that_is_no_register_is_refused(officer, client_as, name, content, sentence):
    page = upload(client_as(officer), content, name)
    assert sentence in str(page.context["form"].errors["file"])
    assert ImportRun.objects.count() == 0


def test_import_is_checked_again_and_set_aside(officer, client_as):
    client = client_as(officer)
    upload(client, csv_file().getvalue())
    run = ImportRun.objects.get()
    client.post(url("import_check", run.uuid))
    verbs = HistoryEntry.objects.of(run).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["upload", "check", "check"]
    assert client.get(url("import_refuse", run.uuid)).status_code == 200
    client.post(url("import_refuse", run.uuid))
    run.refresh_from_db()
    assert run.state == "refused"
    assert client.post(url("import_start", run.uuid)).status_code == 409


def test_desk_tells_what_waits(officer, manager, official, trentino):
    CertificateFactory(act=None)
    soon = CertificateFactory(valid_to=timezone.localdate() + datetime.timedelta(days=20))
    ImportRunFactory(state="checked")
    titles = [str(item.title) for item in desk.waiting_for(officer)]
    name = f"{soon.organisation} – Family in Italia"
    assert titles == ["registro.csv", "1 certificazione senza atto", name]
    assert [item.title for item in desk.waiting_for(manager)] == [name]
    assert desk.waiting_for(official(Role.PRACTICE_EDITOR, trentino)) == []
