"""Writing a draft: create it, save some of its fields, derive what follows from them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict
from familynet.territories.models import Municipality, Province
from practices.actions.contexts import refresh_context
from practices.models import Practice, TargetGroup, free_slug
from practices.permissions import can_create, can_edit
from practices.sections import SECTIONS, Section, fingerprint, plain, value_of

EDITING_PAUSE = datetime.timedelta(hours=1)
MANY_FIELDS = {"target_groups", "municipalities"}
TEXT_FIELDS = frozenset(field for section in SECTIONS for field in section.fields)


class StaleDraft(Exception):
    """Somebody else saved the section in the meantime; `theirs` is what stands in the fields that differ."""

    def __init__(self, practice: Practice, theirs: dict[str, Any]) -> None:
        super().__init__(f"practice {practice.pk}: {', '.join(theirs)}")
        self.practice = practice
        self.theirs = theirs


@transaction.atomic
def create_practice(
    *,
    administration: Administration,
    title: str,
    by: User,
    summary: str = "",
    kind: str = Practice.Kind.PRACTICE,
    is_demo: bool = False,
) -> Practice:
    """A new draft of `by` for an administration; the rest is written with `save_draft`."""
    if not can_create(by, administration):
        raise PermissionDenied("create practice")
    if not title.strip():
        raise ValidationError({"title": _("Scrivi un titolo: si può cambiare in ogni momento.")})
    practice = Practice.objects.create(
        administration=administration,
        author=by,
        edited_by=by,
        title=title.strip(),
        summary=summary.strip(),
        slug=free_slug(title),
        kind=kind,
        is_demo=is_demo,
    )
    record(practice, "create", label=lambda: _("Creata"), by=by)
    return practice


@transaction.atomic
def change_kind(practice: Practice, *, kind: str, by: User) -> Practice:
    """A draft becomes the story of a failure, or a practice again; its text stays."""
    current = locked(practice, by)
    if kind not in Practice.Kind.values:
        raise ValidationError({"kind": _("Scegli il tipo.")})
    if current.kind != kind:
        current.kind = kind
        current.save(update_fields=["kind", "updated_at"])
        record(current, "change_kind", label=lambda: _("Tipo cambiato"), by=by, data={"kind": kind})
    return current


@transaction.atomic
def save_draft(
    practice: Practice,
    *,
    values: dict[str, Any],
    by: User,
    section: Section | None = None,
    base: str | None = None,
) -> Practice:
    """Write some fields of a draft, complete or not, and return the practice as it now stands.

    `values` maps field names to values (records or lists of records for relations). With `section` and
    `base` (the fingerprint of the section when the writer opened it) it raises StaleDraft instead of
    writing over what somebody else saved.
    """
    if unknown := set(values) - TEXT_FIELDS:
        raise ValueError(f"not a text field of a practice: {unknown}")
    current = locked(practice, by)
    if section is not None and base and base != fingerprint(current, section):
        theirs = {
            field: value_of(current, field)
            for field, value in values.items()
            if plain(value) != value_of(current, field)
        }
        if theirs:
            raise StaleDraft(current, theirs)
    changed = [field for field, value in values.items() if plain(value) != value_of(current, field)]
    if changed:
        _write(current, {field: values[field] for field in changed}, by)
    return Practice.objects.select_related("administration", "edited_by").get(pk=current.pk)


def locked(practice: Practice, by: User) -> Practice:
    """The row, held until the end of the transaction, if `by` may edit it."""
    current = Practice.objects.select_for_update(of=("self",)).select_related("administration").get(pk=practice.pk)
    if not can_create(by, current.administration_id):
        raise PermissionDenied("edit practice")
    if not can_edit(by, current):
        raise TransitionConflict(current)
    return current


def _write(practice: Practice, values: dict[str, Any], by: User) -> None:
    """Write the changed fields, what derives from them, and who wrote."""
    for field in MANY_FIELDS & set(values):
        getattr(practice, field).set(values[field])
    for field in set(values) - MANY_FIELDS:
        setattr(practice, field, values[field])
    if practice.scope != Practice.Scope.AREA and "scope" in values:
        practice.area_name = ""
    derived = _derive(practice, values)
    practice.edited_by = by
    fields = {*values, *derived} - MANY_FIELDS | {"edited_by", "updated_at"}
    practice.save(update_fields=sorted(fields))
    if "territory_label" in derived:
        refresh_context(practice)
    _note_writer(practice, by, sorted(values))


def _derive(practice: Practice, values: dict[str, Any]) -> set[str]:
    """Bring the derived fields in line and return their names."""
    derived: set[str] = set()
    if "target_groups" in values:
        practice.target_codes = list(practice.target_groups.values_list("code", flat=True))
        derived.add("target_codes")
    if {"scope", "municipalities", "area_name", "province_codes"} & set(values):
        practice.province_codes, practice.territory_label = _territory(practice)
        derived |= {"province_codes", "territory_label", "area_name"}
    return derived


def _territory(practice: Practice) -> tuple[list[str], str]:
    """The provinces a practice touches and its territory in words, from what was chosen."""
    administration = practice.administration
    if practice.scope == Practice.Scope.WHOLE:
        provinces = Province.objects.filter(region=administration.region_id)
        if administration.province_id:
            provinces = provinces.filter(pk=administration.province_id)
        codes = list(provinces.order_by("abbreviation").values_list("abbreviation", flat=True))
        return codes, administration.name
    if practice.scope == Practice.Scope.MUNICIPALITIES:
        return _municipal_territory(practice.municipalities.select_related("province"))
    codes = [administration.province.abbreviation] if administration.province else practice.province_codes
    return sorted(codes), practice.area_name


def _municipal_territory(municipalities: Iterable[Municipality]) -> tuple[list[str], str]:
    chosen = list(municipalities)
    codes = sorted({municipality.province.abbreviation for municipality in chosen})
    names = [str(municipality) for municipality in chosen]
    label = ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} + {len(names) - 3}"
    return codes, label[:200]


def _note_writer(practice: Practice, by: User, fields: list[str]) -> None:
    """Who wrote may not judge; one history entry per person and hour of writing, not one per saving."""
    practice.editors.add(by)
    practice.__dict__.pop("writer_ids", None)
    last = HistoryEntry.objects.of(practice).first()
    if (
        last
        and last.verb == "edit"
        and last.actor_id == by.pk
        and timezone.now() - last.created_at < EDITING_PAUSE
    ):
        return
    record(practice, "edit", label=lambda: _("Testo modificato"), by=by, data={"fields": fields})


def target_groups(codes: Iterable[str]) -> list[TargetGroup]:
    """Target groups by their codes, in their order; an unknown code raises ValidationError."""
    wanted = set(codes)
    found = list(TargetGroup.objects.filter(code__in=wanted))
    if unknown := wanted - {group.code for group in found}:
        raise ValidationError(_("Destinatari sconosciuti: %(codes)s") % {"codes": ", ".join(sorted(unknown))})
    return found
