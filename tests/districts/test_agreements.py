import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from districts import actions, tasks
from districts.models import AreaAgreement, District
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from tests.factories.districts import ActFactory, AreaAgreementFactory, DistrictFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def officer(official, trento):
    return official(Role.DISTRICT_OFFICER, trento, email="distretti@trento.example")


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def test_create_district_opens_it_in_preparation(officer, trento):
    comuni = [MunicipalityFactory(trento=True), MunicipalityFactory(trento=True)]
    district = actions.create_district(
        by=officer, administration=trento, name="Val di Fiemme", kind="territorial", municipalities=comuni
    )
    assert (district.slug, district.state, district.administration) == ("val-di-fiemme", "proposed", trento)
    assert set(district.municipalities.all()) == set(comuni)
    assert verbs(district) == ["created"]


def test_create_district_for_another_administration_is_denied(officer, piemonte):
    with pytest.raises(PermissionDenied):
        actions.create_district(by=officer, administration=piemonte, name="Altrove")
    assert District.objects.count() == 0


def test_create_district_of_a_known_name_is_refused(officer, trento):
    DistrictFactory(name="Paganella", slug="paganella")
    with pytest.raises(ValidationError, match="C'è già un distretto con questo nome"):
        actions.create_district(by=officer, administration=trento, name="paganella")


def test_update_district_keeps_what_was_there_before(officer):
    comune = MunicipalityFactory(trento=True, name="Cavalese")
    district = DistrictFactory(name="Val di Fiemme", municipalities=[comune])
    lead = OrganisationFactory(trento=True, name="Comunità territoriale")
    actions.update_district(
        district, by=officer, name="Fiemme", lead_organisation=lead, founded_year=2010, municipalities=[]
    )
    district.refresh_from_db()
    assert (district.name, district.lead_organisation, district.founded_year) == ("Fiemme", lead, 2010)
    assert HistoryEntry.objects.of(district).get().data == {
        "before": {
            "name": "Val di Fiemme",
            "lead_organisation": None,
            "founded_year": None,
            "municipalities": ["Cavalese"],
        },
        "after": {
            "name": "Fiemme",
            "lead_organisation": "Comunità territoriale",
            "founded_year": 2010,
            "municipalities": [],
        },
    }


def test_update_district_without_a_change_writes_no_history(officer):
    district = DistrictFactory(name="Fiemme")
    actions.update_district(district, by=officer, name="Fiemme")
    assert verbs(district) == []


def test_update_district_cannot_touch_its_state(officer):
    with pytest.raises(ValueError, match="not editable"):
        actions.update_district(DistrictFactory(), by=officer, state="revoked")


def test_agreement_from_proposal_to_signature_opens_the_district(officer):
    district, act = DistrictFactory(proposed=True), ActFactory()
    agreement = actions.propose_agreement(district, by=officer, subject="Accordo di area")
    actions.approve_agreement(agreement, by=officer, act=act)
    actions.sign_agreement(
        agreement, by=officer, signed_on=D(2024, 5, 1), valid_from=D(2024, 5, 1), valid_to=D(2027, 4, 30)
    )
    agreement.refresh_from_db()
    district.refresh_from_db()
    assert (agreement.state, agreement.approval_act, agreement.valid_to) == ("active", act, D(2027, 4, 30))
    assert district.state == "active"
    assert verbs(agreement) == ["sign", "approve", "proposed"]
    assert verbs(district) == ["activate"]


def test_propose_a_second_agreement_is_refused(officer):
    agreement = AreaAgreementFactory(proposed=True)
    with pytest.raises(ValidationError, match="già un accordo in preparazione"):
        actions.propose_agreement(agreement.district, by=officer, subject="Altro")
    assert AreaAgreement.objects.get() == agreement


def test_propose_for_a_revoked_district_is_refused(officer):
    with pytest.raises(ValidationError, match="è stato revocato"):
        actions.propose_agreement(DistrictFactory(state="revoked"), by=officer, subject="Altro")


def test_sign_with_dates_turned_round_is_a_sentence(officer):
    agreement = AreaAgreementFactory(approved=True, district__proposed=True)
    with pytest.raises(ValidationError, match="La fine dell'accordo viene dopo"):
        actions.sign_agreement(
            agreement, by=officer, signed_on=D(2024, 5, 1), valid_from=D(2024, 5, 1), valid_to=D(2023, 1, 1)
        )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.district.state) == ("approved", "proposed")


def test_approve_twice_is_a_conflict(officer):
    agreement = AreaAgreementFactory(proposed=True)
    stale = AreaAgreement.objects.get()
    actions.approve_agreement(agreement, by=officer, act=ActFactory())
    with pytest.raises(TransitionConflict):
        actions.approve_agreement(stale, by=officer, act=ActFactory())
    assert verbs(agreement) == ["approve"]


def renew(agreement, officer, **dates):
    values = {"signed_on": D(2026, 5, 1), "valid_from": D(2027, 5, 1), "valid_to": D(2030, 4, 30), **dates}
    return actions.renew_agreement(agreement, by=officer, act=ActFactory(), **values)


def test_renew_closes_the_old_one_the_day_before(officer):
    old = AreaAgreementFactory()
    new = renew(old, officer, valid_from=D(2026, 10, 1))
    old.refresh_from_db()
    assert (old.state, old.ended_on) == ("renewed", D(2026, 9, 30))
    assert (new.state, new.renews, new.district.state) == ("active", old, "active")


def test_renew_after_the_end_keeps_the_gap(officer):
    old = AreaAgreementFactory(
        expired=True, district__state="lapsed", valid_to=D(2025, 4, 30), ended_on=D(2025, 4, 30)
    )
    new = renew(old, officer, valid_from=D(2026, 1, 1))
    old.refresh_from_db()
    new.district.refresh_from_db()
    assert (old.ended_on, new.valid_from, new.district.state) == (D(2025, 4, 30), D(2026, 1, 1), "active")


def test_renew_before_the_beginning_is_refused(officer):
    old = AreaAgreementFactory()
    with pytest.raises(ValidationError, match="comincia dopo l'inizio"):
        renew(old, officer, valid_from=D(2024, 1, 1))
    old.refresh_from_db()
    assert (old.state, AreaAgreement.objects.count()) == ("active", 1)


def test_revoke_takes_the_district_along(officer):
    agreement, act = AreaAgreementFactory(), ActFactory()
    actions.revoke_agreement(agreement, by=officer, act=act, on=D(2025, 7, 2), comment="Cessata attività")
    agreement.refresh_from_db()
    agreement.district.refresh_from_db()
    assert (agreement.state, agreement.revocation_act, agreement.ended_on) == ("revoked", act, D(2025, 7, 2))
    assert agreement.district.state == "revoked"
    assert verbs(agreement.district) == ["revoke"]


def test_revoke_without_act_is_refused(officer):
    agreement = AreaAgreementFactory()
    with pytest.raises(ValidationError, match="Indica l'atto"):
        actions.revoke_agreement(agreement, by=officer, act=None, on=D(2025, 7, 2), comment="x")
    agreement.district.refresh_from_db()
    assert agreement.district.state == "active"


def test_amend_needs_an_agreement_in_force(officer):
    agreement = AreaAgreementFactory()
    values = {"by": officer, "act": ActFactory(), "amended_on": D(2025, 1, 1), "subject": "Nuovi comuni"}
    amendment = actions.amend_agreement(agreement, **values)
    assert list(agreement.amendments.all()) == [amendment]
    assert verbs(agreement) == ["amended"]
    with pytest.raises(TransitionConflict):
        actions.amend_agreement(AreaAgreementFactory(expired=True), **values)


def test_agreement_of_another_administration_is_out_of_reach(officer):
    agreement = AreaAgreementFactory(district__piemonte=True, proposed=True)
    with pytest.raises(PermissionDenied):
        actions.approve_agreement(agreement, by=officer, act=ActFactory())
    with pytest.raises(PermissionDenied):
        actions.propose_agreement(DistrictFactory(piemonte=True), by=officer, subject="x")
    assert verbs(agreement) == []


def watch_on(day):
    with time_machine.travel(f"{day}T09:00:00+00:00", tick=False):
        tasks.watch_agreements(0)


def test_watch_agreements_reminds_once_six_months_before(officer):
    lead = OrganisationFactory(trento=True, email="segreteria@comunita.example")
    agreement = AreaAgreementFactory(district__lead_organisation=lead)
    watch_on("2026-10-29")
    assert OutgoingEmail.objects.count() == 0
    watch_on("2026-10-30")
    watch_on("2026-10-31")
    assert sorted(OutgoingEmail.objects.values_list("template", "to")) == [
        ("district_agreement_ending", "distretti@trento.example"),
        ("district_agreement_ending", "segreteria@comunita.example"),
    ]
    assert verbs(agreement) == ["reminded"]
    assert actions.remind_of_end(agreement, on=D(2026, 11, 1)) is False


def test_watch_agreements_expires_them_the_day_after(officer):
    agreement = AreaAgreementFactory(reminded_on=D(2026, 11, 1))
    watch_on("2027-04-30")
    agreement.refresh_from_db()
    assert agreement.state == "active"
    watch_on("2027-05-01")
    watch_on("2027-05-02")
    agreement.refresh_from_db()
    agreement.district.refresh_from_db()
    assert (agreement.state, agreement.ended_on) == ("expired", D(2027, 4, 30))
    assert agreement.district.state == "lapsed"
    entry = HistoryEntry.objects.of(agreement).get()
    assert (entry.verb, entry.actor) == ("expire", None)
