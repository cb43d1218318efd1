"""From the rows of a version to the values that the engine judges with."""

from collections.abc import Iterable
from typing import Any

from certifications.engine.rules import Band, Evidence, Requirement, Rules


def load_rules(version: Any) -> Rules:
    """The rules of a SchemeVersion: two queries, none when its requirements and bands are prefetched."""
    return Rules(
        requirements=tuple(
            Requirement(
                code=row.code,
                section=row.section.title,
                text=row.text,
                mandatory=row.mandatory,
                points_min=row.points_min,
                points_max=row.points_max,
                evidence=Evidence(row.evidence),
                applies_if=row.applies_if,
                due_months=row.due_months,
            )
            for row in _requirements(version)
        ),
        bands=tuple(Band(row.label, row.minimum, row.condition) for row in version.bands.all()),
    )


def _requirements(version: Any) -> Iterable[Any]:
    known = "requirements" in getattr(version, "_prefetched_objects_cache", {})
    return version.requirements.all() if known else version.requirements.select_related("section")


def load_facts(application: Any, *, population: int | None) -> dict[str, Any]:
    """What the conditions are judged on. `population` is that of the comune on the day, None when unknown."""
    organisation = application.organisation
    return {
        "kind": organisation.kind,
        "public_body": organisation.is_public_body,
        "size": organisation.size or None,
        "population": population,
        "employees": application.employees,
        "services": list(application.services),
    }
