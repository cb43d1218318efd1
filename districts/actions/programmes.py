"""The programme: opened (perhaps with last year's actions), approved and frozen, carried out, evaluated."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.actions.dates import refuse_future
from districts.models import Action, District, Programme, ProgrammeAction, ProgressUpdate
from districts.permissions import can_edit_programme, can_manage_district, can_manage_part
from districts.workflow import PROGRAMME_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance

# What a row of `update_programme` may say about an action, besides its `id` and its `partners`.
ACTION_FIELDS = ("title", "description", "goal", "area", "responsible", "indicator", "due_on")


@transaction.atomic
def open_programme(
    district: District,
    *,
    by: User,
    year_from: int,
    year_to: int | None = None,
    premise: str = "",
    strategic_project: str = "",
    copy_from: Programme | None = None,
) -> Programme:
    """Begin the draft of a period; `copy_from` brings the actions of an earlier programme as new ones."""
    if not can_manage_district(by, district):
        raise PermissionDenied("programme: open")
    programme = Programme(
        district=district,
        year_from=year_from,
        year_to=year_to or year_from,
        premise=premise,
        strategic_project=strategic_project,
    )
    programme.full_clean()
    programme.save()
    copied = _copy_actions(copy_from, programme) if copy_from else 0
    record(
        programme,
        "opened",
        label=lambda: _("Programma aperto"),
        by=by,
        to_state=programme.state,
        data={"copied_from": copy_from.pk if copy_from else None, "copied_actions": copied},
    )
    return programme


@transaction.atomic
def update_programme(
    programme: Programme,
    *,
    by: User,
    premise: str,
    strategic_project: str,
    actions: Iterable[Mapping[str, Any]],
) -> Programme:
    """Write the draft anew: texts and actions, in the order given; an action left out is taken away.

    A row is a mapping with `id` (None for a new action), `partners` and the ACTION_FIELDS.
    """
    if not can_manage_part(by, programme):
        raise PermissionDenied("programme: update")
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if not can_edit_programme(by, current):
        raise TransitionConflict(current)
    programme.premise, programme.strategic_project = premise, strategic_project
    programme.save(update_fields=["premise", "strategic_project", "updated_at"])
    present = {action.pk: action for action in programme.actions.all()}
    kept = [_write_action(programme, present, order, row) for order, row in enumerate(actions, start=1)]
    dropped = [action for pk, action in present.items() if pk not in kept]
    for action in dropped:
        _take_away(programme, action)
    data = {"actions": len(kept), "dropped": [action.title for action in dropped]}
    record(programme, "updated", label=lambda: _("Programma modificato"), by=by, data=data)
    return programme


@transaction.atomic
def approve_programme(programme: Programme, *, by: User, act: Act | None) -> HistoryEntry:
    """Record the act that approves the programme, which freezes it. It needs at least one action."""
    if not can_manage_part(by, programme):
        raise PermissionDenied("programme: approve")
    if programme.state == Programme.State.DRAFT and not programme.actions.exists():
        raise ValidationError(_("Il programma non ha ancora azioni: aggiungine almeno una."))
    return advance(PROGRAMME_WORKFLOW, programme, "approve", by=by, act=act, fields={"approval_act": act})


def start_programme(programme: Programme, *, by: User | None) -> HistoryEntry:
    """Begin the work; `by` is None when the first day of its first year has come."""
    return advance(PROGRAMME_WORKFLOW, programme, "start", by=by)


@transaction.atomic
def record_progress(
    action: Action,
    *,
    by: User,
    programme: Programme,
    completion: int,
    note: str = "",
    on: datetime.date | None = None,
) -> ProgressUpdate:
    """Note how far an action of a running programme is; earlier notes stay, the latest counts."""
    if not can_manage_part(by, programme):
        raise PermissionDenied("programme: progress")
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.state != Programme.State.RUNNING:
        raise TransitionConflict(current)
    if not programme.actions.filter(pk=action.pk).exists():
        raise ValidationError(_("L'azione non è di questo programma."))
    on = on or timezone.localdate()
    refuse_future(on)
    update = ProgressUpdate(action=action, completion=completion, note=note, recorded_on=on, recorded_by=by)
    update.full_clean()
    update.save()
    record(
        programme,
        "progress",
        label=lambda: (
            _("%(title)s: avanzamento al %(percent)d%%") % {"title": action.title[:150], "percent": completion}
        ),
        by=by,
        public=True,
        comment=note,
        data={"action": action.pk, "completion": completion, "on": on},
    )
    return update


@transaction.atomic
def self_evaluate(programme: Programme, *, by: User, text: str, on: datetime.date) -> HistoryEntry:
    """Conclude the work with the district's own evaluation; each action needs a progress first."""
    if not can_manage_part(by, programme):
        raise PermissionDenied("programme: evaluate")
    refuse_future(on)
    silent = list(programme.actions.filter(updates=None).values_list("title", flat=True))
    if silent and programme.state == Programme.State.RUNNING:
        names = "; ".join(silent)
        raise ValidationError(
            _("Prima indica l'avanzamento di ogni azione. Mancano: %(names)s.") % {"names": names}
        )
    fields = {"self_evaluation": text, "evaluated_on": on}
    return advance(PROGRAMME_WORKFLOW, programme, "self_evaluate", by=by, comment=text, fields=fields)


def close_programme(programme: Programme, *, by: User) -> HistoryEntry:
    """Close an evaluated programme: nothing is added any more."""
    return advance(PROGRAMME_WORKFLOW, programme, "close", by=by)


def _copy_actions(source: Programme, programme: Programme) -> int:
    """The actions of `source` as new ones without progress; their deadlines belong to another year."""
    if source.district_id != programme.district_id:
        raise ValidationError({"copy_from": _("Scegli un programma dello stesso distretto.")})
    commitments = source.commitments.select_related("action").prefetch_related("action__partners")
    for commitment in commitments:
        original = commitment.action
        values = {name: getattr(original, name) for name in ACTION_FIELDS if name != "due_on"}
        action = Action.objects.create(copied_from=original, **values)
        action.partners.set(original.partners.all())
        ProgrammeAction.objects.create(programme=programme, action=action, order=commitment.order)
    return len(commitments)


def _write_action(programme: Programme, present: Mapping[int, Action], order: int, row: Mapping[str, Any]) -> int:
    """Store one row of the draft; returns the id of its action."""
    if row.get("id") and row["id"] not in present:
        raise ValidationError(_("Un'azione non è più in questo programma: ricarica la pagina."))
    action = present[row["id"]] if row.get("id") else Action()
    for name in ACTION_FIELDS:
        if name in row:
            setattr(action, name, row[name])
    action.full_clean()
    action.save()
    action.partners.set(row.get("partners", ()))
    ProgrammeAction.objects.update_or_create(programme=programme, action=action, defaults={"order": order})
    return action.pk


def _take_away(programme: Programme, action: Action) -> None:
    """Take an action out of a draft; one that stands nowhere else and has no progress goes altogether."""
    programme.commitments.filter(action=action).delete()
    in_use = action.commitments.exists() or action.updates.exists() or action.copies.exists()
    if not in_use:
        action.delete()
