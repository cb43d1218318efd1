"""A multi-year scheme read from a file: cycles, phases, plan, indicators, fees, who may still apply."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from certifications.models import (
    Cycle,
    FeeRule,
    Indicator,
    IntakeWindow,
    Level,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
    Scheme,
    SchemeVersion,
)
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

FAMILY_AUDIT = Path(__file__).resolve().parent.parent / "data" / "family_audit.json"


@transaction.atomic
def fill_known_phases(*, version: SchemeVersion, path: Path = FAMILY_AUDIT) -> bool:
    """Give the version that the file names its cycles and phases, and its scheme who may still apply.

    True when it did; False for any other version, and for one that has phases already. The version is a draft.
    """
    facts = json.loads(path.read_text())
    named = version.scheme.slug == facts["scheme"] and version.label == facts["version"]
    if not named or version.category_id or version.cycles.exists():
        return False
    fill_phases(version, facts)
    if window := facts.get("window"):
        _ensure_window(version.scheme, window)
    return True


def fill_phases(version: SchemeVersion, facts: dict[str, Any]) -> None:
    """Create the rows of a draft from the words of a file (`schemefiles.phases.canonical_phases`)."""
    levels = {
        row["code"]: Level.objects.create(version=version, order=order, **row)
        for order, row in enumerate(facts["levels"], start=1)
    }
    place, cycles = 0, {}
    for order, row in enumerate(facts["cycles"], start=1):
        fields = {name: value for name, value in row.items() if name not in ("phases", "needs_level")}
        needs = levels.get(row.get("needs_level", ""))
        cycle = Cycle.objects.create(version=version, order=order, needs_level=needs, **fields)
        cycles[cycle.code] = cycle
        for phase in row["phases"]:
            place += 1
            _phase(cycle, phase, levels, place)
    _plan(version, facts)
    _indicators(version, facts.get("indicators", []))
    for order, row in enumerate(facts.get("fees", []), start=1):
        # What a source gives says so; a fee of the file that comes with the portal is an example.
        fields = {"is_example": True, **row, "cycle": cycles.get(row.get("cycle", ""))}
        FeeRule.objects.create(version=version, order=order, **fields)


def clear_phases(version: SchemeVersion) -> None:
    """Take the multi-year parts out of a draft, those that others point to last."""
    version.fee_rules.all().delete()
    version.plan_rules.all().delete()
    for indicator in version.indicators.order_by("-order", "-pk"):
        indicator.delete()
    version.planareas.all().delete()
    version.cycles.all().delete()
    version.levels.all().delete()


def _phase(cycle: Cycle, row: dict[str, Any], levels: dict[str, Level], order: int) -> None:
    fields = {name: value for name, value in row.items() if name != "grants"}
    grants = levels.get(row.get("grants", ""))
    PhaseTemplate.objects.create(version=cycle.version, cycle=cycle, order=order, grants=grants, **fields)


def _plan(version: SchemeVersion, facts: dict[str, Any]) -> None:
    for order, row in enumerate(facts.get("areas", []), start=1):
        area = PlanArea.objects.create(version=version, code=row["code"], title=row["title"], order=order)
        for place, field in enumerate(row["fields"], start=1):
            PlanField.objects.create(version=version, area=area, order=place, **field)
    for row in facts.get("plan_rules", []):
        PlanRule.objects.create(version=version, **row)


def _indicators(version: SchemeVersion, rows: list[dict[str, Any]]) -> None:
    made: dict[str, Indicator] = {}
    for order, row in enumerate(rows, start=1):
        fields = {name: value for name, value in row.items() if name != "base"}
        base = made.get(row.get("base", ""))
        made[row["code"]] = Indicator.objects.create(version=version, order=order, base=base, **fields)


def _ensure_window(scheme: Scheme, facts: dict[str, Any]) -> None:
    """Who may still apply for the first time: public bodies on, private ones until a day."""
    if scheme.windows.exists():
        return
    row = facts["act"]
    act = Act.objects.create(
        kind=Act.Kind.RESOLUTION,
        body=row["body"],
        number=row["number"],
        date=datetime.date.fromisoformat(row["date"]),
        subject=row["subject"],
    )
    public = list(Organisation.PUBLIC_KINDS)
    private = [kind for kind in Organisation.Kind.values if kind not in public]
    IntakeWindow.objects.create(scheme=scheme, kinds=public)
    until = datetime.date.fromisoformat(facts["private_until"])
    IntakeWindow.objects.create(scheme=scheme, kinds=private, open_to=until, act=act, reason=facts["reason"])
