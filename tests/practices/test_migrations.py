import importlib

import pytest
from django.apps import apps

from practices.models import EvidenceCriteria, PolicyArea, Practice, PracticeVersion, TargetGroup, Taxonomy
from practices.snapshots import content_of
from tests.factories.practices import PracticeDocumentFactory, PracticeFactory

pytestmark = pytest.mark.django_db
first_criteria = importlib.import_module("practices.migrations.0012_first_evidence_criteria")
first_versions = importlib.import_module("practices.migrations.0013_first_versions")
first_taxonomy = importlib.import_module("practices.migrations.0002_first_taxonomy")


def test_first_taxonomy_is_added_once_and_can_be_taken_back():
    for _twice in range(2):
        first_taxonomy.add(apps, None)
    assert Taxonomy.objects.in_force().get().areas.count() == len(first_taxonomy.AREAS) == 7
    assert TargetGroup.objects.count() == len(first_taxonomy.TARGETS) == 14
    first_taxonomy.remove(apps, None)
    assert (Taxonomy.objects.count(), PolicyArea.objects.count(), TargetGroup.objects.count()) == (0, 0, 0)


def test_first_criteria_are_added_once_and_can_be_taken_back():
    first_criteria.remove(apps, None)
    for _twice in range(2):
        first_criteria.add(apps, None)
    criteria = EvidenceCriteria.objects.in_force().get()
    assert (criteria.requirements.count(), criteria.levels.count()) == (9, 3)
    first_criteria.remove(apps, None)
    assert not EvidenceCriteria.objects.exists()


def test_what_is_published_becomes_version_one_in_the_shape_of_today():
    item = PracticeDocumentFactory(practice=PracticeFactory(published=True, total_cost="12.50"))
    PracticeFactory(submitted=True)
    for _twice in range(2):
        first_versions.add(apps, None)
    version = PracticeVersion.objects.get()
    practice = Practice.objects.get(pk=item.practice_id)
    assert version.content == content_of(practice)
    assert [row.document for row in version.version_documents.all()] == [item.document]
    assert practice.review_on.year == practice.published_at.year + 1
