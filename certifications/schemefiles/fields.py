"""Readers of single values of a file that nobody has checked: each says in a sentence what is wrong, and where."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from certifications.engine.conditions import BadCondition, parse_condition

MOST_PROBLEMS = 50
REQUIRED = object()
# What JSON can write and no database keeps: the null character and halves of characters.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
SLUG = re.compile(r"[-a-z0-9_]+")


class Wrong(Exception):
    """A value that cannot be taken; the sentence says why."""


@dataclass
class Problems:
    """What is wrong with a file, sentence by sentence; the first ones are kept."""

    sentences: list[str] = field(default_factory=list)

    def add(self, path: str, sentence: str) -> None:
        if len(self.sentences) < MOST_PROBLEMS:
            self.sentences.append(f"{path}: {sentence}")


Read = Callable[[Any, str, Problems], Any]


@dataclass(frozen=True)
class Field:
    """How one value is read, and what it is when the file does not have it."""

    read: Read
    default: Any = REQUIRED


def text(most: int, *, empty: bool = True, pattern: re.Pattern[str] | None = None) -> Field:
    """A text of at most so many characters."""

    def read(raw: Any, path: str, problems: Problems) -> str:
        if not isinstance(raw, str):
            raise Wrong(_("deve essere un testo"))
        value = one_line_end(_UNSTORABLE.sub("", raw))
        if len(value) > most:
            raise Wrong(_("il testo supera %(n)d caratteri") % {"n": most})
        if not value and not empty:
            raise Wrong(_("non può essere vuoto"))
        if value and pattern and not pattern.fullmatch(value):
            raise Wrong(_("usa solo lettere minuscole senza accenti, cifre e trattini"))
        return value

    return Field(read, "" if empty else REQUIRED)


def whole(low: int, high: int, default: Any = REQUIRED, *, null: bool = False) -> Field:
    def read(raw: Any, path: str, problems: Problems) -> int | None:
        if raw is None and null:
            return None
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise Wrong(_("deve essere un numero intero"))
        if not low <= raw <= high:
            raise Wrong(_("deve stare tra %(low)d e %(high)d") % {"low": low, "high": high})
        return raw

    return Field(read, default)


def amount(digits: int, default: Any = REQUIRED, *, null: bool = False) -> Field:
    """A number with at most two decimals and so many digits in all, kept as a plain text."""

    def read(raw: Any, path: str, problems: Problems) -> str | None:
        if raw is None and null:
            return None
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal) or len(str(raw)) > 20:
            raise Wrong(_('deve essere un numero, scritto come "12" o "12.5"'))
        try:
            value = Decimal(raw)
        except InvalidOperation:
            raise Wrong(_('deve essere un numero, scritto come "12" o "12.5"')) from None
        if not value.is_finite() or value < 0 or value >= 10 ** (digits - 2):
            raise Wrong(_("il numero è negativo o troppo grande"))
        if value != round(value, 2):
            raise Wrong(_("il numero ha più di due decimali"))
        return plain(value)

    return Field(read, default)


def one_line_end(value: str) -> str:
    """A text as the file keeps it: one kind of line end, nothing around."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(value: Decimal | int | None) -> str | None:
    """A number as the file writes it: no zeros at its end, a full stop before the decimals."""
    return None if value is None else format(round(Decimal(value), 2).normalize(), "f")


def flag(default: bool = False) -> Field:
    def read(raw: Any, path: str, problems: Problems) -> bool:
        if not isinstance(raw, bool):
            raise Wrong(_("deve essere true o false"))
        return raw

    return Field(read, default)


def day() -> Field:
    def read(raw: Any, path: str, problems: Problems) -> str | None:
        if raw is None:
            return None
        try:
            value = datetime.date.fromisoformat(raw)
        except (TypeError, ValueError):
            raise Wrong(_('deve essere una data, scritta come "2026-01-31"')) from None
        if not 1900 <= value.year <= 2200:
            raise Wrong(_("l'anno non è credibile"))
        return value.isoformat()

    return Field(read, None)


def one_of(values: Sequence[str], default: Any = REQUIRED) -> Field:
    def read(raw: Any, path: str, problems: Problems) -> str:
        if not isinstance(raw, str) or raw not in values:
            raise Wrong(_("deve essere uno tra: %(values)s") % {"values": ", ".join(v or '""' for v in values)})
        return raw

    return Field(read, default)


def condition() -> Field:
    def read(raw: Any, path: str, problems: Problems) -> Any:
        try:
            return parse_condition(raw)
        except BadCondition as bad:
            raise Wrong(_("la condizione non si può giudicare: %(why)s") % {"why": why_bad(bad)}) from None

    return Field(read, None)


def why_bad(bad: BadCondition) -> str:
    """Why the engine refuses a condition, in words."""
    words = {
        "not_an_object": _("non è un oggetto"),
        "too_deep": _("è annidata troppo in profondità"),
        "empty": _("ha una parte vuota"),
        "unknown_words": _("ha parole che nessuno conosce"),
        "unknown_fact": _("chiede un dato che non esiste"),
        "unknown_operator": _("usa un confronto che quel dato non ammette"),
        "wrong_value": _("confronta con un valore sbagliato"),
    }[bad.reason]
    detail = _UNSTORABLE.sub("", bad.detail)[:60]
    return f"{words} ({detail})" if detail else words


def many(item: Field, most: int, *, once: bool = False) -> Field:
    """A list of values of one kind."""

    def read(raw: Any, path: str, problems: Problems) -> list[Any]:
        if not isinstance(raw, list):
            raise Wrong(_("deve essere un elenco"))
        if len(raw) > most:
            raise Wrong(_("l'elenco supera %(n)d voci") % {"n": most})
        values = [take(item, each, f"{path}[{place}]", problems) for place, each in enumerate(raw)]
        if once and len({str(v) for v in values}) != len(values):
            raise Wrong(_("ha due voci uguali"))
        return values

    return Field(read, ())


def record(fields: Mapping[str, Field], default: Any = REQUIRED, *, null: bool = False) -> Field:
    """An object with these keys and no others."""

    def read(raw: Any, path: str, problems: Problems) -> dict[str, Any] | None:
        if raw is None and null:
            return None
        if not isinstance(raw, dict):
            raise Wrong(_("deve essere un oggetto"))
        for key in list(raw)[: len(fields) + MOST_PROBLEMS]:
            if key not in fields:
                problems.add(path, _("la chiave «%(key)s» non esiste") % {"key": _UNSTORABLE.sub("", key)[:60]})
        return {name: _value(each, raw, name, path, problems) for name, each in fields.items()}

    return Field(read, default)


def _value(each: Field, raw: Mapping[str, Any], name: str, path: str, problems: Problems) -> Any:
    if name in raw:
        return take(each, raw[name], f"{path}.{name}", problems)
    if each.default is REQUIRED:
        problems.add(path, _("manca «%(key)s»") % {"key": name})
        return None
    return list(each.default) if each.default == () else each.default


def take(each: Field, raw: Any, path: str, problems: Problems) -> Any:
    """The value, or None with a sentence among the problems."""
    try:
        return each.read(raw, path, problems)
    except Wrong as wrong:
        problems.add(path, str(wrong))
        return None
