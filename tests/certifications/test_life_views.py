"""The pages of a certificate's life, as holders and offices use them."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certifications.models import Condition, ConditionEvidence, PlannedChange
from familynet.accounts.roles import Role
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import (
    ConditionEvidenceFactory,
    ConditionFactory,
    OverdueNoticeFactory,
    PlannedChangeFactory,
    RenunciationRequestFactory,
)
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
ACT = {"kind": "determination", "number": "12", "date": "2024-05-06"}
HOSTILE = "<script>alert(1)</script> ' OR 1=1 -- ‮ \U0001f600"
PLAN = "Il piano è approvato.".encode()


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


def after(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def condition(db):
    return ConditionFactory()


@pytest.fixture
def holder(condition, client_as):
    return client_as(OrganisationMemberFactory(organisation=condition.certificate.organisation).user)


@pytest.fixture
def manager(official, trento, client_as):
    return client_as(official(Role.CERTIFICATION_MANAGER, trento))


def page_of(condition):
    return url("condition", condition.certificate.public_id, condition.pk)


def check_of(condition):
    return url("condition_check", condition.certificate.public_id, condition.pk)


def text(response):
    return response.content.decode()


def test_holder_saves_sends_and_the_office_checks(condition, holder, manager):
    upload = SimpleUploadedFile("piano.txt", PLAN)
    holder.post(page_of(condition), {"note": "Bozza"})
    condition.refresh_from_db()
    assert (condition.state, condition.note) == ("open", "Bozza")
    sent = holder.post(
        page_of(condition), {"note": "Piano approvato", "documents": [upload], "send": "1"}, follow=True
    )
    assert "Inviato all&#x27;ufficio." in text(sent)
    condition.refresh_from_db()
    assert (condition.state, condition.evidence.get().document.name) == ("submitted", "piano.txt")
    page = manager.get(check_of(condition))
    assert "Piano approvato" in text(page)
    file = manager.get(url("evidence", condition.evidence.get().document.uuid))
    assert b"".join(file) == PLAN
    manager.post(check_of(condition), {"outcome": "meet"})
    condition.refresh_from_db()
    assert condition.state == "met"
    assert "1 di 1 soddisfatti" in text(manager.get(url("certificate", condition.certificate.public_id)))


def test_office_reads_only_what_was_sent(condition, holder, manager):
    """The note that is rewritten after a condition was sent back stays with the holder until it is sent again."""
    holder.post(page_of(condition), {"note": "Prima versione", "send": "1"})
    manager.post(check_of(condition), {"outcome": "send_back", "reason": "Manca la data"})
    holder.post(page_of(condition), {"note": "Ancora da finire"})
    page = text(manager.get(check_of(condition)))
    assert ("Prima versione" in page, "Ancora da finire" in page) == (True, False)
    assert "Ancora da finire" in text(holder.get(page_of(condition)))
    holder.post(page_of(condition), {"note": "Seconda versione", "send": "1"})
    assert "Seconda versione" in text(manager.get(check_of(condition)))


def test_refused_file_keeps_the_text_and_stores_nothing(condition, holder):
    files = [SimpleUploadedFile("a.txt", PLAN), SimpleUploadedFile("b.pdf", b"MZ not a pdf")]
    page = holder.post(page_of(condition), {"note": "Il nostro testo", "documents": files, "send": "1"})
    assert page.status_code == 200
    assert "Il nostro testo" in text(page)
    assert "b.pdf: " in " ".join(page.context["form"].errors["documents"])
    condition.refresh_from_db()
    assert (condition.state, ConditionEvidence.objects.count()) == ("open", 0)


def test_check_without_a_reason_keeps_the_choice(condition, manager):
    Condition.objects.update(state="submitted")
    page = manager.post(check_of(condition), {"outcome": "send_back", "reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    condition.refresh_from_db()
    assert condition.state == "submitted"


@pytest.mark.parametrize("data", [{}, {"outcome": "x"}, {"outcome": ["meet", "x"]}, {"outcome": "meet\x00"}])
def test_junk_checks_nothing(condition, manager, data):
    Condition.objects.update(state="submitted")
    assert manager.post(check_of(condition), data).status_code == 200
    condition.refresh_from_db()
    assert condition.state == "submitted"


def test_condition_that_somebody_sent_meanwhile_is_a_conflict(condition, holder, manager):
    Condition.objects.update(state="met", met_on=after(0))
    assert holder.post(page_of(condition), {"note": "x"}).status_code == 409
    assert manager.post(check_of(condition), {"outcome": "meet"}).status_code == 409
    assert holder.get(page_of(condition)).status_code == 200


def test_hostile_text_is_shown_as_text(condition, holder, manager):
    Condition.objects.update(
        note=HOSTILE, sent_note=HOSTILE, reason=HOSTILE, state="submitted", checked_at=timezone.now()
    )
    OverdueNoticeFactory(
        certificate=condition.certificate,
        condition=condition,
        state="dismissed",
        closed_on=after(0),
        closing_reason=HOSTILE,
    )
    PlannedChangeFactory(certificate=condition.certificate, reason=HOSTILE)
    RenunciationRequestFactory(certificate=condition.certificate, reason=HOSTILE)
    condition.certificate.transfers.create(
        from_organisation=OrganisationFactory(),
        to_organisation=condition.certificate.organisation,
        from_name=HOSTILE,
        act=ActFactory(),
        effective_on=after(-5),
        recorded_by=OrganisationMemberFactory().user,
    )
    public_id = condition.certificate.public_id
    pages = [
        holder.get(page_of(condition)),
        holder.get(url("holding", public_id)),
        manager.get(check_of(condition)),
        manager.get(url("conditions_work", public_id)),
        manager.get(url("work_detail", public_id)),
        manager.get(url("certificate", public_id)),
        manager.get(url("register")),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert(1)" not in text(page)
    assert sum("&lt;script&gt;alert(1)" in text(page) for page in pages) == len(pages)


def test_public_page_says_no_more_than_the_requirements(client, condition):
    Condition.objects.update(note="NOTA", reason="RISPOSTA", state="not_met")
    ConditionEvidenceFactory(condition=condition, document__title="DOCUMENTO")
    PlannedChangeFactory(certificate=condition.certificate, reason="MOTIVO")
    RenunciationRequestFactory(certificate=condition.certificate, reason="RINUNCIA")
    page = text(client.get(url("certificate", condition.certificate.public_id)))
    assert condition.requirement.text in page
    assert "0 di 1 soddisfatti" in page
    for word in ("NOTA", "RISPOSTA", "DOCUMENTO", "MOTIVO", "RINUNCIA", "Da completare"):
        assert word not in page


def test_evidence_is_found_by_those_who_see_the_certificate_only(condition, client, client_as, official, piemonte):
    """Also the officials of the seat read it; strangers and the public find nothing."""
    uuid = ConditionEvidenceFactory(condition=condition).document.uuid
    stranger = client_as(OrganisationMemberFactory().user)
    assert stranger.get(url("evidence", uuid)).status_code == 404
    assert client.get(url("evidence", uuid)).status_code == 302


def test_future_day_plans_the_change_and_a_past_one_makes_it(manager):
    certificate = CertificateFactory()
    page = url("change", certificate.public_id, "suspend")
    data = {**ACT, "comment": "Motivo", "effective_on": after(20).isoformat()}
    done = manager.post(page, data, follow=True)
    assert "Il cambio è previsto: avverrà quel giorno." in text(done)
    certificate.refresh_from_db()
    assert (certificate.state, PlannedChange.objects.get().effective_on) == ("valid", after(20))
    manager.post(page, {**data, "effective_on": after(-20).isoformat()})
    certificate.refresh_from_db()
    assert (certificate.state, certificate.status_changes.get().effective_on) == ("suspended", after(-20))


@pytest.mark.parametrize("day", ["9999-12-31", "2024-02-30", "domani", "0001-01-01"])
def test_day_that_cannot_be_is_told_beside_its_field(manager, day):
    certificate = CertificateFactory(valid_to=after(400))
    page = manager.post(
        url("change", certificate.public_id, "suspend"), {**ACT, "comment": "Motivo", "effective_on": day}
    )
    assert "effective_on" in page.context["form"].errors
    certificate.refresh_from_db()
    assert (certificate.state, PlannedChange.objects.count()) == ("valid", 0)


def test_check_is_closed_with_its_report(manager, client_as):
    certificate = CertificateFactory(state="under_check")
    page = url("change", certificate.public_id, "close_check")
    refused = manager.post(page, {"comment": "Tutto a posto"})
    assert list(refused.context["form"].errors) == ["report"]
    manager.post(page, {"comment": "Tutto a posto", "report": SimpleUploadedFile("verbale.txt", PLAN)})
    certificate.refresh_from_db()
    change = certificate.status_changes.get()
    assert (certificate.state, change.document.name) == ("valid", "verbale.txt")
    holder = client_as(OrganisationMemberFactory(organisation=certificate.organisation).user)
    address = url("life_document", certificate.public_id, change.document.uuid)
    assert b"".join(holder.get(address)) == PLAN
    assert client_as(OrganisationMemberFactory().user).get(address).status_code == 404
    other = CertificateFactory(organisation=certificate.organisation, ended=True)
    assert holder.get(url("life_document", other.public_id, change.document.uuid)).status_code == 404


def test_transfer_page_names_its_errors_and_keeps_what_was_typed(manager):
    certificate = CertificateFactory()
    data = {"act-kind": "determination", "act-number": "5", "act-date": "2024-05-06", "reason": "Fusione"}
    page = manager.post(url("transfer", certificate.public_id), {**data, "organisation": "Nessuno così"})
    assert "organisation" in page.context["page"].form.errors
    assert "Nessuno così" in text(page)
    new = OrganisationFactory(name="Comune di Nuovo")
    manager.post(url("transfer", certificate.public_id), {**data, "organisation": "Comune di Nuovo"})
    certificate.refresh_from_db()
    assert certificate.organisation == new
    assert "già" in text(manager.get(url("register")))


def test_list_of_the_holder_says_what_is_next(holder, condition):
    page = holder.get(url("mine"))
    assert [c.pk for c in page.context["page_obj"]] == [condition.certificate_id]
    assert "1 requisito da soddisfare, entro il 31/12/2026" in " ".join(text(page).split())


def test_holder_without_certificates_is_told_what_to_do(client_as):
    page = client_as(OrganisationMemberFactory().user).get(url("mine"))
    assert "Ancora nessuna certificazione" in text(page)


def test_person_stops_and_wants_reminders_again(holder, condition):
    certificate = condition.certificate
    address = url("reminders", certificate.public_id)
    holder.post(address)
    holder.post(address)
    assert certificate.reminder_stops.count() == 1
    assert "Ricevi di nuovo i promemoria" in text(holder.get(url("holding", certificate.public_id)))
    holder.post(address, {"wanted": "1"})
    assert certificate.reminder_stops.count() == 0


def test_download_says_how_much_is_met(client, condition):
    content = b"".join(client.get(url("register_csv"))).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    assert (row["RequisitiSoddisfatti"], row["RequisitiTotali"], row["ProssimoRequisito"]) == (
        "0",
        "1",
        "2026-12-31",
    )
