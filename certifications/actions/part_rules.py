"""What holds between the parts of one disciplinare, whoever writes them: links, places, codes, room."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certifications.models import (
    Cycle,
    FeeRule,
    Indicator,
    Level,
    PassBand,
    PhaseTemplate,
    PlanArea,
    PlanField,
    PlanRule,
    Requirement,
    RequirementSection,
    SchemeService,
)
from certifications.schemefiles import limits

# The parts whose list is not that of the whole version: the field that names their list.
OWNERS: dict[type, str] = {Requirement: "section", PhaseTemplate: "cycle", PlanField: "area"}
# How many one list holds; the requirements are counted in the whole version.
MOST: dict[type, int] = {
    RequirementSection: limits.MOST_SECTIONS,
    Requirement: limits.MOST_REQUIREMENTS,
    PassBand: limits.MOST_BANDS,
    SchemeService: limits.MOST_SERVICES,
    Level: limits.MOST_LEVELS,
    Cycle: limits.MOST_CYCLES,
    PhaseTemplate: limits.MOST_PHASES,
    PlanArea: limits.MOST_AREAS,
    PlanField: limits.MOST_FIELDS,
    PlanRule: limits.MOST_PLAN_RULES,
    Indicator: limits.MOST_INDICATORS,
    FeeRule: limits.MOST_FEES,
}


def siblings(part: Any) -> Any:
    """The list in which a part has its place: that of its section, cycle or area, else of the whole version."""
    owner = OWNERS.get(type(part))
    if owner:
        return type(part).objects.filter(**{owner: getattr(part, f"{owner}_id")})
    return type(part).objects.filter(version=part.version_id)


def check_room(part: Any) -> None:
    """ValidationError when its list is full."""
    most = MOST[type(part)]
    whole = type(part).objects.filter(version=part.version_id)
    if (whole if isinstance(part, Requirement) else siblings(part)).count() >= most:
        raise ValidationError(_("L'elenco è pieno: al massimo %(n)d voci.") % {"n": most})


def check_links(part: Any) -> None:
    """ValidationError when the part points into another disciplinare, or at something that is not there."""
    for field in part._meta.concrete_fields:
        if not field.is_relation or field.name == "version" or getattr(part, field.attname) is None:
            continue
        if getattr(part, field.name).version_id != part.version_id:
            raise ValidationError({field.name: _("Questa voce è di un altro disciplinare.")})
    if isinstance(part, Cycle):
        known = {*_codes(part), part.code}
        if lost := [code for code in part.follows if code not in known]:
            raise ValidationError({"follows": _("Il ciclo «%(code)s» non c'è.") % {"code": lost[0]}})
    if isinstance(part, Indicator):
        _check_indicator(part)


def _check_indicator(part: Indicator) -> None:
    lost = [code for code in part.parts if code == part.code or code not in _codes(part)]
    if lost:
        raise ValidationError({"parts": _("L'indicatore «%(code)s» non c'è.") % {"code": lost[0]}})
    if part.base and part.pk and (part.base_id == part.pk or part.base.order >= part.order):
        raise ValidationError({"base": _("L'indicatore su cui si calcola viene prima.")})
    if part.base and not part.base.is_typed:
        raise ValidationError({"base": _("Un indice non si scrive: scegli un numero o una percentuale.")})
    if not part.is_typed and (user := Indicator.objects.filter(base=part.pk or 0).first()):
        raise ValidationError(
            {"formula": _("Non può essere un indice: «%(title)s» si calcola su di lui.") % {"title": user.title}}
        )


def _codes(part: Any) -> set[str]:
    return set(type(part).objects.filter(version=part.version_id).values_list("code", flat=True))


def check_order(row: Sequence[Any]) -> None:
    """ValidationError when an indicator would stand before the one it is computed on."""
    seen: set[int] = set()
    for part in row:
        if isinstance(part, Indicator) and part.base_id and part.base_id not in seen:
            raise ValidationError(
                _("«%(title)s» si calcola su «%(base)s», che deve venire prima.")
                % {"title": part.title, "base": part.base.title if part.base else ""}
            )
        seen.add(part.pk)


def carry_code(before: Any, part: Any) -> None:
    """Write a changed code wherever the version names it: what a cycle follows, what an index is made of."""
    name = {Cycle: "follows", Indicator: "parts"}.get(type(part))
    if name is None or before.code == part.code:
        return
    setattr(part, name, _renamed(getattr(part, name), before.code, part.code))
    for other in _naming(part, name, before.code):
        setattr(other, name, _renamed(getattr(other, name), before.code, part.code))
        other.save(update_fields=[name])


def _renamed(codes: Sequence[str], old: str, new: str) -> list[str]:
    return [new if code == old else code for code in codes]


def _naming(part: Any, name: str, code: str) -> Any:
    """The other rows whose list of codes names this one."""
    return type(part).objects.filter(version=part.version_id, **{f"{name}__contains": [code]}).exclude(pk=part.pk)


def check_free(part: Any) -> None:
    """ValidationError with the name of a part that needs this one; what stands in it goes with it."""
    users: list[Any] = []
    if isinstance(part, Level):
        users += [*Cycle.objects.filter(needs_level=part), *PhaseTemplate.objects.filter(grants=part)]
    elif isinstance(part, Cycle):
        users += _naming(part, "follows", part.code)
    elif isinstance(part, Indicator):
        users += [*Indicator.objects.filter(base=part), *_naming(part, "parts", part.code)]
    if users:
        raise ValidationError(
            _("«%(title)s» serve ancora a «%(user)s»: prima cambia quella voce.")
            % {"title": part.title, "user": users[0].title}
        )
