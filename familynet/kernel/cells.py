"""What stands in one cell of a downloaded table, and how it is read back. Reversible, whatever the text.

* Nothing of a cell is computed by a spreadsheet: a text that could be a formula gets an apostrophe in front.
  So does a text that begins with apostrophes before such a sign; taking one away gives the text back.
* Several values stand in one cell with " | " between them; a bar inside a value is written "\\|", a backslash
  "\\\\". Rows inside a cell (a small table) stand one per line, a line break inside a value as "\\n".
* Days are ISO (2026-11-26), numbers plain (1234.50), yes and no are "sì" and "no".
"""

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

BAR = " | "
# What a spreadsheet may take for the start of a formula; the wide forms count in some languages.
_SIGNS = r"=+\-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"^'*[{_SIGNS}]")
_NEUTRAL = re.compile(rf"^'+[{_SIGNS}]")
_NUMBER = re.compile(r"^[+-]?[0-9]+([.,][0-9]+)?$")
_ESCAPES = {"|": "|", "\\": "\\", "n": "\n"}
_YES, _NO = "sì", "no"


def safe_cell(value: Any) -> str:
    """The text of a cell that no spreadsheet will compute: formulas get an apostrophe, numbers stay."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def read_cell(text: str) -> str:
    """The text that `safe_cell` was given."""
    return text[1:] if _NEUTRAL.match(text) else text


def cell_of(value: Any) -> str:
    """Any value as the text of a cell, not yet made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, float | Decimal):
        return number_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        if any(isinstance(item, dict) for item in value):
            return "\n".join(join_values([cell_of(part) for part in item.values()]) for item in value)
        return join_values([cell_of(item) for item in value])
    return str(value)


def number_text(value: float | Decimal) -> str:
    """1234.50 → "1234.50", 1234.0 → "1234"; never with an exponent."""
    text = format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
    return text.removesuffix(".0") if isinstance(value, float) else text


def join_values(values: Sequence[str]) -> str:
    """Several values in one cell."""
    return BAR.join(re.sub(r"[|\\]", r"\\\g<0>", value).replace("\n", "\\n") for value in values)


def split_values(text: str) -> list[str]:
    """The values of a cell; blanks around them do not count, empty ones stay in their place."""
    values, current, signs = [], "", iter(text)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            current += _ESCAPES.get(following, sign + following)
        elif sign == "|":
            values.append(current)
            current = ""
        else:
            current += sign
    return [value.strip() for value in [*values, current]]


def is_yes(text: str) -> bool | None:
    """True and False for what people write for yes and no; None for anything else."""
    word = text.strip().casefold()
    if word in {_YES, "si", "s", "x", "1", "vero", "true", "yes"}:
        return True
    return False if word in {"", _NO, "n", "0", "falso", "false"} else None
