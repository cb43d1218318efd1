"""Renewal, transfer to a successor, renunciation, names of before."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from certifications.actions import (
    ask_renunciation,
    change_state,
    lapse_certificates,
    may_ask_renewal,
    renew_certificate,
    renewal_opens_on,
    transfer_certificate,
    withdraw_renunciation,
)
from certifications.models import Certificate, Renewal, RenunciationRequest
from certifications.standing import former_names, progress_of, timeline
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from familynet.organisations.actions.records import update_organisation
from familynet.organisations.models import OrganisationMember
from tests.factories.applications import ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CertificateFactory
from tests.factories.life import ConditionFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db
DAY = datetime.date
REPRESENTATIVE = OrganisationMember.Role.LEGAL_REPRESENTATIVE


def after(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def renewal_of(certificate, *, months=24, **fields):
    arguments = {"kind": "renewal", "state": "awarded", "organisation": certificate.organisation}
    arguments |= {"version__validity_months": months}
    return ApplicationFactory(certificate=certificate, **{**arguments, **fields})


def renew(certificate, by, application=None, **act):
    application = application or renewal_of(certificate)
    made = ActFactory.build(**{"number": "77", "date": timezone.localdate(), **act})
    return renew_certificate(certificate=certificate, application=application, by=by, act=made)


def test_renewal_prolongs_the_same_certificate_from_its_old_end(manager):
    certificate = CertificateFactory(valid_to=after(40), register_year=2022, register_number=7)
    holder = OrganisationMemberFactory(organisation=certificate.organisation).user
    old_end = certificate.valid_to
    renewal = renew(certificate, manager)
    certificate.refresh_from_db()
    assert certificate.valid_to == renewal.valid_to == DAY(old_end.year + 2, old_end.month, old_end.day)
    assert (certificate.number, certificate.state) == ("7/2022", "valid")
    assert certificate.version == renewal.application.version
    assert renewal.valid_from == after(41)
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.verb, entry.public, entry.act.number) == ("renew", True, "77")
    assert Notification.objects.filter(recipient=holder).count() == 1
    assert [(e.label, e.act.number) for e in timeline(certificate)][:1] == [("Rinnovata", "77")]


@pytest.mark.parametrize(
    ("certificate", "application", "act"),
    [
        ({"valid_to": None}, {}, {}),
        ({}, {"kind": "realignment"}, {}),
        ({}, {"submitted_at": datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC)}, {}),
        ({}, {"months": None}, {}),
        ({}, {}, {"number": ""}),
        ({}, {}, {"date": None}),
    ],
)
def test_renewal_that_does_not_fit_leaves_all_as_it_was(manager, certificate, application, act):
    certificate = CertificateFactory(**{"valid_to": after(40), **certificate})
    with pytest.raises(ValidationError):
        renew(certificate, manager, renewal_of(certificate, **application), **act)
    before = certificate.valid_to
    certificate.refresh_from_db()
    assert (certificate.valid_to, Renewal.objects.count(), HistoryEntry.objects.count()) == (before, 0, 0)


def test_renewal_of_another_certificate_is_refused(manager):
    certificate = CertificateFactory(valid_to=after(40))
    with pytest.raises(ValidationError):
        renew(certificate, manager, renewal_of(CertificateFactory(valid_to=after(40))))
    assert Renewal.objects.count() == 0


def test_renewal_belongs_to_a_manager_who_does_not_act_for_the_holder(official, trento, piemonte, manager):
    certificate = CertificateFactory(valid_to=after(40))
    application = renewal_of(certificate)
    OrganisationMemberFactory(organisation=certificate.organisation, user=manager)
    strangers = [official(Role.CERTIFICATION_OFFICER, trento), official(Role.CERTIFICATION_MANAGER, piemonte)]
    for by in (*strangers, manager):
        with pytest.raises(PermissionDenied):
            renew(certificate, by, application)
    assert Renewal.objects.count() == 0


def test_renewal_asked_in_time_and_decided_late_leaves_no_day_out(manager):
    certificate = CertificateFactory(valid_to=after(-20))
    application = renewal_of(certificate, submitted_at=timezone.now() - datetime.timedelta(days=60))
    lapse_certificates()
    certificate.refresh_from_db()
    renew(certificate, manager, application)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_on) == ("valid", None)
    assert [Certificate.objects.as_of(after(d)).get().state_then for d in (-21, -19, -1, 0)] == ["valid"] * 4


def test_lapsed_certificate_with_a_successor_is_not_renewed(manager):
    certificate = CertificateFactory(valid_to=after(-20))
    application = renewal_of(certificate, submitted_at=timezone.now() - datetime.timedelta(days=60))
    lapse_certificates()
    certificate.refresh_from_db()
    CertificateFactory(organisation=certificate.organisation)
    with pytest.raises(ValidationError):
        renew(certificate, manager, application)
    assert Renewal.objects.count() == 0


@pytest.mark.parametrize("state", ["suspended", "revoked", "renounced"])
def test_certificate_out_of_force_is_not_renewed(manager, state):
    ended = None if state == "suspended" else after(-5)
    certificate = CertificateFactory(valid_to=after(40), state=state, ended_on=ended)
    with pytest.raises(TransitionConflict):
        renew(certificate, manager)
    assert Renewal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_four_managers_at_once_renew_a_certificate_once(trento, official):
    certificate = CertificateFactory(valid_to=after(40))
    managers = [official(Role.CERTIFICATION_MANAGER, trento) for _n in range(4)]
    applications = [renewal_of(certificate) for _n in managers]
    copies = [Certificate.objects.get(pk=certificate.pk) for _n in managers]
    outcomes = together(
        *(
            lambda c=copy, a=application, by=by: renew(c, by, a)
            for copy, application, by in zip(copies, applications, managers, strict=True)
        )
    )
    assert sorted(type(o).__name__ for o in outcomes) == ["Renewal"] + ["TransitionConflict"] * 3
    assert Renewal.objects.count() == 1


def test_renewal_may_be_asked_within_the_months_of_the_disciplinare():
    certificate = CertificateFactory(valid_to=DAY(2027, 8, 31), version=SchemeVersionFactory(renewal_months=6))
    opens = renewal_opens_on(certificate)
    assert opens == DAY(2027, 2, 28)
    days = (DAY(2027, 2, 27), DAY(2027, 2, 28), DAY(2027, 9, 1))
    asked = [may_ask_renewal(certificate, opens=opens, on=day) for day in days]
    assert asked == [False, True, False]
    renewal_of(certificate, state="submitted")
    assert may_ask_renewal(certificate, opens=opens, on=DAY(2027, 3, 1)) is False


def test_certificate_without_a_term_is_not_renewed():
    certificate = CertificateFactory(valid_to=None)
    assert (renewal_opens_on(certificate), may_ask_renewal(certificate, opens=None)) == (None, False)


# --- Transfer -----------------------------------------------------------------------------------


def transfer(certificate, to, by, **more):
    act = ActFactory.build(**{"number": "5", "date": DAY(2024, 1, 1), **more.pop("act", {})})
    return transfer_certificate(certificate=certificate, to=to, by=by, act=act, reason="Fusione", **more)


def test_certificate_passes_to_the_new_comune_with_its_number_and_names(manager):
    old, new = OrganisationFactory(name="Comune di Alto"), OrganisationFactory(name="Comune di Altobasso")
    certificate = CertificateFactory(organisation=old, register_year=2021, register_number=3)
    condition = ConditionFactory(certificate=certificate)
    person = OrganisationMemberFactory(organisation=new).user
    transfer(certificate, new, manager)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert (certificate.organisation, certificate.number, certificate.sort_name) == (
        new,
        "3/2021",
        "comune di altobasso",
    )
    assert (former_names(certificate), list(certificate.conditions.all())) == (["Comune di Alto"], [condition])
    entry = HistoryEntry.objects.of(certificate).get()
    assert (entry.public, entry.label) == (True, "Passata da «Comune di Alto» a «Comune di Altobasso»")
    assert Notification.objects.filter(recipient=person).count() == 1
    event = timeline(certificate)[0]
    assert (event.on, event.detail, event.act.number) == (
        DAY(2024, 1, 1),
        "da Comune di Alto a Comune di Altobasso",
        "5",
    )


def test_renamed_holder_keeps_its_old_name_and_corrections_do_not(official, piemonte):
    officer = official(Role.CERTIFICATION_OFFICER, piemonte)
    organisation = OrganisationFactory(name="Comune di Alto")
    certificate = CertificateFactory(organisation=organisation)
    for name in ("COMUNE DI ALTO", "Comune di Alto Monte"):
        update_organisation(by=officer, organisation=organisation, name=name)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert [name.lower() for name in former_names(certificate)] == ["comune di alto"]


@pytest.mark.parametrize(
    ("to", "more", "field"),
    [
        ("self", {}, "organisation"),
        ("closed", {}, "organisation"),
        ("holder", {}, "organisation"),
        ("new", {"act": {"number": ""}}, "act"),
        ("new", {"effective_on": DAY(2199, 1, 1)}, "effective_on"),
        ("new", {"effective_on": DAY(2020, 1, 1)}, "effective_on"),
    ],
)
def test_transfer_that_does_not_fit_leaves_all_as_it_was(manager, to, more, field):
    certificate = CertificateFactory()
    successors = {
        "self": lambda: certificate.organisation,
        "closed": lambda: OrganisationFactory(state="closed"),
        "holder": lambda: CertificateFactory().organisation,
        "new": OrganisationFactory,
    }
    before = certificate.organisation
    with pytest.raises(ValidationError) as refused:
        transfer(certificate, successors[to](), manager, **more)
    assert list(refused.value.message_dict) == [field]
    certificate.refresh_from_db()
    assert (certificate.organisation, certificate.transfers.count()) == (before, 0)
    assert HistoryEntry.objects.of(certificate).count() == 0


def test_officer_and_the_other_side_transfer_nothing(official, trento, piemonte):
    certificate = CertificateFactory()
    for by in (official(Role.CERTIFICATION_OFFICER, trento), official(Role.CERTIFICATION_MANAGER, piemonte)):
        with pytest.raises(PermissionDenied):
            transfer(certificate, OrganisationFactory(), by)
    assert certificate.transfers.count() == 0


# --- Renunciation -------------------------------------------------------------------------------


@pytest.fixture
def certificate(db):
    return CertificateFactory()


@pytest.fixture
def representative(certificate):
    return OrganisationMemberFactory(organisation=certificate.organisation, role=REPRESENTATIVE).user


def test_renunciation_waits_for_the_act_of_the_office(certificate, representative, manager):
    letter = SimpleUploadedFile("rinuncia.pdf", b"%PDF-1.4")
    letter.media_type = "application/pdf"
    asked = ask_renunciation(certificate=certificate, by=representative, reason="Servizio chiuso", upload=letter)
    certificate.refresh_from_db()
    assert (certificate.state, asked.document.name) == ("valid", "rinuncia.pdf")
    assert Notification.objects.get(recipient=manager).text == "Servizio chiuso"
    change_state(
        certificate=certificate, name="renounce", by=manager, comment="Come chiesto", act=ActFactory.build()
    )
    asked.refresh_from_db()
    assert (certificate.state, asked.outcome, asked.closed_at is not None) == ("renounced", "recorded", True)


def test_renunciation_is_asked_once_and_can_be_withdrawn(certificate, representative):
    asked = ask_renunciation(certificate=certificate, by=representative, reason="x")
    with pytest.raises(ValidationError):
        ask_renunciation(certificate=certificate, by=representative, reason="x")
    withdraw_renunciation(request=asked, by=representative)
    with pytest.raises(TransitionConflict):
        withdraw_renunciation(request=asked, by=representative)
    assert ask_renunciation(certificate=certificate, by=representative, reason="y").pk != asked.pk


def test_renunciation_needs_a_reason(certificate, representative):
    with pytest.raises(ValidationError):
        ask_renunciation(certificate=certificate, by=representative, reason="  ")
    assert RenunciationRequest.objects.count() == 0


def test_only_who_binds_the_organisation_gives_a_certificate_up(certificate, representative, manager):
    contact = OrganisationMemberFactory(organisation=certificate.organisation).user
    stranger = OrganisationMemberFactory(role=REPRESENTATIVE).user
    for by in (contact, stranger, manager):
        with pytest.raises(PermissionDenied):
            ask_renunciation(certificate=certificate, by=by, reason="x")
    asked = ask_renunciation(certificate=certificate, by=representative, reason="x")
    with pytest.raises(PermissionDenied):
        withdraw_renunciation(request=asked, by=contact)
    assert RenunciationRequest.objects.open().count() == 1


# --- What is shown ------------------------------------------------------------------------------


def test_progress_is_said_as_in_the_register(certificate):
    certificate.met_at_award = 5
    states = ["met", "open", "submitted", "not_met", "open", "waived"]
    days = [
        DAY(2026, 1, 1),
        DAY(2027, 6, 30),
        DAY(2027, 12, 31),
        DAY(2028, 1, 1),
        DAY(2028, 1, 1),
        DAY(2025, 1, 1),
    ]
    conditions = [
        ConditionFactory.build(certificate=certificate, requirement=None, state=s, due_on=d, act=None)
        for s, d in zip(states, days, strict=True)
    ]
    progress = progress_of(certificate, conditions, DAY(2026, 6, 1))
    assert progress.sentence == "6 di 10 soddisfatti, il prossimo entro il 30/06/2027"
    late = progress_of(certificate, conditions, DAY(2027, 7, 1))
    assert late.sentence == "6 di 10 soddisfatti, il termine era il 30/06/2027"
    done = progress_of(certificate, conditions[:1], DAY(2027, 7, 1))
    assert (done.sentence, done.percent) == ("6 di 6 soddisfatti", 100)
    assert progress_of(certificate, conditions[5:], DAY(2027, 7, 1)) is None
