"""Draft a disciplinare: a new one, a copy of an earlier one, its data and its parts."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.actions.phase_seeds import clear_phases
from certifications.actions.scheme_editing import changes
from certifications.actions.version_content import fill_version
from certifications.models import (
    Category,
    PassBand,
    Requirement,
    RequirementSection,
    Scheme,
    SchemeService,
    SchemeVersion,
)
from certifications.permissions import can_draft, can_manage_scheme
from certifications.schemefiles.writing import canonical_version
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict

Part = TypeVar("Part", RequirementSection, Requirement, PassBand, SchemeService)


@transaction.atomic
def create_version(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Store an empty draft of a scheme or of one of its categories."""
    if not can_manage_scheme(by, version.scheme):
        raise PermissionDenied("version: create")
    _check_category(version.scheme, version.category)
    version.drafted_by = by
    version.full_clean()
    version.save()
    record(version, "create", label=lambda: _("Bozza di disciplinare creata"), by=by, to_state=version.state)
    return version


@transaction.atomic
def copy_version(*, source: SchemeVersion, label: str, by: User) -> SchemeVersion:
    """A new draft with everything that `source` says, but for its name, its act and its dates."""
    if not can_manage_scheme(by, source.scheme):
        raise PermissionDenied("version: copy")
    version = SchemeVersion(scheme=source.scheme, category=source.category, label=label, drafted_by=by)
    content = {**canonical_version(source), "label": label, "valid_from": None, "valid_to": None, "act": None}
    fill_version(version, content)
    data = {"copied_from": source.pk}
    record(
        version,
        "create",
        label=lambda: _("Bozza creata da un altro disciplinare"),
        by=by,
        to_state=version.state,
        data=data,
    )
    return version


@transaction.atomic
def save_version(*, version: SchemeVersion, by: User) -> SchemeVersion:
    """Keep changed data of a draft."""
    before = lock_draft(version, by)
    version.refresh_from_db(fields=["state"])  # whatever was loaded
    version.full_clean()
    version.content_changed_at = timezone.now()
    version.save()
    record(
        version,
        "change",
        label=lambda: _("Dati del disciplinare cambiati"),
        by=by,
        data=changes(before, version),
    )
    return version


@transaction.atomic
def save_part(*, part: Part, by: User) -> Part:
    """Keep a section, requirement, band or service of a draft; a new one goes to the end of its list."""
    lock_draft(part.version, by)
    if isinstance(part, Requirement) and part.section.version_id != part.version_id:
        raise ValidationError({"section": _("L'area è di un altro disciplinare.")})
    before = type(part).objects.filter(pk=part.pk).first()
    if before is None or _moved_away(before, part):
        part.order = (siblings(part).aggregate(last=models.Max("order"))["last"] or 0) + 1
    part.full_clean()
    part.save()
    _touch(part.version)
    data = {"part": part_name(part), **(changes(before, part) if before else {})}
    label = gettext_lazy("Parte cambiata") if before else gettext_lazy("Parte aggiunta")
    record(part.version, "part", label=label, by=by, data=data)
    return part


def _moved_away(before: Any, part: Any) -> bool:
    return isinstance(part, Requirement) and before.section_id != part.section_id


@transaction.atomic
def move_part(*, part: Part, up: bool, by: User) -> None:
    """Swap a part with its neighbour; at the end of the list nothing happens."""
    lock_draft(part.version, by)
    row = list(siblings(part).order_by("order", "pk"))
    place = next(n for n, each in enumerate(row) if each.pk == part.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    for order, each in enumerate(row, start=1):
        if each.order != order:
            type(part).objects.filter(pk=each.pk).update(order=order)
    _touch(part.version)
    record(part.version, "move", label=lambda: _("Ordine cambiato"), by=by, data={"part": part_name(part)})


@transaction.atomic
def delete_part(*, part: Part, by: User) -> None:
    """Take a part out of a draft; a section goes with its requirements."""
    version = part.version
    lock_draft(version, by)
    name = part_name(part)
    part.delete()
    _touch(version)
    record(version, "delete_part", label=lambda: _("Parte tolta"), by=by, data={"part": name})


@transaction.atomic
def delete_version(*, version: SchemeVersion, by: User) -> None:
    """Throw a draft away; the history of its scheme says so."""
    lock_draft(version, by)
    scheme, label = version.scheme, version.label
    record(scheme, "delete_draft", label=lambda: _("Bozza di disciplinare tolta"), by=by, data={"version": label})
    clear_phases(version)
    version.delete()


def lock_draft(version: SchemeVersion, by: User) -> SchemeVersion:
    """The draft as it is stored, locked; nobody sends it to review meanwhile."""
    stored = SchemeVersion.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=version.pk)
    if not can_manage_scheme(by, stored.scheme):
        raise PermissionDenied("version: draft")
    if not can_draft(by, stored):
        raise TransitionConflict(stored)
    return stored


def siblings(part: Any) -> Any:
    """The list in which a part has its place: a requirement's section, else the whole version."""
    if isinstance(part, Requirement):
        return Requirement.objects.filter(section=part.section_id)
    return type(part).objects.filter(version=part.version_id)


def part_name(part: Any) -> str:
    """What a part is called in the history."""
    return str(getattr(part, "code", "") or part)[:160]


def _touch(version: SchemeVersion) -> None:
    """Say that the content has changed: dry runs of before are out of date."""
    now = timezone.now()
    SchemeVersion.objects.filter(pk=version.pk).update(content_changed_at=now, updated_at=now)


def _check_category(scheme: Scheme, category: Category | None) -> None:
    if category and category.scheme_id != scheme.pk:
        raise ValidationError({"category": _("La categoria è di un altro marchio.")})
