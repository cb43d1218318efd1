"""The context of practices, derived from their territory: of one when it is written, of all when facts change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from familynet.accounts.models import Administration
from familynet.territories.facts import Profile, profiles
from familynet.territories.models import Municipality, Province
from practices.likeness import Context, gather
from practices.models import Practice, PracticeContext

BATCH = 2000


def refresh_context(practice: Practice) -> None:
    """Derive the context of one practice from its territory as it now stands."""
    chosen = profiles(Municipality.objects.filter(pk__in=_comuni_of(practice).values("pk")))
    _store([(practice.pk, _context(practice.scope, practice.province_codes, chosen, _regions()))])


def _comuni_of(practice: Practice) -> QuerySet[Municipality]:
    if practice.scope == Practice.Scope.MUNICIPALITIES:
        return practice.municipalities.all()
    if practice.scope == Practice.Scope.WHOLE:
        return comuni_of_administration(practice.administration)
    return Municipality.objects.none()


def comuni_of_administration(administration: Administration) -> QuerySet[Municipality]:
    """The comuni of today in the territory of an administration: a province or a whole region."""
    current = Municipality.objects.current()
    if administration.province_id:
        return current.filter(province=administration.province_id)
    return current.filter(province__region=administration.region_id)


def refresh_contexts() -> int:
    """Derive the context of every practice again; needed when facts of comuni change. Safe to run twice.

    Reads the comuni once; gives back how many practices were written.
    """
    everywhere = {p.pk: p for p in profiles(Municipality.objects.all())}
    whole = {a.pk: _those(everywhere, comuni_of_administration(a)) for a in Administration.objects.all()}
    chosen: dict[int, list[Profile]] = defaultdict(list)
    for practice, comune in Practice.municipalities.through.objects.values_list("practice_id", "municipality_id"):
        chosen[practice].append(everywhere[comune])
    regions = _regions()
    wholes = {pk: gather(comuni) for pk, comuni in whole.items()}
    columns = ("pk", "administration_id", "scope", "province_codes")
    derived = [
        (pk, wholes[owner] if scope == Practice.Scope.WHOLE else _context(scope, codes, chosen[pk], regions))
        for pk, owner, scope, codes in Practice.objects.order_by("pk").values_list(*columns)
    ]
    for start in range(0, len(derived), BATCH):
        _store(derived[start : start + BATCH])
    return len(derived)


def _those(everywhere: dict[int, Profile], comuni: QuerySet[Municipality]) -> list[Profile]:
    return [everywhere[pk] for pk in comuni.order_by("pk").values_list("pk", flat=True)]


def _regions() -> dict[str, str]:
    """Abbreviation of a province → code of its region."""
    return dict(Province.objects.values_list("abbreviation", "region__istat_code"))


def _context(scope: str, codes: Iterable[str], comuni: list[Profile], regions: dict[str, str]) -> Context:
    """Of another area (a valley, a district) only the provinces are known."""
    if scope != Practice.Scope.AREA:
        return gather(comuni)
    known = sorted(set(codes) & regions.keys())
    return Context(provinces=tuple(known), regions=tuple(sorted({regions[code] for code in known})))


def _rows(contexts: Iterable[tuple[int, Context]]) -> Iterator[PracticeContext]:
    for pk, context in contexts:
        values = {n: list(v) if isinstance(v, tuple) else v for n, v in context._asdict().items()}
        yield PracticeContext(practice_id=pk, **values)


@transaction.atomic
def _store(contexts: list[tuple[int, Context]]) -> None:
    PracticeContext.objects.bulk_create(
        _rows(contexts),
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=list(Context._fields),
    )
