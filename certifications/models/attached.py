"""What the documents behind a requirement share, before the award and after it: order, and newer for older."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

Attached = TypeVar("Attached", bound="AttachedFile")


class AttachedQuerySet(models.QuerySet[Attached]):
    def current(self) -> Any:
        """Attached now; what was taken away or replaced before it was sent stays in the record only."""
        return self.filter(removed_at=None)

    def replaced(self) -> Any:
        """What a newer file took the place of, each with its successor."""
        return self.filter(newer__isnull=False).select_related("document", "newer__added_by")


class AttachedFile(models.Model):
    """A document behind a requirement and its place. `replaces` is the file whose place it took; that one is
    removed at the same moment."""

    order = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="newer")

    class Meta:
        abstract = True


def earlier_versions(replaced: Iterable[Any]) -> dict[int, list[Any]]:
    """The versions before each file, by its key, newest first; from the rows of `replaced()`."""
    before = {row.newer.pk: row for row in replaced}
    found: dict[int, list[Any]] = {}
    for pk in before:
        at, chain = pk, []
        while row := before.get(at):
            chain.append(row)
            at = row.pk
        found[pk] = chain
    return found
