import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.networks.models import Membership, Network
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
D = datetime.date
S = Membership.State


def test_membership_second_open_one_is_refused():
    first = MembershipFactory()
    second = Membership(network=first.network, organisation=first.organisation)
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert refused.value.messages == ["L'organizzazione ha già un'adesione aperta a questa rete."]
    with pytest.raises(IntegrityError, match="membership_one_open_per_network"), transaction.atomic():
        second.save()


def test_membership_after_leaving_may_begin_again():
    left = MembershipFactory(left=True)
    again = MembershipFactory(network=left.network, organisation=left.organisation)
    assert list(left.network.memberships.order_by("pk")) == [left, again]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": S.MEMBER, "joined_on": None}, "membership_member_has_date"),
        ({"state": S.ON_HOLD, "joined_on": None}, "membership_member_has_date"),
        ({"state": S.LEFT, "left_on": None}, "membership_left_has_date"),
        ({"state": S.INTEREST, "left_on": D(2024, 1, 1)}, "membership_left_has_date"),
        (
            {"state": S.LEFT, "joined_on": D(2024, 2, 1), "left_on": D(2024, 1, 1)},
            "membership_leaves_after_joining",
        ),
        (
            {"state": S.MEMBER, "joined_on": D(2024, 2, 1), "certify_by": D(2024, 1, 1)},
            "membership_promise_after_joining",
        ),
    ],
)
def test_membership_dates_that_contradict_the_state_are_refused(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MembershipFactory(**values)


def test_membership_certificate_act_needs_a_date():
    act = Act.objects.create(kind=Act.Kind.DETERMINATION)
    with pytest.raises(IntegrityError, match="membership_certificate_has_date"), transaction.atomic():
        MembershipFactory(member=True, certification_act=act)


def test_network_promise_of_zero_months_is_refused():
    with pytest.raises(IntegrityError, match="network_promise_in_months"), transaction.atomic():
        NetworkFactory(certify_within_months=0)


def test_public_shows_members_and_those_on_hold_only():
    network = NetworkFactory()
    shown = [MembershipFactory(network=network, **{trait: True}) for trait in ("member", "certified", "on_hold")]
    for trait in ({}, {"resolved": True}, {"left": True}):
        MembershipFactory(network=network, **trait)
    assert set(Membership.objects.public()) == set(shown)


def test_with_counts_tells_members_from_certified():
    network = NetworkFactory()
    MembershipFactory(network=network, member=True)
    MembershipFactory(network=network, certified=True)
    MembershipFactory(network=network, on_hold=True)
    MembershipFactory(network=network, left=True, certified_on=D(2025, 1, 1))
    counted = Network.objects.with_counts().get()
    assert (counted.member_count, counted.certified_count) == (3, 1)


def test_with_standing_puts_the_pause_before_the_certificate():
    cases = {
        "member": MembershipFactory(member=True),
        "certified": MembershipFactory(certified=True),
        "on_hold": MembershipFactory(on_hold=True, certified_on=D(2025, 1, 1)),
    }
    found = dict(Membership.objects.with_standing().values_list("pk", "standing"))
    assert found == {membership.pk: standing for standing, membership in cases.items()}


def test_lacks_act_marks_members_taken_over_without_one():
    act = Act.objects.create(kind=Act.Kind.RESOLUTION)
    assert MembershipFactory(member=True).lacks_act is True
    assert MembershipFactory(member=True, resolution_act=act).lacks_act is False
    assert MembershipFactory(member=True, admission_act=act).lacks_act is False
    assert MembershipFactory().lacks_act is False


def test_is_late_only_for_members_without_certificate():
    past = D(2020, 1, 1)
    assert MembershipFactory(member=True, joined_on=D(2018, 1, 1), certify_by=past).is_late is True
    assert MembershipFactory(certified=True, joined_on=D(2018, 1, 1), certify_by=past).is_late is False
    assert MembershipFactory(on_hold=True, joined_on=D(2018, 1, 1), certify_by=past).is_late is False
    assert MembershipFactory(member=True, certify_by=D(2999, 1, 1)).is_late is False


def test_visible_to_officials_of_the_territory_and_people_of_the_organisation(official, piemonte, trento):
    organisation = OrganisationFactory()
    own = MembershipFactory(organisation=organisation)
    foreign = MembershipFactory(trento=True)
    person = OrganisationMemberFactory(organisation=organisation).user
    visible = Membership.objects.visible_to
    assert list(visible(official(Role.AUDITOR, piemonte))) == [own]
    assert list(visible(official(Role.NETWORK_COORDINATOR, trento))) == [foreign]
    assert list(visible(person)) == [own]
