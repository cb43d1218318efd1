import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from familynet.kernel.history import HistoryEntry, HistorySeal, broken_links, record, seal_history
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db


def entries(count=3):
    organisation = OrganisationFactory()
    return [record(organisation, "changed", label=f"Modifica {n}", by=None) for n in range(count)]


def tamper(sql, *params):
    """What somebody with the rights of the server's owner could do behind our back: no trigger fires."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(sql, params)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def test_record_chains_entries_of_one_record():
    first, second, third = entries()
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == ["", first.hash, second.hash]
    assert list(broken_links()) == []


def test_record_keeps_who_and_for_whom(piemonte, official):
    user = official("practice_editor", piemonte)
    entry = record(OrganisationFactory(), "changed", label="Modificata", by=user, data={"a": (1, 2)})
    entry = HistoryEntry.objects.get(pk=entry.pk)
    assert (entry.actor, entry.administration, entry.role) == (user, piemonte, "Redazione buone pratiche")
    assert (entry.data, entry.compute_hash()) == ({"a": [1, 2]}, entry.hash)


@pytest.mark.parametrize("label", [gettext_lazy("Distretto inserito"), lambda: gettext("Distretto inserito")])
def test_record_keeps_italian_whatever_language_the_person_works_in(label):
    with translation.override("en"):
        assert str(label() if callable(label) else label) == "District added"
        entry = record(OrganisationFactory(), "created", label=label, by=None)
    assert entry.label == "Distretto inserito"


@pytest.mark.parametrize("table", ["kernel_historyentry", "kernel_historyseal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET created_at = now()", "DELETE FROM {}"])
def test_history_refuses_change(change, table):
    entries()
    seal_history()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table))
    assert (HistoryEntry.objects.count(), HistorySeal.objects.count()) == (3, 1)


@pytest.mark.parametrize("table", ["kernel_historyentry", "kernel_historyseal"])
def test_history_refuses_truncate(table):
    with pytest.raises(DatabaseError, match="append-only: TRUNCATE"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")


def test_seal_covers_new_entries_once():
    entries(2)
    first = seal_history()
    assert (first.count, seal_history()) == (2, None)
    entries(1)
    second = seal_history()
    assert (second.count, second.previous_digest) == (1, first.digest)
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE kernel_historyentry SET comment = 'altro' WHERE id = %s", "content does not match its hash"),
        ("DELETE FROM kernel_historyentry WHERE id = %s", "number 2 of its record is missing"),
    ],
)
def test_broken_links_name_the_first_broken_entry(sql, fault):
    _first, second, third = entries()
    tamper(sql, second.pk)
    broken = second if "content" in fault else third
    assert next(broken_links()).startswith(f"entry {broken.pk} (changed, ")
    assert fault in next(broken_links())


def test_broken_links_notice_a_forged_chain():
    _first, second, third = entries()
    forged = HistoryEntry.objects.get(pk=second.pk)
    forged.comment = "falso"
    sql = "UPDATE kernel_historyentry SET comment = 'falso', hash = %s WHERE id = %s"
    tamper(sql, forged.compute_hash(), second.pk)
    assert [fault.partition(" (")[0] for fault in broken_links()] == [f"entry {third.pk}"]
    assert "does not follow" in next(broken_links())


def test_seal_notices_a_chain_that_lost_its_end_or_vanished():
    *_rest, last = entries()
    seal = seal_history()
    tamper("DELETE FROM kernel_historyentry WHERE id = %s", last.pk)
    assert list(broken_links()) == [
        f"seal {seal.pk}: entries {seal.first_id}–{seal.last_id} are not those that were sealed"
    ]


def test_seals_notice_a_seal_that_vanished():
    entries(1)
    first = seal_history()
    entries(1)
    second = seal_history()
    tamper("DELETE FROM kernel_historyseal WHERE id = %s", first.pk)
    assert next(broken_links()) == f"seal {second.pk}: does not follow the seal before it"


def test_verify_history_says_that_all_is_well():
    entries(2)
    seal_history()
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == "History intact: 2 entries, 1 seals.\n"


def test_verify_history_names_the_first_fault():
    _first, second, _third = entries()
    tamper("UPDATE kernel_historyentry SET label = 'altro' WHERE id = %s", second.pk)
    errors = io.StringIO()
    with pytest.raises(CommandError, match=f"First fault: entry {second.pk} ") as failure:
        call_command("verify_history", stderr=errors)
    assert failure.value.returncode == 1
    assert errors.getvalue().count("\n") == 1


@pytest.mark.django_db(transaction=True)
def test_record_needs_a_transaction():
    with pytest.raises(TransactionManagementError):
        record(OrganisationFactory(), "changed", label="Modificata", by=None)


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_record_take_turns():
    organisation, user = OrganisationFactory(), UserFactory()

    def write():
        with transaction.atomic():
            return record(organisation, "changed", label="Modificata", by=user).sequence

    assert sorted(together(*[write] * 6)) == [1, 2, 3, 4, 5, 6]
    assert list(broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_writers_of_different_records_do_not_wait():
    one, other = OrganisationFactory(), OrganisationFactory()
    written, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            record(one, "changed", label="Modificata", by=None)
            written.set()
            return release.wait(20)

    def pass_by():
        assert written.wait(10)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            sequence = record(other, "changed", label="Modificata", by=None).sequence
        release.set()
        return sequence

    assert together(hold, pass_by) == [True, 1]


@pytest.mark.django_db(transaction=True)
def test_seal_gives_up_while_a_writer_is_open():
    organisation = OrganisationFactory()
    written, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            record(organisation, "changed", label="Modificata", by=None)
            written.set()
            return release.wait(20)

    def seal():
        assert written.wait(10)
        try:
            return seal_history()
        finally:
            release.set()

    held, refused = together(hold, seal)
    assert held is True
    assert isinstance(refused, DatabaseError)
    assert seal_history().count == 1
