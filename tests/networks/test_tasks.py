import datetime

import pytest
import time_machine

from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.networks import actions, desk, tasks
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db
D = datetime.date


def remind_on(day):
    with time_machine.travel(f"{day}T09:00:00+00:00", tick=False):
        tasks.remind_of_promises(0)


def test_reminder_goes_out_once_when_the_notice_begins(official, piemonte):
    official(Role.NETWORK_COORDINATOR, piemonte, email="reti@piemonte.example")
    network = NetworkFactory(remind_months_before=3)
    membership = MembershipFactory(network=network, member=True, certify_by=D(2026, 3, 1))
    OrganisationMemberFactory(organisation=membership.organisation, user__email="sindaca@bra.example")
    remind_on("2025-11-30")
    assert OutgoingEmail.objects.count() == 0
    remind_on("2025-12-01")
    remind_on("2025-12-02")
    membership.refresh_from_db()
    assert membership.reminded_on == D(2025, 12, 1)
    assert sorted(OutgoingEmail.objects.values_list("template", "to")) == [
        ("membership_certificate_due", "reti@piemonte.example"),
        ("membership_certificate_due", "sindaca@bra.example"),
    ]
    assert [e.verb for e in HistoryEntry.objects.of(membership)] == ["reminded"]


def test_reminder_spares_certified_paused_and_promiseless(official, piemonte):
    MembershipFactory(certified=True)
    MembershipFactory(on_hold=True, certify_by=D(2026, 3, 1))
    MembershipFactory(member=True, certify_by=None)
    remind_on("2026-05-01")
    assert HistoryEntry.objects.count() == 0


def test_remind_to_certify_twice_at_once_tells_the_second(piemonte):
    membership = MembershipFactory(member=True)
    assert actions.remind_to_certify(membership, on=D(2026, 1, 1)) is True
    assert actions.remind_to_certify(membership, on=D(2026, 1, 1)) is False


@time_machine.travel("2026-01-15T09:00:00+00:00", tick=False)
def test_waiting_for_lists_requests_and_terms_of_the_own_territory(official, piemonte, django_assert_num_queries):
    MembershipFactory(organisation__name="Interesse")
    MembershipFactory(organisation__name="Deliberata", resolved=True)
    MembershipFactory(organisation__name="Vicina", member=True, certify_by=D(2026, 3, 1))
    MembershipFactory(organisation__name="Scaduta", member=True, certify_by=D(2025, 12, 1))
    MembershipFactory(organisation__name="Lontana", member=True, certify_by=D(2027, 3, 1))
    MembershipFactory(organisation__name="Certificata", certified=True)
    MembershipFactory(trento=True)
    coordinator = official(Role.NETWORK_COORDINATOR, piemonte)
    with django_assert_num_queries(2):
        items = desk.waiting_for(coordinator)
    assert [(str(item.kind), item.title.split(" – ")[0], item.note) for item in items] == [
        ("Adesioni alle reti da completare", "Interesse", "Manifestazione di interesse"),
        ("Adesioni alle reti da completare", "Deliberata", "Adesione deliberata"),
        ("Certificati attesi dagli aderenti", "Scaduta", "Termine scaduto"),
        ("Certificati attesi dagli aderenti", "Vicina", "Aderente"),
    ]


def test_waiting_for_says_nothing_to_others(official, piemonte):
    MembershipFactory()
    assert desk.waiting_for(official(Role.DISTRICT_OFFICER, piemonte)) == []
