"""Order and replacement of the documents behind a requirement; who calls has checked and holds the record."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import AttachedFile
from familynet.accounts.models import User
from familynet.kernel.documents import Document
from familynet.kernel.uploads import in_wanted_order
from familynet.kernel.workflow import TransitionConflict


def next_place(rows: QuerySet[Any]) -> int:
    """The place after the last of these rows, removed ones included."""
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def take_place(old: AttachedFile, document: Document, *, by: User, **fields: Any) -> Any:
    """Put a newer document in the place of an attached one, which stays as its earlier version.

    Raises ValidationError on `file` when it is the same file, TransitionConflict when somebody was faster.
    """
    model: Any = type(old)
    current = model.objects.current().filter(pk=old.pk)
    if current.filter(document__sha256=document.sha256).exists():
        raise ValidationError({"file": _("È lo stesso file che c'è già: scegli la versione nuova.")}, code="same")
    if not current.update(removed_at=timezone.now()):
        raise TransitionConflict(old)
    return model.objects.create(document=document, order=old.order, added_by=by, replaces=old, **fields)


def put_in_order(rows: QuerySet[Any], wanted: Sequence[int]) -> list[int]:
    """Give these rows the wanted order, in the places that they have together; returns the order that came out."""
    standing = {row.pk: row for row in rows}
    order = in_wanted_order(standing, wanted)
    if order != list(standing):
        first = min(row.order for row in standing.values())
        for place, pk in enumerate(order, start=first):
            standing[pk].order = place
        rows.model.objects.bulk_update(standing.values(), ["order"])
    return order
