"""The life of the certificate in the package of a file, in copies for others; the number of the letter."""

import csv
import datetime
import io
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certifications.actions import record_exchange_protocol, release_file
from certifications.dossier import items_of, read_file, released_payloads, whole_payloads
from certifications.models import (
    Application,
    CertificateTransfer,
    Decision,
    RealignmentAnswer,
    Renewal,
    StatusChange,
)
from familynet.accounts.roles import Role
from familynet.kernel.bagit import bag
from familynet.kernel.history import record
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import ApplicationFactory, RequirementFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.dossier import CODE, MAIL, NAMES, PHONE, stored, whole_file
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    OverdueNoticeFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.schemes import RealignmentFactory
from tests.kernel.bags import validate

pytestmark = pytest.mark.django_db
D = datetime.date
SENT = datetime.datetime(2026, 5, 1, 10, tzinfo=datetime.UTC)
REQUEST = {"request_reference": "PAT/2026/9", "requested_on": D(2026, 5, 4), "reason": "Interesse."}
PLACES = "bozza inviata controllo sospensione adeguamento avviso fusione rinuncia".split()
NOTES = {
    place: f"segreto-{place} di Ludovica Quintavalle, {MAIL}, tel. {PHONE}, {CODE}, sig.ra QUINTAVALLE"
    for place in PLACES
}


def lived(*, conditions=1):
    """A file whose certificate has lived through everything, with a person in every text."""
    application = whole_file()
    organisation, version = application.organisation, application.version
    certificate = CertificateFactory(organisation=organisation, scheme=version.scheme, category=version.category)
    Application.objects.filter(pk=application.pk).update(certificate=certificate)
    application.refresh_from_db()
    mayor, officer = application.submitted_by, application.officer
    for number in range(conditions):
        _condition(certificate, number, mayor, officer)
    StatusChange.objects.create(
        certificate=certificate,
        from_state="valid",
        to_state="suspended",
        effective_on=D(2026, 6, 1),
        act=ActFactory(number="501"),
        reason=NOTES["sospensione"],
        document=stored("verbale", "Verbale Quintavalle", "verbale-Quintavalle.txt"),
    )
    PlannedChangeFactory(certificate=certificate, planned_by=officer, reason=NOTES["sospensione"])
    realignment = RealignmentFactory(
        certificate=certificate, state="confirmed", act=ActFactory(number="502"), answered_by=mayor
    )
    RealignmentAnswer.objects.create(
        realignment=realignment,
        code="R1",
        met=True,
        note=NOTES["adeguamento"],
        document=stored("adeguamento", "Prova Quintavalle", "prova-Quintavalle.txt"),
    )
    Renewal.objects.create(
        certificate=certificate,
        application=ApplicationFactory(version=version, certificate=certificate, kind="renewal", state="awarded"),
        act=ActFactory(number="503"),
        renewed_on=D(2026, 7, 1),
        valid_from=D(2026, 7, 1),
        valid_to=D(2028, 7, 1),
        renewed_by=officer,
    )
    OverdueNoticeFactory(
        certificate=certificate,
        condition=certificate.conditions.first(),
        state="dismissed",
        closed_on=D(2026, 3, 1),
        closed_by=officer,
        closing_reason=NOTES["avviso"],
    )
    CertificateTransfer.objects.create(
        certificate=certificate,
        from_organisation=OrganisationFactory(name="Bortolotti Marcella", fiscal_code=CODE, kind="company"),
        to_organisation=organisation,
        from_name="Bortolotti Marcella",
        act=ActFactory(number="504"),
        reason=NOTES["fusione"],
        effective_on=D(2026, 8, 1),
        recorded_by=officer,
    )
    RenunciationRequestFactory(
        certificate=certificate,
        reason=NOTES["rinuncia"],
        asked_by=mayor,
        document=stored("lettera", "Rinuncia", "rinuncia-Quintavalle.txt"),
        outcome="withdrawn",
        closed_at=timezone.now(),
    )
    record(certificate, "suspend", label=lambda: "Sospesa", by=officer, comment=NOTES["sospensione"])
    return application


def _condition(certificate, number, mayor, officer):
    condition = ConditionFactory(
        certificate=certificate,
        requirement=RequirementFactory(code=f"D{number}", due_months=24),
        state="met",
        note=NOTES["bozza"],
        sent_note=NOTES["inviata"],
        submitted_by=mayor,
        submitted_at=SENT,
        checked_by=officer,
        checked_at=SENT,
        reason=NOTES["controllo"],
    )
    for name, later in (("inviato", -1), ("non-inviato", 1)):
        document = stored(name, f"{name} Quintavalle", f"{name}-Quintavalle.txt")
        row = ConditionEvidenceFactory(condition=condition, document=document, added_by=mayor)
        type(row).objects.filter(pk=row.pk).update(added_at=SENT + datetime.timedelta(days=later))


def whole(application):
    stream = bag("f", whole_payloads(read_file(application)), info=[], on=D(2026, 1, 1))
    return validate(b"".join(stream))[1]


def office(application, role=Role.CERTIFICATION_OFFICER):
    user = UserFactory(administration=application.administration, full_name="Fulvia Ropelato")
    RoleAssignmentFactory(user=user, role=role, administration=application.administration)
    return user


def give(application, items=()):
    release = release_file(application=application, by=office(application), items=items, **REQUEST)
    stream = bag("c", released_payloads(release), info=[], on=D(2026, 1, 1))
    return validate(b"".join(stream))[1]


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode().lstrip("﻿")), delimiter=";"))


# --- Whole ---------------------------------------------------------------------------------------


def test_package_tells_the_life_of_the_certificate():
    files = whole(lived())
    data = json.loads(files["data/dati/certificazione.json"])
    assert [row["requirement"] for row in data["conditions"]] == ["D0"]
    assert data["conditions"][0]["sent_note"] == NOTES["inviata"]
    assert [row["name"] for row in data["conditions"][0]["evidence"]] == ["inviato-Quintavalle.txt"]
    assert [row["to_state"] for row in data["status_changes"]] == ["suspended"]
    assert data["realignments"][0]["answers"][0]["note"] == NOTES["adeguamento"]
    assert data["renewals"][0]["file"] == Renewal.objects.get().application.public_id
    assert data["overdue_notices"][0]["requirements"] == ["D0"]
    assert data["transfers"][0]["from_name"] == "Bortolotti Marcella"
    assert data["planned_changes"][0]["effective_on"] == "2030-01-01"
    assert data["renunciations"][0]["outcome"] == "withdrawn"
    assert [row["label"] for row in data["history"]] == ["Sospesa"]


def test_package_has_tables_documents_and_acts_of_the_life():
    files = whole(lived())
    tables = {path.split("/")[-1] for path in files if path.startswith("data/dati/vita/")}
    assert tables == {
        f"{n}.csv" for n in "requisiti-dopo cambi-di-stato adeguamenti rinnovi avvisi trasferimenti".split()
    }
    assert [row["Codice"] for row in read_csv(files["data/dati/vita/requisiti-dopo.csv"])] == ["D0"]
    folders = {path.rsplit("/", 1)[0] for path in files if path.startswith("data/documenti/certificazione/")}
    base = "data/documenti/certificazione"
    assert folders == {
        f"{base}/requisiti/D0",
        f"{base}/cambi-di-stato",
        f"{base}/adeguamenti/R1",
        f"{base}/rinunce",
    }
    numbers = {row["number"] for row in json.loads(files["data/dati/atti.json"])}
    assert {"501", "502", "503", "504"} <= numbers


def test_index_shows_the_life():
    page = whole(lived())["data/indice.html"].decode()
    for words in ("Requisiti dopo l&#x27;assegnazione", "Cambi di stato", "Adeguamenti", "Rinnovi"):
        assert words in page
    for words in ("Avvisi di ritardo", "Trasferimenti", "segreto-inviata", "D0", "n. 503"):
        assert words in page


def test_what_the_holder_has_not_sent_stays_with_it():
    files = whole(lived())
    assert b"segreto-bozza" not in b"".join(files.values())
    assert not [path for path in files if "non-inviato" in path]


def test_file_without_a_certificate_has_no_life():
    files = whole(whole_file())
    assert not [path for path in files if "certificazione" in path or "/vita/" in path]


@pytest.mark.parametrize("number", [1, 8])
def test_reading_takes_a_fixed_number_of_queries(number, django_assert_num_queries):
    application = lived(conditions=number)
    read_file(application)  # what Django keeps of its content types is warm from here on
    application = Application.objects.get(pk=application.pk)
    with django_assert_num_queries(QUERIES):
        whole_payloads(read_file(application))


QUERIES = 60


# --- Copies --------------------------------------------------------------------------------------

SECRETS = [*NAMES, "Bortolotti", *[name.split()[-1] for name in NAMES], CODE, MAIL, PHONE, "Fulvia Ropelato"]


def assert_nobody(files, *more):
    for path, content in files.items():
        if path.endswith(".pdf"):
            continue
        for secret in (*SECRETS, *more):
            assert secret.casefold() not in content.decode().casefold(), f"{secret} in {path}"


def test_copy_without_ticks_has_states_days_and_acts_and_no_person():
    files = give(lived())
    assert_nobody(files, *(note.split()[0] for note in NOTES.values()))
    data = json.loads(files["data/dati/pratica.json"])
    assert [row["Codice"] for row in data["Requisiti dopo l'assegnazione"]] == ["D0"]
    assert [row["A"] for row in data["Cambi di stato"]] == ["Sospesa"]
    assert [row["Stato"] for row in data["Adeguamenti"]] == ["Confermato"]
    assert [row["Al"] for row in data["Rinnovi"]] == ["01/07/2028"]
    assert [row["Requisiti"] for row in data["Avvisi di ritardo"]] == ["D0"]
    assert [row["Da"] for row in data["Trasferimenti"]] == ["Impresa individuale"]
    assert "Rinunce chieste" not in data


def test_everything_ticked_names_nobody_and_keeps_renunciations_inside():
    application = lived()
    texts = [item.key for item in items_of(read_file(application)) if item.text]
    files = give(application, texts)
    assert_nobody(files, "segreto-bozza", "segreto-rinuncia")
    page = files["data/indice.html"].decode()
    for place in ("inviata", "controllo", "sospensione", "adeguamento", "avviso", "fusione"):
        assert f"segreto-{place} di [chi ha presentato la domanda]" in page


def test_only_documents_that_were_sent_can_be_ticked():
    names = [
        i.document.name for i in items_of(read_file(lived())) if i.document and i.group == "Dopo l'assegnazione"
    ]
    assert names == ["inviato-Quintavalle.txt", "prova-Quintavalle.txt", "verbale-Quintavalle.txt"]


# --- The letter ----------------------------------------------------------------------------------


def protocol_url(application, way="uscita"):
    kwargs = {"public_id": application.public_id, "kind": "decisione", "pk": application.decision.pk, "way": way}
    return reverse("certifications:file_protocol", kwargs=kwargs)


def test_number_of_the_letter_from_the_form_to_page_list_and_package(client_as):
    application = whole_file()
    browser = client_as(office(application))
    page = reverse("certifications:file_correspondence", args=[application.public_id])
    assert "Lettera della decisione inviata" in browser.get(page).text
    shown = browser.post(protocol_url(application), {"number": "P/991", "date": "2026-05-05"}, follow=True).text
    assert "P/991 del 05/05/2026" in shown
    decision = Decision.objects.get()
    assert (decision.protocol_out, decision.protocol_out_date) == ("P/991", D(2026, 5, 5))
    assert "P/991" in browser.get(reverse("certifications:file_decision", args=[application.public_id])).text
    address = reverse("certifications:files_download", args=["csv"]) + "?elenco=tutte&stato=tutti"
    rows = read_csv(b"".join(browser.get(address)))
    assert [(row["ProtocolloDecisione"], row["DataProtocolloDecisione"]) for row in rows] == [
        ("P/991", "2026-05-05")
    ]
    files = whole(application)
    assert json.loads(files["data/dati/decisione.json"])["protocol_out"] == "P/991"
    assert "P/991" in files["data/indice.html"].decode()


def test_letter_has_no_incoming_number_and_a_decision_changes_in_nothing_else(client_as):
    application = whole_file()
    officer = office(application)
    assert client_as(officer).get(protocol_url(application, "entrata")).status_code == 404
    fields = {"exchange": application.decision, "number": "P/1", "date": D(2026, 5, 5), "by": officer}
    record_exchange_protocol(incoming=False, **fields)
    for change in ({"reasons": "Altro"}, {"outcome": "awarded", "protocol_out": "P/2"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.update(**change)
