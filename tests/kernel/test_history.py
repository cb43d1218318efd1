import pytest
from django.db import DatabaseError, transaction

from familynet.kernel.history import HistoryEntry, broken_links, record, seal_history
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_record_chains_entries_of_one_record(piemonte):
    organisation = OrganisationFactory()
    first = record(organisation, "created", label="Creata", by=None)
    second = record(organisation, "changed", label="Modificata", by=None)
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.hash
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows.update(comment="altro"), lambda rows: rows._raw_delete("default")],
    ids=["update", "delete"],
)
def test_history_refuses_change(piemonte, change):
    record(OrganisationFactory(), "created", label="Creata", by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(HistoryEntry.objects.all())


def test_seal_covers_new_entries_once(piemonte):
    record(OrganisationFactory(), "created", label="Creata", by=None)
    seal = seal_history()
    assert seal.count == 1
    assert seal_history() is None
    assert list(broken_links()) == []
