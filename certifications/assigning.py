"""A table of assignments: what each row would do, in words. Writes nothing."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.assessment import OBSTACLES, no_place, obstacle_to
from certifications.models import Application, AssessmentRound, Assessor, Assignment
from certifications.permissions import can_assign
from familynet.accounts.models import User
from familynet.kernel.cells import read_cell
from familynet.kernel.tables import Limits, Readable, read_table

LIMITS = Limits(megabytes=2, rows=500, columns=20)
# Headings that count, whatever their case.
COLUMNS = {"pratica": "file", "valutatore": "assessor", "entro il": "due"}
HEADER = tuple(COLUMNS)
NEEDED = ("pratica", "valutatore")


@dataclass(frozen=True)
class AssignmentRow:
    """One row with what was found for it; `problem` is empty when it can be assigned."""

    line: int
    file: str
    email: str
    due: str
    application: Application | None = None
    assessor: Assessor | None = None
    due_on: datetime.date | None = None
    problem: str = ""


def read_rows(file: Readable) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by meaning) of an uploaded table; ValidationError when it cannot be read."""
    table = read_table(file, limits=LIMITS)
    headings = [heading.strip().lower() for heading in table.header]
    if lacking := [name for name in NEEDED if name not in headings]:
        raise ValidationError(_("Nella prima riga mancano le colonne: %(names)s.") % {"names": ", ".join(lacking)})
    names = [COLUMNS.get(heading, "") for heading in headings]
    return [
        (row.number, {n: read_cell(c).strip() for n, c in zip(names, row.cells, strict=False) if n})
        for row in table.lines
    ]


def plan_rows(rows: list[tuple[int, dict[str, str]]], *, by: User) -> list[AssignmentRow]:
    """Dry run: each row with its file and assessor, or with what stands in its way."""
    files = Application.objects.handled_by(by).select_related("organisation", "scheme", "category", "officer")
    found = {a.public_id: a for a in files.filter(public_id__in={cells.get("file", "") for _n, cells in rows})}
    people = Assessor.objects.visible_to(by).in_force().with_load().select_related("user")
    known = {assessor.user.email.lower(): assessor for assessor in people}
    places = Places(found.values())
    planned: list[AssignmentRow] = []
    for number, cells in rows:
        row = _plan(number, cells, found, known, by)
        if not row.problem and any(
            (p.application, p.assessor) == (row.application, row.assessor) for p in planned
        ):
            row = replace(row, problem=_("La stessa assegnazione c'è già in una riga sopra."))
        planned.append(row if row.problem else replace(row, problem=places.take(row.application)))
    return planned


class Places:
    """How many assessors each file still takes, the rows above counted."""

    def __init__(self, applications: Iterable[Application]) -> None:
        keys = [application.pk for application in applications]
        self.rounds = {r.application_id: r for r in AssessmentRound.objects.filter(application__in=keys)}
        self.taken: dict[int, list[bool]] = defaultdict(list)
        counting = Assignment.objects.counting().filter(application__in=keys).order_by()
        for key, is_third in counting.values_list("application", "is_third"):
            self.taken[key].append(is_third)

    def take(self, application: Any) -> str:
        """Take one place; the sentence when there is none."""
        assessment_round = self.rounds.get(application.pk)
        if assessment_round is None:
            return _("Questa domanda segue un percorso a fasi: si valuta lì.")
        if problem := no_place(assessment_round, self.taken[application.pk]):
            return problem
        self.taken[application.pk].append(assessment_round.third_called_at is not None)
        return ""


def _plan(
    number: int, cells: dict[str, str], files: dict[str, Any], people: dict[str, Any], by: User
) -> AssignmentRow:
    application = files.get(cells.get("file", ""))
    assessor = people.get(cells.get("assessor", "").lower())
    day, wrong_day = _day(cells.get("due", ""))
    problem = ""
    if application is None:
        problem = _("Non c'è una pratica con questo codice fra le tue.")
    elif assessor is None:
        problem = _("Nel registro dei valutatori non c'è questa persona.")
    elif wrong_day:
        problem = _("La data non si legge: scrivila come 31/12/2026.")
    elif day and day < timezone.localdate():
        problem = _("Il giorno di consegna è già passato.")
    elif not can_assign(by, application):
        problem = _("La pratica non è in valutazione.")
    elif code := obstacle_to(assessor, application):
        problem = str(OBSTACLES[code])
    return AssignmentRow(
        number,
        cells.get("file", ""),
        cells.get("assessor", ""),
        cells.get("due", ""),
        application,
        assessor,
        day,
        problem,
    )


def _day(text: str) -> tuple[datetime.date | None, bool]:
    """(day, unreadable) of a cell: Italian or ISO."""
    if not text:
        return None, False
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date(), False
        except ValueError:
            continue
    return None, True
