"""Two people, or two clicks, at the same moment: one thing happens, the others get a sentence, never a 500."""

from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from districts import actions as districts
from districts.models import District
from familynet.accounts import actions as people
from familynet.accounts.models import Invitation, User
from familynet.accounts.roles import Role
from familynet.organisations import actions as organisations
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.portal.middleware import ConflictMiddleware
from practices import actions as practices
from practices.models import Practice
from tests.factories.accounts import (
    AdministrationFactory,
    InvitationFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.factories.districts import DistrictFactory
from tests.factories.organisations import OrganisationFactory, OrganisationInvitationFactory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MunicipalityFactory
from tests.kernel.threads import together

at_once = pytest.mark.django_db(transaction=True)


def kinds(outcomes):
    return Counter(type(outcome) for outcome in outcomes)


@at_once
def test_invitation_of_an_official_used_twice_makes_one_account():
    made = InvitationFactory(administration=AdministrationFactory(piemonte=True))
    copies = [Invitation.objects.get(pk=made.pk) for _ in range(4)]
    joins = [
        lambda copy=copy: people.join_by_invitation(
            invitation=copy, full_name="Anna Invitata", password="una frase lunga"
        )
        for copy in copies
    ]
    assert kinds(together(*joins)) == {User: 1, ValidationError: 3}
    assert User.objects.get(email=made.email).role_assignments.count() == 1


@at_once
def test_invitation_of_an_organisation_used_twice_makes_one_account():
    made = OrganisationInvitationFactory()
    copies = [OrganisationInvitation.objects.get(pk=made.pk) for _ in range(4)]
    joins = [
        lambda copy=copy: organisations.join_by_invitation(
            invitation=copy, full_name="Anna Invitata", password="una frase lunga"
        )
        for copy in copies
    ]
    assert kinds(together(*joins)) == {User: 1, ValidationError: 3}
    assert OrganisationMember.objects.get().user.email == made.email


@at_once
def test_practices_of_one_title_are_published_together_at_addresses_of_their_own():
    piemonte = AdministrationFactory(piemonte=True)
    validator = RoleAssignmentFactory(role=Role.PRACTICE_VALIDATOR, administration=piemonte).user
    drafts = [PracticeFactory(submitted=True, title="Nati qui", administration=piemonte) for _ in range(4)]
    steps = [
        lambda draft=draft: practices.publish_practice(
            draft, by=User.objects.get(pk=validator.pk), comment="Va bene."
        )
        for draft in drafts
    ]
    together(*steps)
    slugs = Practice.objects.published().values_list("slug", flat=True)
    assert sorted(slugs) == ["nati-qui", "nati-qui-2", "nati-qui-3", "nati-qui-4"]


@pytest.fixture
def answer_to():
    """answer_to(error) → the page that the site makes of it, or None when it is a fault of ours."""

    def make(error):
        request = RequestFactory().post("/")
        request.user = AnonymousUser()
        return ConflictMiddleware(lambda request: HttpResponse()).process_exception(request, error)

    return make


def refused(change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return caught.value


@pytest.mark.django_db
def test_row_that_somebody_else_wrote_first_is_a_conflict(answer_to):
    taken, other = UserFactory(), UserFactory()
    error = refused(lambda: User.objects.filter(pk=other.pk).update(email=taken.email))
    response = answer_to(error)
    assert response.status_code == 409
    assert "Qualcuno è stato più veloce" in response.content.decode()
    assert taken.email not in response.content.decode()


@pytest.mark.django_db
def test_any_other_refusal_of_the_database_stays_a_fault(answer_to):
    pk = OrganisationFactory().pk
    error = refused(lambda: Organisation.objects.filter(pk=pk).update(latitude=1, longitude=None))
    assert answer_to(error) is None


@at_once
def test_two_comuni_added_to_a_district_at_once_are_both_kept():
    district = DistrictFactory()
    officer = UserFactory(administration=district.administration)
    RoleAssignmentFactory(user=officer, role=Role.DISTRICT_OFFICER, administration=district.administration)
    comuni = MunicipalityFactory.create_batch(4, trento=True)
    adds = [
        lambda comune=comune: districts.add_municipality(
            District.objects.get(pk=district.pk), municipality=comune, by=officer
        )
        for comune in comuni
    ]
    assert kinds(together(*adds)) == {District: 4}
    assert set(district.municipalities.values_list("pk", flat=True)) >= {comune.pk for comune in comuni}
