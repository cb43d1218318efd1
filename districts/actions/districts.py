"""The record of a district: its name, kind, territory and offices."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from districts.models import District
from districts.permissions import can_manage_district, can_open_districts_for
from familynet.accounts.models import Administration, User
from familynet.kernel.history import record
from familynet.territories.models import Municipality

EDITABLE = (
    "name",
    "kind",
    "lead_organisation",
    "coordinator_office",
    "contact_office",
    "summary",
    "description",
    "founded_year",
)


@transaction.atomic
def create_district(
    *,
    by: User,
    administration: Administration,
    municipalities: Iterable[Municipality] = (),
    is_demo: bool = False,
    **values: Any,
) -> District:
    """Open the record of a district in preparation; it becomes public when its agreement is signed."""
    if not can_open_districts_for(by, administration):
        raise PermissionDenied("district: create")
    district = District(administration=administration, is_demo=is_demo, **values)
    district.slug = _free_slug(district.name)
    district.full_clean()
    district.save()
    district.municipalities.set(municipalities)
    record(district, "created", label=lambda: _("Distretto inserito"), by=by, to_state=district.state)
    return district


@transaction.atomic
def update_district(
    district: District, *, by: User, municipalities: Iterable[Municipality] | None = None, **values: Any
) -> District:
    """Change what is said about a district; the history keeps what was there before."""
    if not can_manage_district(by, district):
        raise PermissionDenied("district: update")
    changed = {name: value for name, value in values.items() if getattr(district, name) != value}
    if not changed.keys() <= set(EDITABLE):
        raise ValueError(f"not editable: {sorted(changed.keys() - set(EDITABLE))}")
    before = {name: _readable(getattr(district, name)) for name in changed}
    after = {name: _readable(value) for name, value in changed.items()}
    if municipalities is not None:
        old, new = _names(district.municipalities.all()), _names(municipalities)
        if old != new:
            before["municipalities"], after["municipalities"] = old, new
            district.municipalities.set(municipalities)
    if not after:
        return district
    for name, value in changed.items():
        setattr(district, name, value)
    district.full_clean()
    district.save(update_fields=[*changed, "updated_at"])
    data = {"before": before, "after": after}
    record(district, "updated", label=lambda: _("Scheda del distretto modificata"), by=by, data=data)
    return district


@transaction.atomic
def add_municipality(district: District, *, municipality: Municipality, by: User) -> District:
    """One more comune in the territory; two people who add one each lose neither."""
    locked = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    return update_district(locked, by=by, municipalities=[*locked.municipalities.all(), municipality])


@transaction.atomic
def remove_municipality(district: District, *, municipality: Municipality, by: User) -> District:
    """One comune less in the territory."""
    locked = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    return update_district(locked, by=by, municipalities=list(locked.municipalities.exclude(pk=municipality.pk)))


def _readable(value: Any) -> Any:
    """A value as the history keeps it: related records by name."""
    return str(value) if hasattr(value, "pk") else value


def _names(municipalities: Iterable[Municipality]) -> list[str]:
    return sorted(municipality.name for municipality in municipalities)


def _free_slug(name: str) -> str:
    base = slugify(name)[:100] or "distretto"
    taken = set(District.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{number}" for number in range(2, 1000))]
    return next(slug for slug in candidates if slug not in taken)
