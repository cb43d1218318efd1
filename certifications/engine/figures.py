"""What the typed numbers of a yearly data model say: totals, shares, indexes, benchmarks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST_OTHERS = 5  # a benchmark of fewer would tell the figures of single organisations


@dataclass(frozen=True)
class Rule:
    """How one indicator is read. `formula` is number, percentage (of `base`) or index (mean of `parts`)."""

    code: str
    formula: str
    by_sex: bool = False
    base: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What was typed: the whole, or women and men; None where nothing was."""

    total: Decimal | None = None
    women: Decimal | None = None
    men: Decimal | None = None


@dataclass(frozen=True)
class Figure:
    """What is read: a number, or a percentage from 0 upwards; None where it cannot be known."""

    total: Decimal | None = None
    women: Decimal | None = None
    men: Decimal | None = None


def whole(rule: Rule, typed: Typed) -> Typed:
    """The sum of women and men where both were asked; one without the other is no sum."""
    if not rule.by_sex:
        return Typed(total=typed.total)
    if typed.women is None or typed.men is None:
        return Typed(None, typed.women, typed.men)
    return Typed(typed.women + typed.men, typed.women, typed.men)


def read_figures(rules: Sequence[Rule], typed: Mapping[str, Typed]) -> dict[str, Figure]:
    """Every indicator as it is read, by its code."""
    by_code = {rule.code: rule for rule in rules}
    numbers = {rule.code: whole(rule, typed.get(rule.code, Typed())) for rule in rules}
    figures: dict[str, Figure] = {}
    for rule in rules:
        if rule.formula == "number":
            value = numbers[rule.code]
            figures[rule.code] = Figure(value.total, value.women, value.men)
        elif rule.formula == "percentage" and rule.base in by_code:
            figures[rule.code] = _shares(numbers[rule.code], numbers[rule.base])
    for rule in rules:
        if rule.formula == "index":
            figures[rule.code] = Figure(_mean(figures[part].total for part in rule.parts if part in figures))
    return figures


def _shares(part: Typed, base: Typed) -> Figure:
    return Figure(_share(part.total, base.total), _share(part.women, base.women), _share(part.men, base.men))


def _share(part: Decimal | None, base: Decimal | None) -> Decimal | None:
    if part is None or not base:
        return None
    return (part * 100 / base).quantize(Decimal("0.1"))


def _mean(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None


def benchmark(others: Iterable[Decimal | None]) -> Decimal | None:
    """The median of the others, None when fewer than FEWEST_OTHERS gave the figure."""
    known = [value for value in others if value is not None]
    return Decimal(median(known)).quantize(Decimal("0.1")) if len(known) >= FEWEST_OTHERS else None


def beyond_base(rules: Sequence[Rule], typed: Mapping[str, Typed]) -> list[tuple[str, str]]:
    """The percentages whose part is larger than its base, as (code, "total" | "women" | "men")."""
    by_code = {rule.code: rule for rule in rules}
    found = []
    for rule in rules:
        if rule.formula != "percentage" or rule.base not in by_code:
            continue
        part = whole(rule, typed.get(rule.code, Typed()))
        base = whole(by_code[rule.base], typed.get(rule.base, Typed()))
        for side in ("women", "men", "total"):
            high, low = getattr(part, side), getattr(base, side)
            if high is not None and low is not None and high > low:
                found.append((rule.code, side))
                break
    return found
