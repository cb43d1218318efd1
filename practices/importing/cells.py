"""A cell of a file as the input of a field of the form: what people write becomes what the field reads."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from familynet.kernel.cells import is_yes, join_values, split_values
from familynet.kernel.search import fold
from practices.forms.fields import INDICATOR_PARTS, MAX_INDICATORS
from practices.models import Practice

PART_LENGTH = 200


class Unreadable(Exception):
    """The cell cannot be understood; the message says why and what to do."""


def plain_cell(text: str) -> str:
    """Line ends as one character, no blanks around: two cells that look alike are alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def day(text: str) -> str:
    """An Italian date (01/03/2024, 1.3.2024) or an ISO one, as ISO; anything else as it is."""
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if match is None:
        return text
    number = [int(part) for part in match.groups()]
    try:
        return datetime.date(number[2], number[1], number[0]).isoformat()
    except ValueError:
        return text


def number(text: str) -> str:
    """12500.50, 12500,5, 12.500,50 and "12 500" as 12500.50; anything else as it is."""
    bare = re.sub(r"[\s€]", "", text)
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return text
    return f"{value:.2f}" if value.is_finite() and value == round(value, 2) else text


def yes(text: str) -> str:
    """ "sì" or "no"; anything else as it is."""
    answer = is_yes(text)
    return text if answer is None else ("sì" if answer else "no")


def several(text: str) -> str:
    """The values of a cell, written in one way."""
    return join_values([value for value in split_values(text) if value])


def lines(text: str) -> str:
    """The small table of the indicators, written in one way."""
    return "\n".join(join_values(split_values(line)) for line in text.splitlines() if line.strip())


# How cells of a column are compared; texts are compared as they are.
SAME: dict[str, Callable[[str], str]] = {
    "started_on": day,
    "ended_on": day,
    "total_cost": number,
    "is_ongoing": yes,
    "target_groups": several,
    "municipalities": several,
    "province_codes": several,
    "indicators": lines,
}


def compared(field: str, text: str) -> str:
    """The text of a cell in the form in which two of them are compared."""
    text = plain_cell(text)
    return SAME[field](text) if field in SAME else text


def form_input(field: str, text: str, choices: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """name → values, as a browser would send them. `choices` has names → keys of areas, groups, scopes."""
    text = plain_cell(text)
    if field in ("policy_area", "scope"):
        return {field: [_chosen(text, choices[field])] if text else [""]}
    if field == "target_groups":
        return {field: [_chosen(value, choices[field]) for value in split_values(text) if value]}
    if field == "province_codes":
        return {field: [value.upper() for value in split_values(text) if value]}
    if field == "municipalities":
        return {field: ["\n".join(value for value in split_values(text) if value)]}
    if field in ("started_on", "ended_on"):
        return {field: [day(text)]}
    if field == "total_cost":
        return {field: [number(text).replace(".", ",")]}
    if field == "is_ongoing":
        return _checkbox(field, text)
    if field == "indicators":
        return _indicators(text)
    return {field: [text]}


def _checkbox(field: str, text: str) -> dict[str, list[str]]:
    answer = is_yes(text)
    if answer is None:
        raise Unreadable(_("scrivi sì oppure no"))
    return {field: ["on"]} if answer else {}


def _chosen(text: str, keys: dict[str, str]) -> str:
    """The key of a name; capital letters and accents do not count."""
    if (key := keys.get(fold(text))) is None:
        names = ", ".join(f"«{name}»" for name in keys.get("", "").split("\n") if name)
        raise Unreadable(_("«%(text)s» non è nell'elenco. Scrivi: %(names)s") % {"text": text, "names": names})
    return key


def named_choices(pairs: list[tuple[Any, Any]]) -> dict[str, str]:
    """Folded name → key; under the empty name all names as people read them, for the sentence of an error."""
    names = {fold(str(name)): str(key) for key, name in pairs}
    return {**names, "": "\n".join(str(name) for _key, name in pairs)}


SCOPES = [(scope.value, scope.label) for scope in Practice.Scope]


def _indicators(text: str) -> dict[str, list[str]]:
    rows = [split_values(line) for line in text.splitlines() if line.strip()]
    if len(rows) > MAX_INDICATORS:
        raise Unreadable(_("gli indicatori sono più di %(n)d") % {"n": MAX_INDICATORS})
    if any(len(row) > len(INDICATOR_PARTS) for row in rows):
        raise Unreadable(_("ogni riga ha al massimo quattro parti: che cosa si misura | prima | dopo | fonte"))
    if any(len(part) > PART_LENGTH for row in rows for part in row):
        raise Unreadable(_("ogni parte di un indicatore ha al massimo 200 caratteri"))
    whole = [row + [""] * (len(INDICATOR_PARTS) - len(row)) for row in rows]
    return {f"indicators-{part}": [row[n] for row in whole] for n, part in enumerate(INDICATOR_PARTS)}
