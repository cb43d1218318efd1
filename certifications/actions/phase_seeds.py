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
def ensure_phases(path: Path = FAMILY_AUDIT) -> SchemeVersion | None:
    """Fill the version that the file names, where it has no phases yet; None when the scheme is not known.

    Public facts complete the description of a version that is in force already, so the freeze is lifted for them
    once, inside this transaction; a version with phases stays as it is.
    """
    facts = json.loads(path.read_text())
    version = SchemeVersion.objects.filter(
        scheme__slug=facts["scheme"], category=None, label=facts["version"]
    ).first()
    if version is None:
        return None
    if not version.cycles.exists():
        state = version.state
        SchemeVersion.objects.filter(pk=version.pk).update(state=SchemeVersion.State.DRAFT)
        fill_version(version, facts)
        SchemeVersion.objects.filter(pk=version.pk).update(state=state)
    if window := facts.get("window"):
        _ensure_window(version.scheme, window)
    return version


def fill_version(version: SchemeVersion, facts: dict[str, Any]) -> None:
    """Create the rows of a draft from the words of a file."""
    levels = {
        row["code"]: Level.objects.create(version=version, order=order, **row)
        for order, row in enumerate(facts["levels"], start=1)
    }
    place = 0
    for order, row in enumerate(facts["cycles"], start=1):
        fields = {name: value for name, value in row.items() if name not in ("phases", "needs_level")}
        needs = levels.get(row.get("needs_level", ""))
        cycle = Cycle.objects.create(version=version, order=order, needs_level=needs, **fields)
        for phase in row["phases"]:
            place += 1
            _phase(cycle, phase, levels, place)
    _plan(version, facts)
    _indicators(version, facts.get("indicators", []))
    for order, row in enumerate(facts.get("fees", []), start=1):
        FeeRule.objects.create(version=version, order=order, is_example=True, **row)


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
