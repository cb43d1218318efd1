"""Typed conditions about an applicant, written as JSON and judged in three values.

A condition is one of

    {"fact": "population", "op": "lt", "value": 5000}
    {"all": [condition, ...]}   {"any": [condition, ...]}   {"not": condition}

The facts, their kinds and the operators of each kind are the catalogue below; what it does not know is
refused when the condition is written, never when a file is judged. A fact that nobody gave makes a
condition neither true nor false: `holds` answers None, and whoever asks says which datum is missing.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

MAX_DEPTH = 4
Condition = dict[str, Any]
Facts = Mapping[str, Any]


class FactKind(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    SET = "set"


OPERATORS: dict[FactKind, tuple[str, ...]] = {
    FactKind.NUMBER: ("lt", "le", "gt", "ge", "eq"),
    FactKind.CHOICE: ("is", "in"),
    FactKind.FLAG: ("is",),
    FactKind.SET: ("has", "lacks"),
}

# What may be asked about an applicant: code → kind. Labels for people are in certifications/wording/facts.py.
FACTS: dict[str, FactKind] = {
    "population": FactKind.NUMBER,
    "employees": FactKind.NUMBER,
    "kind": FactKind.CHOICE,
    "size": FactKind.CHOICE,
    "public_body": FactKind.FLAG,
    "services": FactKind.SET,
}


class BadCondition(ValueError):
    """The JSON is no condition; `reason` is a code, `detail` the word it is about."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def parse_condition(raw: Any, *, depth: int = 0) -> Condition | None:
    """The condition in canonical form, None for an empty one; raises BadCondition."""
    if raw in (None, {}, ""):
        return None
    if not isinstance(raw, dict):
        raise BadCondition("not_an_object")
    if depth >= MAX_DEPTH:
        raise BadCondition("too_deep")
    if set(raw) == {"not"}:
        inner = parse_condition(raw["not"], depth=depth + 1)
        if inner is None:
            raise BadCondition("empty", "not")
        return {"not": inner}
    for word in ("all", "any"):
        if set(raw) == {word}:
            return {word: _parts(raw[word], word, depth)}
    return _comparison(raw)


def _parts(raw: Any, word: str, depth: int) -> list[Condition]:
    if not isinstance(raw, list) or not raw:
        raise BadCondition("empty", word)
    parts = [parse_condition(part, depth=depth + 1) for part in raw]
    if None in parts:
        raise BadCondition("empty", word)
    return [part for part in parts if part is not None]


def _comparison(raw: Mapping[str, Any]) -> Condition:
    if set(raw) != {"fact", "op", "value"}:
        raise BadCondition("unknown_words", ", ".join(sorted(map(str, raw))))
    fact, operator, value = raw["fact"], raw["op"], raw["value"]
    kind = FACTS.get(fact) if isinstance(fact, str) else None
    if kind is None:
        raise BadCondition("unknown_fact", str(fact))
    if operator not in OPERATORS[kind]:
        raise BadCondition("unknown_operator", str(operator))
    if not _fits(kind, operator, value):
        raise BadCondition("wrong_value", fact)
    return {"fact": fact, "op": operator, "value": value}


def _fits(kind: FactKind, operator: str, value: Any) -> bool:
    if kind == FactKind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == FactKind.FLAG:
        return isinstance(value, bool)
    if operator == "in":
        return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v for v in value)
    return isinstance(value, str) and bool(value)


def holds(condition: Condition | None, facts: Facts) -> bool | None:
    """True, False, or None when a fact that matters is not known. An empty condition always holds."""
    if condition is None:
        return True
    if "not" in condition:
        inner = holds(condition["not"], facts)
        return None if inner is None else not inner
    if "all" in condition:
        return _join([holds(part, facts) for part in condition["all"]], decisive=False)
    if "any" in condition:
        return _join([holds(part, facts) for part in condition["any"]], decisive=True)
    return _compare(condition, facts)


def _join(values: list[bool | None], *, decisive: bool) -> bool | None:
    """Kleene's and (`decisive` False) or or (`decisive` True)."""
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _compare(condition: Condition, facts: Facts) -> bool | None:
    known, value = facts.get(condition["fact"]), condition["value"]
    if known is None or known == "":
        return None
    match condition["op"]:
        case "lt":
            return bool(known < value)
        case "le":
            return bool(known <= value)
        case "gt":
            return bool(known > value)
        case "ge":
            return bool(known >= value)
        case "eq" | "is":
            return bool(known == value)
        case "in" | "has":
            return bool(known in value) if condition["op"] == "in" else bool(value in known)
        case _:
            return value not in known


def missing_facts(condition: Condition | None, facts: Facts) -> frozenset[str]:
    """The facts that one has to give before the condition can be judged; empty when it can."""
    if condition is None or holds(condition, facts) is not None:
        return frozenset()
    if "not" in condition:
        return missing_facts(condition["not"], facts)
    for word in ("all", "any"):
        if word in condition:
            return frozenset().union(*(missing_facts(part, facts) for part in condition[word]))
    return frozenset({condition["fact"]})
