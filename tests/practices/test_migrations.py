import importlib

import pytest
from django.apps import apps

from practices.models import PolicyArea, TargetGroup, Taxonomy

pytestmark = pytest.mark.django_db
first_taxonomy = importlib.import_module("practices.migrations.0002_first_taxonomy")


def test_first_taxonomy_is_added_once_and_can_be_taken_back():
    for _twice in range(2):
        first_taxonomy.add(apps, None)
    assert Taxonomy.objects.in_force().get().areas.count() == len(first_taxonomy.AREAS) == 7
    assert TargetGroup.objects.count() == len(first_taxonomy.TARGETS) == 14
    first_taxonomy.remove(apps, None)
    assert (Taxonomy.objects.count(), PolicyArea.objects.count(), TargetGroup.objects.count()) == (0, 0, 0)
