"""Parts of the desk asked for at once: one query, in the order of the parts and of their rows."""

import datetime

import pytest
from django.db.models import Count, Value

from familynet.kernel.desk import DeskItem, Waiting, items_of
from tests.factories.accounts import AdministrationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


def part(rows, kind, **columns):
    def item(row):
        return DeskItem(kind, row.texts[0], "/x/", since=row.since or row.on, due=row.due)

    return Waiting(rows, item=item, **{"texts": ("full_name",), **columns})


def people(*names):
    pks = [UserFactory(full_name=name).pk for name in names]
    return type(UserFactory.build()).objects.filter(pk__in=pks).order_by("full_name")


def test_parts_are_asked_for_at_once_and_keep_their_order(django_assert_num_queries):
    later = part(people("Carla", "Bruno"), "Seconde", since="date_joined")
    first = part(people("Zeno", "Anna", "Mara"), "Prime", on=Value(DAY), due=Value(DAY), most=2)
    with django_assert_num_queries(1):
        found = items_of([later, first])
    assert [(item.kind, item.title) for item in found] == [
        ("Seconde", "Bruno"),
        ("Seconde", "Carla"),
        ("Prime", "Anna"),
        ("Prime", "Mara"),
    ]
    assert found[0].since.tzinfo is not None
    assert (found[2].since, found[2].due) == (DAY, DAY)


def test_no_parts_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert items_of([]) == []


def test_part_that_can_hold_nothing_is_left_out():
    rows = people("Anna")
    assert [item.title for item in items_of([part(rows.none(), "Vuota"), part(rows, "Piena")])] == ["Anna"]
    assert items_of([part(rows.none(), "Vuota")]) == []


def test_part_may_count_and_show_nothing_for_none():
    AdministrationFactory()
    rows = people("Anna", "Bruno")

    def counted(found):
        number = found.order_by().values(all=Value(1)).annotate(n=Count("pk"))
        return Waiting(number, ("n",), lambda row: DeskItem("N", row.texts[0], "/") if int(row.texts[0]) else None)

    assert [item.title for item in items_of([counted(rows), part(rows, "Persone")])] == ["2", "Anna", "Bruno"]
    assert items_of([counted(rows.filter(full_name="Nessuno"))]) == []
