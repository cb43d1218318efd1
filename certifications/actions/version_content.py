"""Write what a disciplinare says, from its canonical form: for copies, imports and the known schemes."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date

from certifications.actions.phase_seeds import clear_phases, fill_phases
from certifications.models import PassBand, Requirement, RequirementSection, SchemeService, SchemeVersion
from familynet.kernel.acts import Act

PLAIN = (
    *("introduction", "fee_note", "validity_months", "renewal_months", "assessors_needed", "blind_percent"),
    *("retention_months", "is_example", "fee", "disagreement_points", "label"),
)


def fill_version(version: SchemeVersion, content: Mapping[str, Any]) -> SchemeVersion:
    """Give a new or drafted version exactly this content; its category stays. Needs a transaction."""
    for name in PLAIN:
        setattr(version, name, content[name])
    version.declarations = "\n".join(content["declarations"])
    version.valid_from, version.valid_to = _day(content["valid_from"]), _day(content["valid_to"])
    version.act = act_of(content["act"])
    version.content_changed_at = timezone.now()
    version.full_clean()
    version.save()
    for name in ("sections", "bands", "services"):
        getattr(version, name).all().delete()
    SchemeService.objects.bulk_create(
        SchemeService(version=version, order=place, **service)
        for place, service in enumerate(content["services"], start=1)
    )
    PassBand.objects.bulk_create(
        PassBand(version=version, order=place, **band) for place, band in enumerate(content["bands"], start=1)
    )
    _fill_sections(version, content["sections"])
    clear_phases(version)
    if content["phases"]:
        fill_phases(version, content["phases"])
    return version


def _fill_sections(version: SchemeVersion, contents: list[Mapping[str, Any]]) -> None:
    sections = RequirementSection.objects.bulk_create(
        RequirementSection(
            version=version, code=each["code"], title=each["title"], guidance=each["guidance"], order=place
        )
        for place, each in enumerate(contents, start=1)
    )
    Requirement.objects.bulk_create(
        Requirement(version=version, section=section, order=place, **requirement)
        for section, each in zip(sections, contents, strict=True)
        for place, requirement in enumerate(each["requirements"], start=1)
    )


def act_of(content: Mapping[str, Any] | None) -> Act | None:
    """A stored act from its canonical form."""
    if content is None:
        return None
    return Act.objects.create(**{**content, "date": _day(content["date"])})


def _day(text: str | None) -> Any:
    return parse_date(text) if text else None
