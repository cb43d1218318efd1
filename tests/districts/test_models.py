import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from districts.models import Action, ActionArea, AreaAgreement, District, DistrictMember, Programme, Taxonomy
from familynet.accounts.roles import Role
from tests.factories.districts import (
    ActionAreaFactory,
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
    ProgressUpdateFactory,
    TaxonomyFactory,
)

pytestmark = pytest.mark.django_db
D = datetime.date


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_district_name_is_taken_once_per_administration():
    first = DistrictFactory(name="Val di Fiemme")
    DistrictFactory(name="Val di Fiemme", piemonte=True)
    again = District(name="VAL DI FIEMME", administration=first.administration)
    with pytest.raises(ValidationError, match="C'è già un distretto con questo nome"):
        again.validate_constraints()
    with refused("district_name_once_per_administration"), transaction.atomic():
        DistrictFactory(name="Val di Fiemme")


def test_public_leaves_out_districts_in_preparation():
    DistrictFactory(proposed=True)
    shown = [DistrictFactory(state=state) for state in ("active", "lapsed", "revoked")]
    assert set(District.objects.public()) == set(shown)


def test_visible_to_officials_of_the_administration_only(official, trento, piemonte):
    own, _foreign = DistrictFactory(), DistrictFactory(piemonte=True)
    programme = ProgrammeFactory(district=own)
    auditor, stranger = official(Role.AUDITOR, trento), official(Role.DISTRICT_OFFICER, piemonte)
    assert list(District.objects.visible_to(auditor)) == [own]
    assert list(Programme.objects.visible_to(auditor)) == [programme]
    assert list(Programme.objects.visible_to(stranger)) == []


def test_with_counts_counts_members_of_today():
    district = DistrictFactory()
    DistrictMemberFactory(district=district, role="proponent")
    DistrictMemberFactory(district=district)
    DistrictMemberFactory(district=district, requested=True)
    DistrictMemberFactory(district=district, withdrawn=True, role="proponent")
    counted = District.objects.with_counts().get()
    assert (counted.member_count, counted.proponent_count) == (2, 1)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"approval_act": None}, "agreement_approved_by_act"),
        ({"signed_on": None}, "agreement_signed_has_dates"),
        ({"valid_to": D(2024, 5, 1)}, "agreement_ends_after_start"),
        ({"ended_on": D(2025, 1, 1)}, "agreement_ended_has_date"),
        ({"state": "expired", "ended_on": None}, "agreement_ended_has_date"),
        ({"state": "expired", "ended_on": D(2020, 1, 1)}, "agreement_stops_after_start"),
        ({"state": "revoked", "ended_on": D(2025, 1, 1)}, "agreement_revoked_by_act"),
    ],
)
def test_agreement_that_contradicts_itself_is_refused(values, constraint):
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        AreaAgreementFactory(**values)


def test_agreement_one_in_preparation_and_one_in_force():
    district = AreaAgreementFactory().district
    AreaAgreementFactory(district=district, proposed=True)
    with refused("agreement_one_in_preparation"), transaction.atomic():
        AreaAgreementFactory(district=district, approved=True)
    with refused("agreement_one_in_force"), transaction.atomic():
        AreaAgreementFactory(district=district, valid_from=D(2028, 1, 1), valid_to=D(2030, 1, 1))


def test_agreement_periods_may_touch_but_not_overlap():
    old = AreaAgreementFactory(renewed=True, ended_on=D(2026, 12, 31))
    AreaAgreementFactory(district=old.district, valid_from=D(2027, 1, 1), valid_to=D(2029, 12, 31))
    with refused("agreement_periods_apart"), transaction.atomic():
        AreaAgreementFactory(district=old.district, expired=True, valid_from=D(2026, 6, 1), ended_on=D(2026, 7, 1))


def test_agreement_is_in_force_only_signed_and_in_its_period():
    agreement = AreaAgreementFactory()
    for day, expected in (
        ("2024-04-30", False),
        ("2024-05-01", True),
        ("2027-04-30", True),
        ("2027-05-01", False),
    ):
        with time_machine.travel(f"{day}T10:00:00+00:00", tick=False):
            assert agreement.is_in_force is expected
    with time_machine.travel("2025-01-01T10:00:00+00:00", tick=False):
        assert AreaAgreementFactory(approved=True).is_in_force is False
        assert AreaAgreementFactory(revoked=True).is_in_force is False


def test_member_is_in_a_district_once_at_a_time():
    member = DistrictMemberFactory()
    again = DistrictMember(district=member.district, organisation=member.organisation)
    with pytest.raises(ValidationError, match="è già nel distretto"):
        again.full_clean()
    with refused("district_member_once_at_a_time"), transaction.atomic():
        again.save()


def test_member_periods_of_one_organisation_do_not_overlap():
    old = DistrictMemberFactory(withdrawn=True)
    DistrictMemberFactory(district=old.district, organisation=old.organisation, joined_on=old.left_on)
    with refused("district_member_periods_apart"), transaction.atomic():
        DistrictMemberFactory(
            district=old.district, organisation=old.organisation, withdrawn=True, joined_on=D(2024, 7, 1)
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"joined_on": None}, "district_member_has_date"),
        ({"left_on": D(2025, 1, 1)}, "district_member_left_has_date"),
        ({"state": "excluded"}, "district_member_left_has_date"),
    ],
)
def test_member_dates_that_contradict_the_state_are_refused(values, constraint):
    with refused(constraint), transaction.atomic():
        DistrictMemberFactory(**values)


def test_members_public_are_those_of_public_districts():
    shown = DistrictMemberFactory()
    DistrictMemberFactory(district__proposed=True)
    DistrictMemberFactory(requested=True)
    DistrictMemberFactory(withdrawn=True)
    assert list(DistrictMember.objects.public()) == [shown]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "approved"}, "programme_approved_by_act"),
        ({"year_to": 2024}, "programme_years_in_order"),
        ({"year_from": 1999}, "programme_years_in_order"),
        ({"closed": True, "evaluated_on": None}, "programme_evaluated_has_date"),
        ({"evaluated_on": D(2026, 1, 1)}, "programme_evaluated_has_date"),
    ],
)
def test_programme_that_contradicts_itself_is_refused(values, constraint):
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        ProgrammeFactory(**values)


def test_programme_years_of_one_district_do_not_overlap():
    two_years = ProgrammeFactory(year_from=2024, year_to=2025)
    ProgrammeFactory(year_from=2025)
    with pytest.raises(ValidationError, match="Gli anni si sovrappongono"):
        Programme(district=two_years.district, year_from=2025, year_to=2025).full_clean()
    with refused("programme_years_apart"), transaction.atomic():
        ProgrammeFactory(district=two_years.district, year_from=2025)


def test_programme_years_turned_round_are_a_sentence():
    with pytest.raises(ValidationError, match="Scrivi gli anni in ordine"):
        Programme(district=DistrictFactory(), year_from=2026, year_to=2025).full_clean()


def test_programme_years_read_as_one_or_two():
    assert ProgrammeFactory.build(year_from=2025, year_to=2025).years == "2025"
    assert ProgrammeFactory.build(year_from=2025, year_to=2026).years == "2025–2026"


def test_progress_is_the_average_of_the_latest_updates():
    programme = ProgrammeFactory(running=True)
    first, second, _silent = (ActionFactory(programme=programme) for _ in range(3))
    ProgressUpdateFactory(action=first, completion=25, recorded_on=D(2025, 3, 1))
    ProgressUpdateFactory(action=first, completion=100, recorded_on=D(2025, 9, 1))
    ProgressUpdateFactory(action=second, completion=50, recorded_on=D(2025, 9, 1))
    ProgressUpdateFactory(action=second, completion=75, recorded_on=D(2025, 1, 1))
    empty = ProgrammeFactory(district=programme.district, year_from=2026)
    found = {p.pk: (p.action_count, p.progress) for p in Programme.objects.with_progress()}
    assert found == {programme.pk: (3, 50.0), empty.pk: (0, 0.0)}


def test_with_latest_takes_the_last_entered_of_one_day():
    action = ActionFactory()
    ProgressUpdateFactory(action=action, completion=25, note="prima")
    ProgressUpdateFactory(action=action, completion=50, note="dopo")
    silent = ActionFactory()
    found = {a.pk: (a.completion, a.latest_note, a.latest_on) for a in Action.objects.with_latest()}
    assert found == {action.pk: (50, "dopo", D(2025, 6, 1)), silent.pk: (0, "", None)}


def test_progress_only_in_quarters():
    with refused("progress_in_quarters"), transaction.atomic():
        ProgressUpdateFactory(completion=60)


def test_area_code_is_given_once_per_taxonomy():
    area = ActionAreaFactory(code="1")
    ActionAreaFactory(code="1", taxonomy=TaxonomyFactory(slug="altra"))
    with refused("area_code_once_per_taxonomy"), transaction.atomic():
        ActionAreaFactory(code="1", taxonomy=area.taxonomy)


def test_taxonomy_in_force_on_a_day():
    old = TaxonomyFactory(slug="vecchia", valid_to=D(2020, 12, 31))
    new = TaxonomyFactory(slug="nuova", valid_from=D(2021, 1, 1))
    ours = Taxonomy.objects.filter(slug__in=["vecchia", "nuova"])
    assert list(ours.in_force(D(2020, 12, 31))) == [old]
    assert list(ours.in_force(D(2021, 1, 1))) == [new]


def test_areas_of_2013_come_with_the_migration():
    areas = ActionArea.objects.filter(taxonomy__slug="programmi-distretti-2013")
    assert list(areas.values_list("code", flat=True)) == ["1", "2", "3", "4"]


def test_agreement_state_tones_cover_every_state():
    for model in (District, AreaAgreement, DistrictMember, Programme):
        assert set(model.STATE_TONES) == set(model.State)
