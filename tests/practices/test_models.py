import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from practices.models import PolicyArea, Practice, Taxonomy, free_slug
from tests.factories.practices import (
    PolicyAreaFactory,
    PracticeDocumentFactory,
    PracticeFactory,
    ReviewFactory,
    TaxonomyFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"title": ""}, "practice_has_title"),
        ({"state": "submitted"}, "practice_submitted_has_time"),
        ({"state": "published", "submitted_at": NOW}, "practice_published_has_time"),
        ({"published_at": NOW}, "practice_published_has_time"),
        ({"state": "archived", "submitted_at": NOW, "published_at": NOW}, "practice_archived_has_time"),
        ({"archived_at": NOW}, "practice_archived_has_time"),
        ({"ended_on": datetime.date(2021, 1, 1)}, "practice_whole_period"),
        ({"ended_on": datetime.date(2023, 1, 1), "is_ongoing": True}, "practice_whole_period"),
        ({"total_cost": -1}, "practice_cost_not_negative"),
        ({"indicators": {}}, "practice_indicators_list"),
    ],
)
def test_practice_refuses_incoherent_fields(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PracticeFactory(**fields)


def test_taxonomy_refuses_two_versions_on_one_day():
    TaxonomyFactory()
    with pytest.raises(IntegrityError, match="policy_taxonomy_one_a_day"), transaction.atomic():
        TaxonomyFactory(version="2030", valid_from=datetime.date(2030, 1, 1))


def test_taxonomy_in_force_changes_with_the_day():
    first = TaxonomyFactory()
    Taxonomy.objects.filter(pk=first.pk).update(valid_to=datetime.date(2029, 12, 31))
    second = TaxonomyFactory(version="2030", valid_from=datetime.date(2030, 1, 1))
    assert Taxonomy.objects.in_force(datetime.date(2029, 12, 31)).get() == first
    assert Taxonomy.objects.in_force(datetime.date(2030, 1, 1)).get() == second


def test_policy_area_keeps_its_code_once_per_version():
    area = PolicyAreaFactory()
    with pytest.raises(IntegrityError, match="policy_area_code_once_per_version"), transaction.atomic():
        PolicyArea.objects.create(taxonomy=area.taxonomy, code=area.code, name="Doppia")


def test_review_always_has_an_assessment():
    with pytest.raises(IntegrityError, match="review_has_assessment"), transaction.atomic():
        ReviewFactory(comment="")


def test_review_takes_place_once_per_round():
    review = ReviewFactory(round=1)
    with pytest.raises(IntegrityError, match="review_one_per_round"), transaction.atomic():
        ReviewFactory(practice=review.practice, round=1)


def test_documents_hold_one_place_each():
    item = PracticeDocumentFactory(position=1)
    with pytest.raises(IntegrityError, match="practice_document_own_place"), transaction.atomic():
        PracticeDocumentFactory(practice=item.practice, position=1)
        transaction.get_connection().check_constraints()


def test_free_slug_counts_up_and_keeps_the_own_one():
    practice = PracticeFactory(slug="nido-aperto")
    assert free_slug("Nido aperto") == "nido-aperto-2"
    assert free_slug("Nido aperto", own=practice.pk) == "nido-aperto"
    assert free_slug("!!!") == "buona-pratica"


def test_year_is_that_of_the_start():
    assert Practice.objects.get(pk=PracticeFactory().pk).year == 2022


def test_related_prefers_common_targets_and_stays_in_the_area():
    practice = PracticeFactory(published=True, title="Spazio gioco al parco")
    near = PracticeFactory(published=True, title="Spazio gioco in biblioteca")
    far = PracticeFactory(published=True, title="Sportello", target_codes=["imprese"])
    PracticeFactory(published=True, policy_area=PolicyAreaFactory(code="altra", name="Altra"))
    PracticeFactory(submitted=True)
    assert Practice.objects.related_to(practice) == [near, far]
