"""What each row of a file would do: a new draft, a changed one, nothing, or an error. Nothing is written.

A row with a code is compared, cell by cell, with what an export of that practice would say now. Only cells that
differ count; they go through the form of the sections, so that a file and a person are held to the same rules.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from familynet.kernel.cells import read_cell
from familynet.kernel.search import fold
from familynet.kernel.tables import Limits, Line, Table, read_table
from practices.columns import COLUMNS, KEY, MOVING, Column, cells_of, for_tables
from practices.forms.sections import SectionForm
from practices.importing.cells import SCOPES, Unreadable, compared, form_input, named_choices, plain_cell
from practices.importing.rows import Outcome, Plan, PlannedRow
from practices.models import PolicyArea, Practice, PracticeImport, TargetGroup, Taxonomy
from practices.sections import Section, plain, value_of

LIMITS = Limits(megabytes=10, rows=2_000, columns=60, cell=40_000, one_column=True)
BY_KEY = {column.key: column for column in COLUMNS}
# Fields that the form looks at together: where one changes, all of them are read.
GROUPS = (
    ("scope", "municipalities", "area_name", "province_codes"),
    ("started_on", "ended_on", "is_ongoing"),
)
SHOWN = 60  # characters of a cell in the report


@dataclass
class Known:
    """What the database knows about the rows of a file, read in a handful of queries."""

    run: PracticeImport
    practices: dict[str, Practice] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        areas = PolicyArea.objects.filter(taxonomy__in=Taxonomy.objects.in_force())
        groups = TargetGroup.objects.filter(is_current=True)
        return {
            "policy_area": named_choices(list(areas.values_list("pk", "name"))),
            "target_groups": named_choices(list(groups.values_list("pk", "name"))),
            "scope": named_choices(SCOPES),
        }


def plan_file(run: PracticeImport, report: Callable[[int, int], None]) -> Plan:
    """The plan of the uploaded file, in Italian like the file; ValidationError when it cannot be read."""
    with translation.override("it"):
        with run.document.file.open("rb") as file:
            table = read_table(file, limits=LIMITS, mend=False)
        positions, unknown = map_columns(table.header)
        lines = [(line, _cells(line, positions)) for line in table.lines]
        known = _load(run, [cells for _line, cells in lines])
        rows, seen = [], defaultdict[tuple[str, str], int](int)
        for number, (line, cells) in enumerate(lines, start=1):
            rows.append(_planned(line, cells, known, seen, wide=_is_wide(line, table)))
            report(number, len(lines))
    return Plan(rows, unknown)


def map_columns(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """(key of the column → position, headings that no column has)."""
    names = {_heading(name): column.key for column in COLUMNS for name in (str(column.label), column.key)}
    positions: dict[str, int] = {}
    unknown = []
    for position, heading in enumerate(header):
        key = names.get(_heading(heading))
        if key is None:
            unknown.append(heading or _("colonna %(n)d senza titolo") % {"n": position + 1})
        elif key in positions:
            raise ValidationError(_("La colonna «%(name)s» c'è due volte: togline una.") % {"name": heading})
        else:
            positions[key] = position
    if "titolo" not in positions and KEY not in positions:
        raise ValidationError(_("Manca la colonna «titolo»: la prima riga deve avere i nomi delle colonne."))
    return positions, unknown


def _heading(text: str) -> str:
    return fold(text).replace(" ", "")


def _cells(line: Line, positions: dict[str, int]) -> dict[str, str]:
    """Key → text of the cell, without the apostrophe of the export."""
    width = len(line.cells)
    return {key: read_cell(line.cells[place]) if place < width else "" for key, place in positions.items()}


def _is_wide(line: Line, table: Table) -> bool:
    return any(line.cells[len(table.header) :])


def _load(run: PracticeImport, rows: list[dict[str, str]]) -> Known:
    codes = {code for cells in rows if (code := _code(cells))}
    visible = Practice.objects.visible_to(run.uploaded_by)
    practices = {str(p.uuid): p for p in for_tables(visible.filter(uuid__in=codes)).select_related(*RELATED)}
    titles = {fold(cells.get("titolo", "")) for cells in rows if not cells.get(KEY)}
    own = Practice.objects.filter(
        Q(administration=run.administration), revision_of=None, folded_title__in=titles - {""}
    )
    return Known(run, practices, {title: str(code) for title, code in own.values_list("folded_title", "uuid")})


RELATED = ("administration__province", "administration__region", "policy_area")


def _code(cells: dict[str, str]) -> str:
    """The code of a row in its usual form; empty when there is none or it is no code."""
    try:
        return str(uuid.UUID(cells.get(KEY, "").strip()))
    except ValueError:
        return ""


def _planned(
    line: Line, cells: dict[str, str], known: Known, seen: dict[tuple[str, str], int], *, wide: bool
) -> PlannedRow:
    row = PlannedRow(line.number, title=cells.get("titolo", "").strip())
    if wide:
        row.errors.append(_("La riga ha più celle dell'intestazione: controlla i separatori."))
    elif cells.get(KEY, "").strip():
        _plan_known(row, cells, known, seen)
    else:
        _plan_new(row, cells, known, seen)
    if row.errors:
        row.outcome, row.values = Outcome.ERROR, {}
    return row


# --- A row with a code -----------------------------------------------------------------------------


def _plan_known(row: PlannedRow, cells: dict[str, str], known: Known, seen: dict[tuple[str, str], int]) -> None:
    code = _code(cells)
    practice = known.practices.get(code)
    if practice is None:
        text = _("Colonna codice: «%(code)s» è sconosciuto. Lascia vuota la cella per una pratica nuova.")
        row.errors.append(text % {"code": cells[KEY][:SHOWN]})
        return
    if _is_repeated(row, (KEY, code), seen):
        return
    row.practice, row.title = practice, row.title or practice.title
    changed = _differences(cells, practice)
    if not changed:
        row.outcome = Outcome.UNCHANGED
        return
    if (refusal := _refusal(practice, known.run)) or (refusal := _reading_only(changed, cells, practice)):
        row.errors.append(refusal)
        return
    row.outcome = Outcome.CHANGED
    _read(row, changed, cells, practice, known)
    if row.errors:
        return
    row.values = {name: value for name, value in row.values.items() if plain(value) != value_of(practice, name)}
    if not row.values:
        row.outcome = Outcome.UNCHANGED
    row.notes = [_("Cambia: %(names)s.") % {"names": ", ".join(c.key for c in changed)}] if row.values else []


def _differences(cells: dict[str, str], practice: Practice) -> list[Column]:
    """The columns whose cell says something else than the practice."""
    stored = cells_of(practice)
    return [
        BY_KEY[key]
        for key, text in cells.items()
        if key != KEY
        and key not in MOVING
        and compared(BY_KEY[key].field, text) != compared(BY_KEY[key].field, stored[key])
    ]


def _refusal(practice: Practice, run: PracticeImport) -> str:
    """Why no cell of this practice can be changed by a file; empty when it can."""
    if practice.administration_id != run.administration_id:
        return _("La pratica è di un'altra amministrazione: non si cambia da qui. Togli la riga.")
    if not practice.is_editable:
        text = _("Lo stato della pratica è «%(state)s»: non si cambia da un file. Modificala dalla sua pagina.")
        return text % {"state": practice.get_state_display()}
    return ""


def _reading_only(changed: list[Column], cells: dict[str, str], practice: Practice) -> str:
    for column in changed:
        if not column.field:
            return _("Colonna %(key)s: si legge soltanto. Rimetti «%(value)s» oppure togli la colonna.") % {
                "key": column.key,
                "value": cells_of(practice)[column.key],
            }
    return ""


# --- A row without a code ----------------------------------------------------------------------------


def _plan_new(row: PlannedRow, cells: dict[str, str], known: Known, seen: dict[tuple[str, str], int]) -> None:
    title = fold(row.title)
    if not title:
        row.errors.append(_("Colonna titolo: è vuota. Scrivi un titolo, anche provvisorio."))
        return
    body = plain_cell(cells.get("amministrazione", ""))
    if body and fold(body) not in (fold(known.run.administration.name), fold(known.run.administration.short_name)):
        text = _("Colonna amministrazione: puoi importare solo pratiche di «%(name)s».")
        row.errors.append(text % {"name": known.run.administration.name})
        return
    if _is_repeated(row, ("titolo", title), seen):
        return
    if code := known.titles.get(title):
        text = _("C'è già una pratica con questo titolo. Per aggiornarla metti nella colonna codice: %(code)s")
        row.errors.append(text % {"code": code})
        return
    filled = [BY_KEY[key] for key, text in cells.items() if BY_KEY[key].field and plain_cell(text)]
    # Key 0 is nobody's: the form asks an instance for its records, and finds none.
    _read(row, filled, cells, Practice(pk=0, administration=known.run.administration), known)


def _is_repeated(row: PlannedRow, key: tuple[str, str], seen: dict[tuple[str, str], int]) -> bool:
    if key in seen:
        row.errors.append(_("La riga ripete la riga %(line)d: tienine una sola.") % {"line": seen[key]})
        return True
    seen[key] = row.line
    return False


# --- Cells through the form ----------------------------------------------------------------------------


def _read(row: PlannedRow, columns: list[Column], cells: dict[str, str], practice: Practice, known: Known) -> None:
    """Values for `save_draft`, or the errors of the row, each with its column and what to do."""
    fields = [column.field for column in columns]
    for group in GROUPS:
        if not set(group).isdisjoint(fields):
            fields += [name for name in group if name not in fields]
    keys = {column.field: column.key for column in COLUMNS if column.field}
    stored = cells_of(practice) if practice.pk else {}
    data: dict[str, list[str]] = {}
    for name in fields:
        text = cells.get(keys[name], stored.get(keys[name], ""))
        try:
            data |= form_input(name, text, known.choices)
        except Unreadable as problem:
            row.errors.append(_said(keys[name], text, str(problem)))
    if row.errors:
        return
    form = SectionForm(MultiValueDict(data), instance=practice, section=Section("file", "", "", tuple(fields)))
    form.is_valid()
    for name, sentences in form.errors.items():
        key = keys.get(name, "")
        text = cells.get(key, stored.get(key, ""))
        row.errors += [_said(key, text, str(sentence)) for sentence in sentences]
    row.values = form.values()
    if "title" in fields and "title" not in row.values and not row.errors:
        row.errors.append(_("Colonna titolo: è vuota. Scrivi un titolo, anche provvisorio."))


def _said(key: str, text: str, sentence: str) -> str:
    """Column, what stands there, what is wrong."""
    shown = " ".join(plain_cell(text).split())
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    words: dict[str, Any] = {"key": key, "text": shown, "sentence": sentence.rstrip(".")}
    return (
        _("Colonna %(key)s, «%(text)s»: %(sentence)s.") if shown else _("Colonna %(key)s: %(sentence)s.")
    ) % words
