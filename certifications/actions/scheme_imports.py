"""A whole scheme from a file: first what it would do, then drafts. What is published is never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from certifications.actions.version_content import act_of, fill_version
from certifications.models import Category, IntakeWindow, Scheme, SchemeVersion
from certifications.permissions import can_create_scheme, can_manage_scheme
from certifications.schemefiles.phases import with_phases
from certifications.schemefiles.writing import canonical_scheme, canonical_version, with_parts
from familynet.accounts.models import Administration, User
from familynet.kernel.history import record

# What a file says about the life of a version is told, not imported: what it creates is a draft.
LIFE = ("state", "act", "valid_to")


class Effect(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedPart:
    """What the import does with one part of the file, and why."""

    name: str
    effect: Effect
    why: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    existing: SchemeVersion | None = None


@dataclass(frozen=True)
class SchemePlan:
    """What the import of a file does, part by part; nothing is written when one part is refused."""

    content: Mapping[str, Any]
    scheme: Scheme | None
    parts: list[PlannedPart]

    @property
    def is_refused(self) -> bool:
        return any(part.effect == Effect.REFUSED for part in self.parts)

    @property
    def writes(self) -> int:
        return sum(part.effect in (Effect.NEW, Effect.CHANGED) for part in self.parts)


def plan_scheme(content: Mapping[str, Any], *, administration: Administration) -> SchemePlan:
    """What a file (`schemefiles.read_scheme`) would do for an administration. Writes nothing."""
    scheme = Scheme.objects.select_related("administration").filter(slug=content["slug"]).first()
    if scheme and scheme.administration_id != administration.pk:
        why = _("L'indirizzo «%(slug)s» è di un marchio di %(owner)s: cambia «slug» nel file.")
        words = {"slug": scheme.slug, "owner": scheme.administration.name}
        return SchemePlan(content, None, [PlannedPart(content["name"], Effect.REFUSED, why % words)])
    parts = [_plan_data(scheme, content, administration), *_plan_categories(scheme, content)]
    existing = _existing(scheme)
    parts += [_plan_version(existing, version) for version in content["versions"]]
    return SchemePlan(content, scheme, parts)


def _plan_data(scheme: Scheme | None, content: Mapping[str, Any], administration: Administration) -> PlannedPart:
    name = content["name"]
    if scheme is None:
        taken = Scheme.objects.filter(administration=administration, name=name).exists()
        if taken:
            return PlannedPart(name, Effect.REFUSED, _("L'amministrazione ha già un marchio con questo nome."))
        return PlannedPart(name, Effect.NEW, _("Il marchio è nuovo."))
    if all(content[key] == value for key, value in canonical_scheme(scheme).items()):
        return PlannedPart(name, Effect.SAME, _("I dati del marchio sono già così."))
    why = _("I dati del marchio restano come sono: si cambiano dalla sua pagina, non da un file.")
    return PlannedPart(name, Effect.KEPT, why)


def _plan_categories(scheme: Scheme | None, content: Mapping[str, Any]) -> list[PlannedPart]:
    known = set(scheme.categories.values_list("slug", flat=True)) if scheme else set()
    return [
        PlannedPart(category["name"], Effect.SAME, _("La categoria c'è già."))
        if category["slug"] in known
        else PlannedPart(category["name"], Effect.NEW, _("La categoria è nuova."))
        for category in content["categories"]
    ]


def _existing(scheme: Scheme | None) -> dict[tuple[str, str], SchemeVersion]:
    if scheme is None:
        return {}
    versions = with_phases(with_parts(SchemeVersion.objects.filter(scheme=scheme)))
    return {(v.category.slug if v.category else "", v.label): v for v in versions}


def _plan_version(existing: Mapping[tuple[str, str], SchemeVersion], content: Mapping[str, Any]) -> PlannedPart:
    name, found = content["label"], existing.get((content["category"], content["label"]))
    if found is None:
        return PlannedPart(name, Effect.NEW, _("Nasce una bozza."), content)
    if _rules(canonical_version(found)) == _rules(content):
        return PlannedPart(name, Effect.SAME, _("Il disciplinare è già così."), content, found)
    if found.state == SchemeVersion.State.DRAFT:
        return PlannedPart(name, Effect.CHANGED, _("La bozza prende il contenuto del file."), content, found)
    if found.state == SchemeVersion.State.IN_REVIEW:
        why = _("È in revisione: rimandalo in bozza, poi importa di nuovo.")
    else:
        why = _("È pubblicato e non si cambia: nel file dagli un altro nome («label»).")
    return PlannedPart(name, Effect.REFUSED, why, content, found)


def _rules(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in LIFE}


@transaction.atomic
def import_scheme(content: Mapping[str, Any], *, administration: Administration, by: User | None) -> Scheme:
    """Do what `plan_scheme` says, all of it or nothing. `by` is None for the schemes that come with the portal."""
    if by is not None and not can_create_scheme(by, administration):
        raise PermissionDenied("scheme: import")
    plan = plan_scheme(content, administration=administration)
    if plan.is_refused:
        raise ValidationError([part.why for part in plan.parts if part.effect == Effect.REFUSED])
    scheme = plan.scheme or create_scheme_of(content, administration)
    if by is not None and not can_manage_scheme(by, scheme):
        raise PermissionDenied("scheme: import")
    categories = ensure_categories(scheme, content)
    for part in plan.parts:
        if part.content and part.effect in (Effect.NEW, Effect.CHANGED):
            _write_version(scheme, categories, part, by)
    record(scheme, "import", label=lambda: _("Marchio importato da un file"), by=by, data={"writes": plan.writes})
    return scheme


def create_scheme_of(content: Mapping[str, Any], administration: Administration) -> Scheme:
    """A new scheme with its categories and intake windows, from its canonical form."""
    values = {key: content[key] for key in ("slug", "name", "mark", "summary", "kinds", "territory", "register")}
    scheme = Scheme(
        **values,
        administration=administration,
        logo_text=content["logo_text"],
        open_from=_day(content["open_from"]),
        open_to=_day(content["open_to"]),
        order=Scheme.objects.count() + 1,
    )
    scheme.full_clean()
    scheme.save()
    _create_windows(scheme, content, ensure_categories(scheme, content))
    return scheme


def ensure_categories(scheme: Scheme, content: Mapping[str, Any]) -> dict[str, Category]:
    """slug → category, those that were missing created; what is there stays as it is."""
    known = {category.slug: category for category in scheme.categories.all()}
    for place, each in enumerate(content["categories"], start=1):
        if each["slug"] not in known:
            dates = {name: _day(each[name]) for name in ("open_from", "open_to")}
            category = Category(scheme=scheme, order=place, **{**each, **dates})
            category.full_clean()
            category.save()
            known[category.slug] = category
    return known


def _create_windows(scheme: Scheme, content: Mapping[str, Any], categories: Mapping[str, Category]) -> None:
    for each in content["windows"]:
        IntakeWindow.objects.create(
            scheme=scheme,
            category=categories.get(each["category"]),
            kinds=each["kinds"],
            open_from=_day(each["open_from"]),
            open_to=_day(each["open_to"]),
            reason=each["reason"],
            act=act_of(each["act"]),
        )


def _write_version(
    scheme: Scheme, categories: Mapping[str, Category], part: PlannedPart, by: User | None
) -> SchemeVersion:
    version = part.existing or SchemeVersion(scheme=scheme, category=categories.get(part.content["category"]))
    if part.existing is None:
        version.drafted_by = by
    # A published version of the file begins here as a draft, whose end nobody knows.
    ended = part.content["state"] in SchemeVersion.PUBLIC_STATES
    fill_version(version, {**part.content, "act": None, **({"valid_to": None} if ended else {})})
    record(version, "import", label=lambda: _("Bozza scritta da un file"), by=by, to_state=version.state)
    return version


def _day(text: str | None) -> Any:
    return parse_date(text) if text else None
