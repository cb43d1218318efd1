import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from familynet.kernel.numbering import Counter, next_number
from tests.kernel.threads import together


@pytest.mark.django_db
def test_next_number_counts_per_register_and_year():
    given = [next_number("registro", 2024), next_number("registro", 2024), next_number("registro", 2025)]
    assert given + [next_number("altro", 2024)] == [1, 2, 1, 1]


@pytest.mark.django_db
def test_rollback_gives_the_number_back():
    next_number("registro", 2024)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number("registro", 2024)
        raise ZeroDivisionError
    assert next_number("registro", 2024) == 2


@pytest.mark.django_db(transaction=True)
def test_next_number_needs_a_transaction():
    with pytest.raises(TransactionManagementError):
        next_number("registro", 2024)
    assert Counter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_threads_get_numbers_without_gap_or_double():
    def take(fails):
        with transaction.atomic():
            number = next_number("registro", 2024)
            if fails:
                raise ZeroDivisionError
            return number

    outcomes = together(*[lambda n=n: take(n % 3 == 0) for n in range(12)])
    assert sorted(n for n in outcomes if isinstance(n, int)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert Counter.objects.get().last == 8
