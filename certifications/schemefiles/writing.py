"""From the rows of a scheme to its canonical form, which is what the JSON file holds."""

from typing import Any

from django.db.models import Prefetch

from certifications.models import Category, Cycle, IntakeWindow, PhaseTemplate, Requirement, Scheme, SchemeVersion
from certifications.schemefiles.fields import one_line_end, plain
from certifications.schemefiles.phases import canonical_phases, with_phases
from familynet.kernel.acts import Act

FORMAT, FORMAT_VERSION = "familynet-scheme", 1


def write_scheme(scheme: Scheme, *, public_only: bool = False) -> dict[str, Any]:
    """The whole file of a scheme, in a fixed number of queries; `public_only` leaves out the drafts."""
    versions = SchemeVersion.objects.public() if public_only else SchemeVersion.objects.all()
    ordered = versions.filter(scheme=scheme).order_by("category__order", "category__name", "valid_from", "pk")
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "scheme": {
            **canonical_scheme(scheme),
            "categories": [canonical_category(category) for category in scheme.categories.all()],
            "windows": [
                canonical_window(window)
                for window in scheme.windows.select_related("act", "category").order_by("pk")
            ],
            "versions": [canonical_version(version) for version in with_phases(with_parts(ordered))],
        },
    }


def with_parts(versions: Any) -> Any:
    """The versions with all that a page shows of them, in a fixed number of queries; files add `with_phases`."""
    return versions.select_related("act", "category", "scheme__administration").prefetch_related(
        "sections",
        Prefetch("requirements", Requirement.objects.select_related("section")),
        "bands",
        "services",
        Prefetch("cycles", Cycle.objects.select_related("needs_level")),
        Prefetch("cycles__phases", PhaseTemplate.objects.select_related("grants")),
    )


def canonical_scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "slug": scheme.slug,
        "name": scheme.name,
        "mark": scheme.mark,
        "summary": one_line_end(scheme.summary),
        "kinds": list(scheme.kinds),
        "territory": str(scheme.territory),
        "open_from": _day(scheme.open_from),
        "open_to": _day(scheme.open_to),
        "logo_text": scheme.logo_text,
        "register": scheme.register,
    }


def canonical_category(category: Category) -> dict[str, Any]:
    return {
        "slug": category.slug,
        "name": category.name,
        "note": one_line_end(category.note),
        "kinds": list(category.kinds),
        "open_from": _day(category.open_from),
        "open_to": _day(category.open_to),
    }


def canonical_window(window: IntakeWindow) -> dict[str, Any]:
    return {
        "category": window.category.slug if window.category else "",
        "kinds": list(window.kinds),
        "open_from": _day(window.open_from),
        "open_to": _day(window.open_to),
        "reason": window.reason,
        "act": _act(window.act),
    }


def canonical_version(version: SchemeVersion) -> dict[str, Any]:
    """One version; no query when it was loaded by `with_parts` and `with_phases`."""
    return {
        "category": version.category.slug if version.category else "",
        "label": version.label,
        "state": str(version.state),
        "act": _act(version.act),
        "valid_from": _day(version.valid_from),
        "valid_to": _day(version.valid_to),
        "introduction": one_line_end(version.introduction),
        "declarations": version.declaration_lines,
        "fee": plain(version.fee),
        "fee_note": one_line_end(version.fee_note),
        "validity_months": version.validity_months,
        "renewal_months": version.renewal_months,
        "assessors_needed": version.assessors_needed,
        "blind_percent": version.blind_percent,
        "disagreement_points": plain(version.disagreement_points),
        "retention_months": version.retention_months,
        "is_example": version.is_example,
        "services": [{"code": s.code, "label": s.label} for s in version.services.all()],
        "sections": _sections(version),
        "bands": [
            {"label": b.label, "condition": b.condition or None, "minimum": plain(b.minimum)}
            for b in version.bands.all()
        ],
        "phases": canonical_phases(version),
    }


def _sections(version: SchemeVersion) -> list[dict[str, Any]]:
    by_section: dict[int, list[dict[str, Any]]] = {}
    for requirement in version.requirements.all():
        by_section.setdefault(requirement.section_id, []).append(_requirement(requirement))
    return [
        {
            "code": section.code,
            "title": section.title,
            "guidance": one_line_end(section.guidance),
            "requirements": by_section.get(section.pk, []),
        }
        for section in version.sections.all()
    ]


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "code": requirement.code,
        "text": one_line_end(requirement.text),
        "guidance": one_line_end(requirement.guidance),
        "mandatory": requirement.mandatory,
        "points_min": plain(requirement.points_min),
        "points_max": plain(requirement.points_max),
        "evidence": str(requirement.evidence),
        "evidence_text": requirement.evidence_text,
        "applies_if": requirement.applies_if or None,
        "due_months": requirement.due_months,
    }


def _act(act: Act | None) -> dict[str, Any] | None:
    if act is None:
        return None
    return {
        "kind": str(act.kind),
        "body": act.body,
        "number": act.number,
        "date": _day(act.date),
        "subject": act.subject,
        "link": act.link,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
