"""Write the parts of a disciplinare in draft: requirements, classes and services, phases, plan, indicators, fees.

Every kind of part goes through the same three actions; what holds for one kind only is in part_rules.py.
"""

import hashlib
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.actions.part_rules import (
    carry_code,
    check_free,
    check_links,
    check_order,
    check_room,
    siblings,
)
from certifications.actions.scheme_editing import changes
from certifications.actions.versions import lock_draft, touch
from certifications.models import SchemeVersion
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict

Part = TypeVar("Part", bound=Any)


@transaction.atomic
def save_part(*, part: Part, by: User, seen: str = "") -> Part:
    """Keep a part of a draft; a new one, or one that has another list now, goes to the end of its list.

    A code that changes changes wherever the version names it. `seen` is the `stamp` of the part that the person
    began from. ValidationError for what does not fit the rest of the version, or when somebody else has changed
    the part since; TransitionConflict when the version is no draft any more, or somebody took the part out.
    """
    lock_draft(part.version, by)
    before = type(part).objects.filter(pk=part.pk).first()
    if before is None and part.pk is not None:
        raise TransitionConflict(part)
    if before is not None and seen and seen != stamp(before):
        raise ValidationError(
            _(
                "Un'altra persona ha cambiato questa voce mentre la scrivevi: guardala nella bozza. "
                "Se salvi di nuovo vale ciò che hai scritto tu."
            )
        )
    check_links(part)
    if before is None:
        check_room(part)
    if has_places(part) and (before is None or _moved_away(before, part)):
        part.order = (siblings(part).aggregate(last=models.Max("order"))["last"] or 0) + 1
    part.full_clean()
    if before is not None:
        carry_code(before, part)
    part.save()
    touch(part.version)
    data = {"part": part_name(part), **(changes(before, part) if before else {})}
    label = gettext_lazy("Parte cambiata") if before else gettext_lazy("Parte aggiunta")
    record(part.version, "part", label=label, by=by, data=data)
    return part


def stamp(part: Any) -> str:
    """What a stored part says, as a short text that is another one once somebody has changed it; not its place."""
    said = [getattr(part, field.attname) for field in part._meta.concrete_fields if field.name != "order"]
    return hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest()


def has_places(part: Any) -> bool:
    """Whether the place of the part in its list means something and can be changed."""
    return any(field.name == "order" for field in part._meta.concrete_fields)


def _moved_away(before: Any, part: Any) -> bool:
    return not siblings(part).filter(pk=before.pk).exists()


@transaction.atomic
def move_part(*, part: Any, up: bool, by: User) -> None:
    """Swap a part with its neighbour; at the end of the list nothing happens."""
    lock_draft(part.version, by)
    row = list(siblings(part).order_by("order", "pk"))
    place = next((n for n, each in enumerate(row) if each.pk == part.pk), None)
    if place is None:
        raise TransitionConflict(part)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    check_order(row)
    for order, each in enumerate(row, start=1):
        if each.order != order:
            type(part).objects.filter(pk=each.pk).update(order=order)
    touch(part.version)
    record(part.version, "move", label=lambda: _("Ordine cambiato"), by=by, data={"part": part_name(part)})


@transaction.atomic
def delete_part(*, part: Any, by: User) -> None:
    """Take a part out of a draft with what stands in it: requirements of a section, phases of a cycle.

    ValidationError names the part that still needs it.
    """
    version: SchemeVersion = part.version
    lock_draft(version, by)
    check_free(part)
    name = part_name(part)
    part.delete()
    touch(version)
    record(version, "delete_part", label=lambda: _("Parte tolta"), by=by, data={"part": name})


def part_name(part: Any) -> str:
    """What a part is called in the history."""
    return str(getattr(part, "code", "") or part)[:160]
