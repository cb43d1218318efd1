"""Gapless numbers per register and year."""

from django.db import models, transaction


class Counter(models.Model):
    """The last number given in one register and year. Personal data: none."""

    register = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "year"], name="counter_once_per_register_year")]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


def next_number(register: str, year: int) -> int:
    """The next number of a register, starting at 1.

    Must run inside the transaction that stores the number: the counter row stays locked until it
    ends, so a rollback gives the number back and there is never a gap.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("next_number() needs the transaction that uses the number")
    Counter.objects.bulk_create([Counter(register=register, year=year)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(register=register, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
