"""Pages of dry runs and realignments: started, watched, read, declared, confirmed."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certifications.actions import copy_version, perform_dry_run
from certifications.models import DryRun, Realignment, SchemeVersion
from familynet.accounts.roles import Role
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CertificateFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.schemes import DryRunFactory, RealignmentFactory, failing_result, holder

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"certifications:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def writer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def officer(writer, client_as):
    return client_as(writer)


@pytest.fixture
def manager(official, trento, client_as):
    return client_as(official(Role.CERTIFICATION_MANAGER, trento))


def test_dry_run_is_started_watched_and_read(officer, writer):
    old = SchemeVersionFactory(with_requirements=1, published=True)
    certificate = holder(old, met={"R1": False})
    draft = copy_version(source=old, label="Nuovo", by=writer)
    response = officer.post(url("dry_run_start", draft.pk))
    run = DryRun.objects.get()
    assert response.url == url("dry_run", run.uuid)
    assert "Prova in corso" in text(officer.get(response.url))
    assert officer.get(url("dry_run_status", run.uuid)).json()["state"] == "waiting"
    again = officer.post(url("dry_run_start", draft.pk), follow=True)
    assert "già in corso" in text(again)
    perform_dry_run(run_id=run.pk)
    page = text(officer.get(url("dry_run", run.uuid)))
    assert certificate.organisation.name in page
    assert "<strong>1</strong> non passerebbero" in page
    assert certificate.organisation.name in text(officer.get(url("dry_run", run.uuid) + "?requisito=R1"))
    assert certificate.organisation.name not in text(officer.get(url("dry_run", run.uuid) + "?esito=passes"))
    csv = b"".join(officer.get(url("dry_run_csv", run.uuid))).decode()
    assert "Non passerebbe" in csv
    assert "R1" in csv


def test_manager_asks_the_holders_from_a_run(manager):
    version = SchemeVersionFactory(with_requirements=1, published=True)
    run = DryRunFactory(version=version, state="done", failing=1)
    failing_result(run, CertificateFactory(scheme=version.scheme, category=version.category), "R1")
    assert "Lascia almeno 15 giorni" in text(
        manager.post(url("dry_run_plan", run.uuid), {"due_on": timezone.localdate(), "reason": "Adeguatevi"})
    )
    later = timezone.localdate() + datetime.timedelta(days=90)
    response = manager.post(url("dry_run_plan", run.uuid), {"due_on": later, "reason": "Adeguatevi"})
    assert response.url == url("realignments", version.pk)


def test_holder_declares_with_a_document_and_the_manager_confirms(manager, client_as):
    version = SchemeVersionFactory()
    RequirementFactory(version=version, code="R1", evidence="required", evidence_text="La delibera")
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    made = RealignmentFactory(plan__run__version=version)
    theirs = client_as(OrganisationMemberFactory(organisation=made.certificate.organisation).user)
    assert "Dichiara l'adeguamento" in text(theirs.get(url("realignment", made.uuid)))
    address = url("realignment_answer", made.uuid)
    assert "deve essere soddisfatto" in text(theirs.post(address, {"note0": "Nota scritta"}))
    page = text(theirs.post(address, {"met0": "on", "note0": "Nota scritta"}))
    assert "Allega il documento richiesto." in page
    assert "Nota scritta" in page
    file = SimpleUploadedFile("delibera.csv", b"a;b\n1;2\n")
    assert theirs.post(address, {"met0": "on", "note0": "Fatto", "file0": file}).status_code == 302
    answer = made.answers.get()
    assert b"".join(theirs.get(url("realignment_file", made.uuid, answer.pk))) == b"a;b\n1;2\n"
    act = {"act-kind": "determination", "act-number": "5", "act-date": "2026-01-02"}
    assert manager.post(url("realignment_step", made.uuid, "confirm"), act).status_code == 302
    assert Realignment.objects.get().state == "confirmed"
    assert "Determinazione n. 5" in text(theirs.get(url("realignment", made.uuid)))
    assert theirs.post(address, {"met0": "on"}).status_code == 409


@pytest.mark.parametrize(
    ("chosen", "shown"), [("", 2), ("scaduti", 1), ("chiesti", 2), ("confermati", 0), ("x", 2)]
)
def test_office_sees_who_is_late(officer, chosen, shown):
    late = RealignmentFactory(due_on=timezone.localdate() - datetime.timedelta(days=1))
    RealignmentFactory(plan=late.plan)
    response = officer.get(url("realignments", late.to_version_id) + f"?stato={chosen}")
    assert len(response.context["page_obj"].object_list) == shown


def test_requirement_leads_only_to_the_holders_that_fail_on_it(officer):
    version = SchemeVersionFactory(with_requirements=1)
    run = DryRunFactory(version=version, state="done", failing=1, unknown=1)
    failing, silent = (CertificateFactory(scheme=version.scheme, category=version.category) for _n in range(2))
    failing_result(run, failing, "R1")
    failing_result(run, silent, "R1", outcome="unknown", has_answers=False)
    page = text(officer.get(url("dry_run", run.uuid) + "?requisito=R1"))
    assert failing.organisation.name in page
    assert silent.organisation.name not in page


def test_holder_that_fails_on_points_alone_is_told(officer):
    run = DryRunFactory(version=SchemeVersionFactory(with_requirements=1), state="done", failing=1)
    failing_result(run, CertificateFactory(scheme=run.version.scheme), missing_points=2, has_answers=True)
    page = text(officer.get(url("dry_run", run.uuid)))
    assert "1 organizzazione soddisfa i requisiti obbligatori, ma non raggiunge i punti." in page
    assert "mancano 2 punti" in page


def test_open_realignment_is_shown_to_holder_and_office_and_confirmed_only_there(client_as, manager, trento):
    certificate = CertificateFactory(state="to_realign", administration=trento, scheme__administration=trento)
    asked = RealignmentFactory(certificate=certificate)
    holder_ = client_as(OrganisationMemberFactory(organisation=certificate.organisation).user)
    link = url("realignment", asked.uuid)
    assert link in text(holder_.get(url("holding", certificate.public_id)))
    work = text(manager.get(url("work_detail", certificate.public_id)))
    confirm = url("change", certificate.public_id, "confirm_realignment")
    assert link in work
    assert confirm not in work
    assert manager.get(confirm).url == link
    assert "Le nostre certificazioni" in text(holder_.get(link))


def test_points_that_are_not_enough_are_told_and_a_confirmation_below_the_mark_asks_why(manager, client_as):
    version = SchemeVersionFactory(minimum=10)
    RequirementFactory(version=version, code="R1", mandatory=False, points_min=2)
    SchemeVersion.objects.filter(pk=version.pk).update(state="published")
    made = RealignmentFactory(plan__run__version=version, missing_points=10)
    theirs = client_as(OrganisationMemberFactory(organisation=made.certificate.organisation).user)
    address = url("realignment_answer", made.uuid)
    assert "tra 2 e 10" in text(theirs.post(address, {"met0": "on", "points0": "11"}))
    page = text(theirs.post(address, {"met0": "on", "points0": "7,5"}))
    assert "I punti non bastano: 2,5 punti sotto il minimo. Indicate altri requisiti" in page
    assert 'value="7,5"' in page
    assert theirs.post(address, {"met0": "on", "points0": "10"}).status_code == 302
    assert "organizzazione passa" in text(manager.get(url("realignment", made.uuid)))
    made.answers.update(points=4)
    page = text(manager.get(url("realignment", made.uuid)))
    assert "non passerebbe. I punti non bastano: 6 punti sotto il minimo." in page
    assert "Dichiarato soddisfatto</span> 4 punti" in page
    confirm = url("realignment_step", made.uuid, "confirm")
    act = {"act-kind": "determination", "act-number": "5", "act-date": "2026-01-02"}
    assert "Scrivi perché confermi lo stesso." in text(manager.post(confirm, act))
    assert manager.post(confirm, {**act, "reason": "Prova agli atti"}).status_code == 302
    assert "Prova agli atti" in text(theirs.get(url("realignment", made.uuid)))
