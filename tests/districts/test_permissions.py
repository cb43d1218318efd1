import pytest
from django.contrib.auth.models import AnonymousUser

from districts.permissions import (
    can_edit_programme,
    can_manage_any,
    can_manage_district,
    can_manage_part,
    can_open_districts_for,
    can_record_progress,
)
from familynet.accounts.roles import Role
from tests.factories.districts import (
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_only_district_officers_of_the_administration_manage(role, official, trento, piemonte):
    user, officer = official(role, trento), role == Role.DISTRICT_OFFICER
    assert can_manage_any(user) is officer
    assert can_open_districts_for(user, trento) is officer
    assert can_open_districts_for(user, piemonte) is False
    assert can_manage_district(user, DistrictFactory()) is officer
    assert can_manage_district(user, DistrictFactory(piemonte=True)) is False
    for part in (AreaAgreementFactory(), DistrictMemberFactory(), ProgrammeFactory()):
        assert can_manage_part(user, part) is officer
    assert can_manage_part(user, ProgrammeFactory(district__piemonte=True)) is False


@pytest.mark.parametrize(
    ("state", "edits", "reports"),
    [
        ("draft", True, False),
        ("approved", False, False),
        ("running", False, True),
        ("evaluated", False, False),
        ("closed", False, False),
    ],
)
def test_programme_is_edited_as_draft_and_reported_while_it_runs(state, edits, reports, official, trento):
    officer = official(Role.DISTRICT_OFFICER, trento)
    programme = ProgrammeFactory(**({} if state == "draft" else {state: True}))
    assert can_edit_programme(officer, programme) is edits
    assert can_record_progress(officer, programme) is reports
    other = official(Role.AUDITOR, trento)
    assert (can_edit_programme(other, programme), can_record_progress(other, programme)) == (False, False)


def test_anonymous_may_nothing(trento):
    reader = AnonymousUser()
    assert can_manage_any(reader) is False
    assert can_open_districts_for(reader, trento) is False
    assert can_manage_district(reader, DistrictFactory()) is False
    assert can_edit_programme(reader, ProgrammeFactory()) is False
