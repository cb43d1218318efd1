import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.networks import actions
from familynet.networks.models import Membership, Network
from tests.factories.accounts import UserFactory
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
D = datetime.date
S = Membership.State


@pytest.fixture
def coordinator(official, piemonte):
    return official(Role.NETWORK_COORDINATOR, piemonte, email="reti@piemonte.example")


def make_act(**fields):
    values = {"kind": Act.Kind.RESOLUTION, "number": "16", "date": D(2024, 2, 1), **fields}
    return Act.objects.create(**values)


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def mails():
    return list(OutgoingEmail.objects.order_by("to").values_list("template", "to"))


def test_membership_goes_from_interest_to_certified(coordinator, piemonte):
    organisation, network = OrganisationFactory(), NetworkFactory(certify_within_months=24)
    person = OrganisationMemberFactory(organisation=organisation, user__email="sindaca@bra.example").user
    membership = actions.express_interest(
        by=coordinator, network=network, organisation=organisation, on=D(2024, 1, 10)
    )
    act, certificate = make_act(), make_act(number="99")
    actions.record_resolution(membership, by=coordinator, act=act)
    actions.admit(membership, by=coordinator, on=D(2024, 3, 1))
    actions.mark_certified(membership, by=coordinator, on=D(2025, 5, 1), act=certificate)
    membership.refresh_from_db()
    assert (membership.state, membership.resolved_on, membership.joined_on) == (
        S.MEMBER,
        D(2024, 2, 1),
        D(2024, 3, 1),
    )
    assert (membership.certify_by, membership.certified_on) == (D(2026, 3, 1), D(2025, 5, 1))
    assert (membership.resolution_act, membership.certification_act) == (act, certificate)
    assert verbs(membership) == ["mark_certified", "admit", "record_resolution", "express_interest"]
    assert HistoryEntry.objects.of(membership).filter(administration=piemonte).count() == 4
    assert mails() == [("membership_admitted", person.email)]


def test_express_interest_twice_is_refused(coordinator):
    first = MembershipFactory()
    with pytest.raises(ValidationError, match="ha già un'adesione aperta"):
        actions.express_interest(
            by=coordinator, network=first.network, organisation=first.organisation, on=D(2024, 1, 1)
        )
    assert Membership.objects.get() == first


def test_express_interest_for_another_territory_is_denied(coordinator):
    with pytest.raises(PermissionDenied):
        actions.express_interest(
            by=coordinator,
            network=NetworkFactory(),
            organisation=OrganisationFactory(trento=True),
            on=D(2024, 1, 1),
        )
    assert Membership.objects.count() == 0


def test_express_interest_in_the_future_is_refused(coordinator):
    with pytest.raises(ValidationError) as refused:
        actions.express_interest(
            by=coordinator, network=NetworkFactory(), organisation=OrganisationFactory(), on=D(2999, 1, 1)
        )
    assert refused.value.message_dict == {"on": ["La data non può essere nel futuro."]}


def test_record_resolution_without_act_is_refused(coordinator):
    membership = MembershipFactory()
    with pytest.raises(ValidationError) as refused:
        actions.record_resolution(membership, by=coordinator, act=None)
    assert list(refused.value.message_dict) == ["act"]
    with pytest.raises(ValidationError) as refused:
        actions.record_resolution(membership, by=coordinator, act=make_act(date=None))
    assert list(refused.value.message_dict) == ["date"]
    membership.refresh_from_db()
    assert (membership.state, verbs(membership)) == (S.INTEREST, [])


def test_admit_to_a_network_without_promise_sets_no_term(coordinator):
    membership = MembershipFactory(resolved=True, network__certify_within_months=None)
    actions.admit(membership, by=coordinator, on=D(2024, 3, 1))
    membership.refresh_from_db()
    assert (membership.state, membership.certify_by) == (S.MEMBER, None)


def test_record_existing_membership_without_act_is_marked(coordinator):
    membership = actions.record_existing_membership(
        by=coordinator,
        network=NetworkFactory(),
        organisation=OrganisationFactory(),
        joined_on=D(2020, 11, 16),
        source="Elenco pubblico",
    )
    assert (membership.state, membership.certify_by, membership.lacks_act) == (S.MEMBER, D(2022, 11, 16), True)
    entry = HistoryEntry.objects.of(membership).get()
    assert entry.data == {"on": "2020-11-16", "source": "Elenco pubblico", "act_missing": True}
    assert mails() == []


def test_mark_certified_twice_is_a_conflict(coordinator):
    membership = MembershipFactory(member=True)
    stale = Membership.objects.get(pk=membership.pk)
    actions.mark_certified(membership, by=coordinator, on=D(2025, 5, 1), act=make_act())
    with pytest.raises(TransitionConflict):
        actions.mark_certified(stale, by=coordinator, on=D(2025, 6, 1), act=make_act())
    membership.refresh_from_db()
    assert (membership.certified_on, verbs(membership)) == (D(2025, 5, 1), ["mark_certified"])


def test_extend_deadline_moves_the_term_and_asks_for_a_new_reminder(coordinator):
    membership = MembershipFactory(member=True, certify_by=D(2026, 3, 1), reminded_on=D(2025, 12, 1))
    actions.extend_deadline(membership, by=coordinator, until=D(2026, 9, 1), comment="Piano in corso")
    membership.refresh_from_db()
    assert (membership.certify_by, membership.reminded_on) == (D(2026, 9, 1), None)
    entry = HistoryEntry.objects.of(membership).get()
    assert (entry.data, entry.comment) == ({"before": "2026-03-01", "until": "2026-09-01"}, "Piano in corso")


@pytest.mark.parametrize("until", [D(2026, 3, 1), D(2025, 1, 1)])
def test_extend_deadline_to_an_earlier_day_is_refused(coordinator, until):
    membership = MembershipFactory(member=True, certify_by=D(2026, 3, 1))
    with pytest.raises(ValidationError, match="dopo quello in corso"):
        actions.extend_deadline(membership, by=coordinator, until=until, comment="x")
    assert verbs(membership) == []


def test_hold_and_resume_keep_the_dates(coordinator):
    membership = MembershipFactory(member=True)
    actions.put_on_hold(membership, by=coordinator, comment="Elezioni")
    assert membership.state == S.ON_HOLD
    actions.resume(membership, by=coordinator)
    membership.refresh_from_db()
    assert (membership.state, membership.joined_on) == (S.MEMBER, D(2024, 3, 1))
    assert verbs(membership) == ["resume", "put_on_hold"]


def test_put_on_hold_without_reason_is_refused(coordinator):
    membership = MembershipFactory(member=True)
    with pytest.raises(ValidationError, match="Scrivi il motivo"):
        actions.put_on_hold(membership, by=coordinator, comment=" ")
    membership.refresh_from_db()
    assert membership.state == S.MEMBER


def test_leave_before_joining_is_refused(coordinator):
    membership = MembershipFactory(member=True)
    with pytest.raises(ValidationError, match="non può precedere l'adesione"):
        actions.leave(membership, by=coordinator, on=D(2020, 1, 1), comment="Recesso")
    membership.refresh_from_db()
    assert (membership.state, membership.left_on) == (S.MEMBER, None)


def test_leave_of_a_member_mails_its_people(coordinator):
    membership = MembershipFactory(member=True)
    person = OrganisationMemberFactory(organisation=membership.organisation).user
    actions.leave(membership, by=coordinator, on=D(2025, 1, 1), comment="Recesso")
    membership.refresh_from_db()
    assert (membership.state, membership.left_on) == (S.LEFT, D(2025, 1, 1))
    assert mails() == [("membership_left", person.email)]


def test_leave_of_a_mere_interest_mails_nobody(coordinator):
    membership = MembershipFactory()
    OrganisationMemberFactory(organisation=membership.organisation)
    actions.leave(membership, by=coordinator, on=D(2025, 1, 1), comment="Ci ripensa")
    assert (membership.state, mails()) == (S.LEFT, [])


def test_establish_known_networks_adds_each_once(official, trento):
    manager = official(Role.NETWORK_COORDINATOR, trento)
    added = actions.establish_known_networks(by=manager, administration=trento)
    assert [network.slug for network in added] == ["family-in-italia", "family-in-europe"]
    italy = Network.objects.get(slug="family-in-italia")
    assert (italy.certify_within_months, str(italy.founding_act)) == (24, "Deliberazione n. 1588 del 05/10/2017")
    assert Network.objects.get(slug="family-in-europe").certify_within_months is None
    assert actions.establish_known_networks(by=manager, administration=trento) == []


def test_load_networks_adds_each_once_in_the_name_of_a_coordinator(official, trento, capsys):
    manager = official(Role.NETWORK_COORDINATOR, trento)
    call_command("load_networks", by=manager.email.upper())
    call_command("load_networks", by=manager.email)
    assert capsys.readouterr().out == "Network Family in Italia\nFamily in Europe\nNo change.\n"
    assert set(Network.objects.values_list("administration__slug", flat=True)) == {trento.slug}


def test_load_networks_is_refused_to_others(official, trento):
    with pytest.raises(CommandError, match="No official has the address"):
        call_command("load_networks", by=UserFactory().email)
    with pytest.raises(CommandError, match="may not keep networks"):
        call_command("load_networks", by=official(Role.AUDITOR, trento).email)
    assert Network.objects.count() == 0


def test_establish_network_for_another_administration_is_denied(coordinator, trento):
    with pytest.raises(PermissionDenied):
        actions.establish_known_networks(by=coordinator, administration=trento)
    assert Network.objects.count() == 0


def test_update_network_keeps_running_terms(official, trento):
    membership = MembershipFactory(member=True, trento=True)
    manager = official(Role.NETWORK_COORDINATOR, trento)
    actions.update_network(membership.network, by=manager, certify_within_months=36, name="Nuovo nome")
    membership.refresh_from_db()
    membership.network.refresh_from_db()
    assert (membership.certify_by, membership.network.certify_within_months) == (D(2026, 3, 1), 36)
    entry = HistoryEntry.objects.of(membership.network).get()
    assert entry.data["after"] == {"certify_within_months": 36, "name": "Nuovo nome"}


def test_update_network_by_another_administration_is_denied(coordinator):
    network = NetworkFactory(name="Rete")
    with pytest.raises(PermissionDenied):
        actions.update_network(network, by=coordinator, name="Altro")
    network.refresh_from_db()
    assert network.name == "Rete"
