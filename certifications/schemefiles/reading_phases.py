"""How the multi-year part of a disciplinare is read from a file, and what no single value of it shows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from certifications.models import Indicator, PhaseTemplate, PlanRule
from certifications.schemefiles.fields import SLUG, Problems, amount, flag, many, one_of, record, text, whole
from certifications.schemefiles.limits import (
    LONGEST_TEXT,
    MOST_AREAS,
    MOST_CYCLES,
    MOST_FEES,
    MOST_FIELDS,
    MOST_INDICATORS,
    MOST_LEVELS,
    MOST_PHASES,
    MOST_PLAN_RULES,
)
from familynet.organisations.models import Organisation

CODE, LINK = text(40, empty=False, pattern=SLUG), text(40, pattern=SLUG)
TITLE = text(200, empty=False)
SIZES = many(one_of(Organisation.Size.values), len(Organisation.Size.values), once=True)
PHASE = record(
    {
        "code": CODE,
        "title": TITLE,
        "kind": one_of(PhaseTemplate.Kind.values),
        "guidance": text(LONGEST_TEXT),
        "months": whole(0, 600, None, null=True),
        "repeats": whole(1, 50, 1),
        "on_schedule": flag(),
        "closes_with": many(one_of(PhaseTemplate.Closing.values), len(PhaseTemplate.Closing.values), once=True),
        "grants": LINK,
    }
)
CYCLE = record(
    {
        "code": CODE,
        "title": TITLE,
        "follows": many(CODE, 20, once=True),
        "needs_level": LINK,
        "grace_months": whole(0, 600, 6),
        "phases": many(PHASE, MOST_PHASES),
    }
)
INDICATOR = record(
    {
        "code": CODE,
        "title": TITLE,
        "formula": one_of(Indicator.Formula.values, Indicator.Formula.NUMBER.value),
        "unit": text(20),
        "by_sex": flag(),
        "help": text(300),
        "base": LINK,
        "parts": many(CODE, 60, once=True),
        "required": flag(),
        "in_charts": flag(),
        "is_example": flag(),
    }
)
PHASES = record(
    {
        "levels": many(record({"code": CODE, "title": TITLE, "makes_certificate": flag()}), MOST_LEVELS),
        "cycles": many(CYCLE, MOST_CYCLES),
        "areas": many(
            record(
                {"code": CODE, "title": TITLE, "fields": many(record({"code": CODE, "title": TITLE}), MOST_FIELDS)}
            ),
            MOST_AREAS,
        ),
        "plan_rules": many(
            record({"sizes": SIZES, "per": one_of(PlanRule.Per.values), "minimum": whole(1, 100, 1)}),
            MOST_PLAN_RULES,
        ),
        "indicators": many(INDICATOR, MOST_INDICATORS),
        "fees": many(
            record({"cycle": LINK, "sizes": SIZES, "amount": amount(9), "is_example": flag()}), MOST_FEES
        ),
    },
    None,
    null=True,
)


def check_phases(content: dict[str, Any], path: str, problems: Problems) -> None:
    """Codes come once and links lead somewhere; the database would refuse the rest without a sentence.

    What is only not complete yet (a cycle without phases, no first cycle) is a draft's right: `phase_checks`
    says it before the review.
    """
    levels, cycles = _codes(content["levels"]), _codes(content["cycles"])
    phases = [phase for cycle in content["cycles"] for phase in cycle["phases"]]
    fields = [field for area in content["areas"] for field in area["fields"]]
    for name, rows in (
        ("levels", content["levels"]),
        ("cycles", content["cycles"]),
        ("cycles.phases", phases),
        ("areas", content["areas"]),
        ("areas.fields", fields),
        ("indicators", content["indicators"]),
    ):
        _once(_codes(rows), f"{path}.{name}", problems)
    for cycle in content["cycles"]:
        _known([*cycle["follows"]], cycles, f"{path}.cycles", problems)
        _known([cycle["needs_level"], *(phase["grants"] for phase in cycle["phases"])], levels, path, problems)
    for phase in phases:
        if phase["grants"] and PhaseTemplate.Closing.ACT not in phase["closes_with"]:
            words = _("la fase «%(code)s» riconosce un livello e si chiude con un atto: manca «act»")
            problems.add(f"{path}.cycles", words % {"code": phase["code"]})
    _known([fee["cycle"] for fee in content["fees"]], cycles, f"{path}.fees", problems)
    _check_indicators(content["indicators"], f"{path}.indicators", problems)


def _check_indicators(rows: list[dict[str, Any]], path: str, problems: Problems) -> None:
    """A percentage is of an indicator that stands before it; an index is made of indicators that exist."""
    before: list[str] = []
    every = _codes(rows)
    for row in rows:
        _known([row["base"]], before, path, problems)
        _known(row["parts"], every, path, problems)
        if row["formula"] == Indicator.Formula.PERCENTAGE and not row["base"]:
            problems.add(path, _("la percentuale «%(code)s» non dice di che cosa: manca «base»") % row)
        before.append(row["code"])


def _codes(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["code"] for row in rows]


def _known(links: Iterable[str], codes: list[str], path: str, problems: Problems) -> None:
    for link in links:
        if link and link not in codes:
            problems.add(path, _("«%(code)s» non esiste, o viene dopo") % {"code": link})


def _once(codes: list[str], path: str, problems: Problems) -> None:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        problems.add(path, _("«%(value)s» c'è due volte") % {"value": code})
