"""Writing answers, in the draft or in an integration; what somebody else wrote is never overwritten unseen."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certifications.actions.drafts import locked_application
from certifications.models import Answer, Application, Requirement
from certifications.permissions import can_fill, is_applicant, open_requirements
from familynet.accounts.models import User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict

WRITING_PAUSE = datetime.timedelta(hours=1)
MOST_CHARACTERS = 5000


@dataclass(frozen=True)
class Said:
    """What a person says about one requirement. `revision` is the one that the person had on the screen
    (0: nothing was there); None writes over whatever stands. `looked_at` ends the mark "to check"."""

    met: bool | None = None
    points: Decimal | None = None
    note: str = ""
    revision: int | None = None
    looked_at: bool = True


@dataclass
class SavedAnswers:
    """What became of them, by code: `stored` stands now; `conflicts` were changed by somebody in the meantime
    and hold that other text. What is in neither was already as said."""

    stored: dict[str, Answer] = field(default_factory=dict)
    conflicts: dict[str, Answer] = field(default_factory=dict)


@transaction.atomic
def save_answers(*, application: Application, answers: Mapping[str, Said], by: User) -> SavedAnswers:
    """Save the answers by the code of their requirement; those without a conflict are saved in any case.

    Raises ValidationError (by code) for points outside the range, an unknown code or too long a note: then
    nothing is saved. TransitionConflict when the application is no longer open for these requirements.
    """
    current = locked_answering(application, by)
    rows = {row.code: row for row in current.version.requirements.filter(code__in=list(answers))}
    _check(current, rows, answers)
    standing = {
        answer.requirement_id: answer
        for answer in current.answers.filter(requirement__in=rows.values()).select_related("updated_by")
    }
    saved = SavedAnswers()
    for code, said in answers.items():
        _save(current, rows[code], standing.get(rows[code].pk), said, by, saved)
    if saved.stored:
        Application.objects.filter(pk=current.pk).update(updated_at=timezone.now())
        note_writer(current, by, sorted(saved.stored))
    return saved


def locked_answering(application: Application, by: User) -> Application:
    """The row, held until the end of the transaction, if `by` may write answers now."""
    current = locked_application(application)
    if not is_applicant(by, current):
        raise PermissionDenied("answer")
    if not can_fill(by, current):
        raise TransitionConflict(current)
    return current


def check_open(application: Application, requirements: Mapping[str, Requirement]) -> None:
    """TransitionConflict when one of them may not be changed now."""
    allowed = open_requirements(application)
    if allowed is not None and not allowed.issuperset(row.pk for row in requirements.values()):
        raise TransitionConflict(application)


def _check(application: Application, rows: Mapping[str, Requirement], answers: Mapping[str, Said]) -> None:
    errors: dict[str, Any] = {}
    for code, said in answers.items():
        if (row := rows.get(code)) is None:
            errors[code] = _("Questo requisito non è nel disciplinare della domanda.")
        elif said.points is not None and not row.points_min <= said.points <= row.points_max:
            errors[code] = points_sentence(row)
        elif len(said.note) > MOST_CHARACTERS:
            errors[code] = _("Il testo è troppo lungo: al massimo %d caratteri.") % MOST_CHARACTERS
    if errors:
        raise ValidationError(errors)
    check_open(application, rows)


def points_sentence(requirement: Requirement) -> str:
    """What points may be claimed."""
    least, most = (
        number_format(p.normalize(), use_l10n=True) for p in (requirement.points_min, requirement.points_max)
    )
    return _("Scrivi un numero di punti tra %(least)s e %(most)s.") % {"least": least, "most": most}


def _save(
    application: Application,
    requirement: Requirement,
    standing: Answer | None,
    said: Said,
    by: User,
    saved: SavedAnswers,
) -> None:
    points = said.points if requirement.has_range and said.met else None
    wanted = (said.met, points, said.note.strip())
    if standing is None:
        if wanted == (None, None, ""):
            return
        saved.stored[requirement.code] = Answer.objects.create(
            application=application,
            requirement=requirement,
            met=said.met,
            points=points,
            note=said.note.strip(),
            updated_by=by,
        )
        return
    is_same = wanted == (standing.met, standing.points, standing.note)
    if is_same and not (standing.to_check and said.looked_at):
        return
    if not is_same and said.revision is not None and said.revision != standing.revision:
        saved.conflicts[requirement.code] = standing
        return
    standing.met, standing.points, standing.note = wanted
    standing.to_check = standing.to_check and is_same and not said.looked_at
    standing.revision += 0 if is_same else 1
    standing.updated_by = by
    standing.save(update_fields=["met", "points", "note", "to_check", "revision", "updated_by", "updated_at"])
    saved.stored[requirement.code] = standing


def note_writer(application: Application, by: User, codes: list[str]) -> None:
    """One history entry per person and hour of writing, not one per saving."""
    last = HistoryEntry.objects.of(application).first()
    is_mine = last is not None and last.verb == "write" and last.actor_id == by.pk
    if is_mine and last and timezone.now() - last.created_at < WRITING_PAUSE:
        return
    record(application, "write", label=lambda: _("Risposte modificate"), by=by, data={"requirements": codes})
