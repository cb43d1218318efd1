"""A workflow is a table of transitions; `advance()` is the only thing that moves a state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record


class TransitionConflict(Exception):
    """Someone moved the record first: the page "qualcuno è stato più veloce" (409).

    `reason` is a sentence that says more than that page does by itself.
    """

    def __init__(self, obj: models.Model, reason: str = "") -> None:
        super().__init__(f"{obj._meta.label} {obj.pk} is no longer in state {getattr(obj, 'state', '?')}")
        self.obj, self.reason = obj, reason


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    `allowed(user, obj)` decides who; `label` is the button, `done` the sentence of the history.
    `user` is None when the system acts by itself, and only rows with `system=True` take that.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    allowed: Callable[[Any, Any], bool]
    label: str | Promise
    done: str | Promise
    needs_comment: bool = False
    needs_act: bool = False
    public: bool = False
    dangerous: bool = False
    system: bool = False


def nobody(user: Any, obj: Any) -> bool:
    """For rows that only the system takes."""
    return False


@dataclass(frozen=True)
class Workflow:
    name: str
    transitions: tuple[Transition, ...]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def get(self, name: str) -> Transition:
        """The transition of that name; KeyError when the table has none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(f"{self.name} has no transition {name!r}")

    def available(self, obj: Any, user: Any) -> list[Transition]:
        """What `user` may do to `obj` now: what a page shows is what the server accepts."""
        return [t for t in self.transitions if obj.state in t.sources and t.allowed(user, obj)]


@transaction.atomic
def advance(
    workflow: Workflow,
    obj: Any,
    name: str,
    *,
    by: Any,
    comment: str = "",
    act: Act | None = None,
    fields: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> HistoryEntry:
    """Move `obj` by the transition `name` and write its history entry.

    `fields` are changed in the same UPDATE as the state. Raises PermissionDenied (not allowed),
    ValidationError (comment or act missing), TransitionConflict (not, or no longer, in a source state).
    """
    transition = workflow.get(name)
    if not (transition.system if by is None else transition.allowed(by, obj)):
        raise PermissionDenied(f"{workflow.name}: {name}")
    if transition.needs_comment and not comment.strip():
        raise ValidationError({"comment": _("Scrivi il motivo: chi legge deve capire la decisione.")})
    if transition.needs_act and act is None:
        raise ValidationError({"act": _("Indica l'atto: senza un atto lo stato non può cambiare.")})
    before = obj.state
    if before not in transition.sources:
        raise TransitionConflict(obj)
    changes = {"state": transition.target, "updated_at": timezone.now(), **(fields or {})}
    moved = type(obj)._default_manager.filter(pk=obj.pk, state=before).update(**changes)
    if not moved:
        raise TransitionConflict(obj)
    for field, value in changes.items():
        setattr(obj, field, value)
    return record(
        obj,
        name,
        label=transition.done,
        by=by,
        from_state=before,
        to_state=transition.target,
        comment=comment,
        act=act,
        public=transition.public,
        data=data,
    )
