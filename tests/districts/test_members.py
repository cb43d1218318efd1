import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from districts import actions
from districts.models import DistrictMember
from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from tests.factories.districts import ActFactory, DistrictFactory, DistrictMemberFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def officer(official, trento):
    return official(Role.DISTRICT_OFFICER, trento)


def verbs(obj):
    return list(HistoryEntry.objects.of(obj).values_list("verb", flat=True))


def test_request_then_admission_mails_the_organisation(officer):
    organisation = OrganisationFactory(trento=True)
    person = OrganisationMemberFactory(organisation=organisation).user
    member = actions.request_membership(DistrictFactory(), by=officer, organisation=organisation, on=D(2024, 5, 1))
    assert (member.state, member.role, member.requested_on) == ("requested", "adherent", D(2024, 5, 1))
    actions.admit_member(member, by=officer, on=D(2024, 6, 1))
    member.refresh_from_db()
    assert (member.state, member.joined_on) == ("member", D(2024, 6, 1))
    assert list(OutgoingEmail.objects.values_list("template", "to")) == [
        ("district_member_admitted", person.email)
    ]
    assert verbs(member) == ["admit", "requested"]


def test_record_member_enters_a_proponent_at_once(officer):
    act = ActFactory()
    member = actions.record_member(
        DistrictFactory(),
        by=officer,
        organisation=OrganisationFactory(),
        joined_on=D(2024, 5, 1),
        role="proponent",
        act=act,
    )
    assert (member.state, member.role, member.act) == ("member", "proponent", act)
    assert HistoryEntry.objects.of(member).get().public is True


def test_same_organisation_twice_is_refused(officer):
    member = DistrictMemberFactory()
    with pytest.raises(ValidationError, match="è già nel distretto"):
        actions.request_membership(member.district, by=officer, organisation=member.organisation, on=D(2025, 1, 1))
    assert DistrictMember.objects.get() == member


def test_request_in_the_future_is_refused(officer):
    with pytest.raises(ValidationError, match="nel futuro"):
        actions.request_membership(
            DistrictFactory(), by=officer, organisation=OrganisationFactory(), on=D(2999, 1, 1)
        )


def test_member_leaves_and_may_return(officer):
    member = DistrictMemberFactory()
    actions.member_leaves(member, by=officer, on=D(2025, 3, 1), comment="Recesso")
    member.refresh_from_db()
    assert (member.state, member.left_on) == ("withdrawn", D(2025, 3, 1))
    again = actions.record_member(
        member.district, by=officer, organisation=member.organisation, joined_on=D(2025, 3, 1)
    )
    assert again.state == "member"
    actions.member_leaves(again, by=officer, on=D(2025, 4, 1), comment="x")
    with pytest.raises(ValidationError, match="In quel periodo"):
        actions.record_member(
            member.district, by=officer, organisation=member.organisation, joined_on=D(2024, 12, 1)
        )


def test_member_leaves_before_joining_is_refused(officer):
    member = DistrictMemberFactory()
    with pytest.raises(ValidationError, match="non può precedere l'adesione"):
        actions.member_leaves(member, by=officer, on=D(2020, 1, 1), comment="x")
    assert verbs(member) == []


def test_exclude_needs_an_act(officer):
    member = DistrictMemberFactory()
    with pytest.raises(ValidationError, match="Indica l'atto"):
        actions.exclude_member(member, by=officer, on=D(2025, 1, 1), comment="Inattiva", act=None)
    actions.exclude_member(member, by=officer, on=D(2025, 1, 1), comment="Inattiva", act=ActFactory())
    member.refresh_from_db()
    assert (member.state, member.left_on) == ("excluded", D(2025, 1, 1))


def test_members_of_another_administration_are_out_of_reach(officer):
    district = DistrictFactory(piemonte=True)
    member = DistrictMemberFactory(district=district, requested=True)
    with pytest.raises(PermissionDenied):
        actions.admit_member(member, by=officer, on=D(2025, 1, 1))
    with pytest.raises(PermissionDenied):
        actions.record_member(district, by=officer, organisation=OrganisationFactory(), joined_on=D(2025, 1, 1))
    assert verbs(member) == []
