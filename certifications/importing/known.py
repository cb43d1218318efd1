"""What the database knows about the rows of a file, read in a handful of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from certifications.importing.rows import RegisterRow
from certifications.models import Category, Certificate, Scheme
from familynet.accounts.models import Administration
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality


@dataclass
class Known:
    """Look-ups for the plan. `schemes` holds only those that this import may write."""

    schemes: dict[str, Scheme] = field(default_factory=dict)
    foreign_schemes: set[str] = field(default_factory=set)
    categories: dict[int, list[Category]] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    municipalities_by_name: dict[str, list[Municipality]] = field(default_factory=dict)
    administrations: list[Administration] = field(default_factory=list)
    by_fiscal_code: dict[str, Organisation] = field(default_factory=dict)
    by_municipality: dict[int, Organisation] = field(default_factory=dict)
    by_name: dict[tuple[str, int], list[Organisation]] = field(default_factory=dict)
    certificates: dict[tuple[int, int], list[Certificate]] = field(default_factory=dict)


def load_known(rows: list[RegisterRow], *, administration: Administration | None) -> Known:
    """All that is needed for these rows; `administration` None stands for the system, which writes all."""
    known = Known(administrations=list(Administration.objects.select_related("province", "region")))
    _load_schemes(known, administration)
    _load_municipalities(known, rows)
    _load_organisations(known, rows)
    return known


def _load_schemes(known: Known, administration: Administration | None) -> None:
    for scheme in Scheme.objects.select_related("administration").prefetch_related("categories"):
        names = {fold(scheme.name), fold(scheme.mark), fold(scheme.slug)}
        if administration is None or scheme.administration_id == administration.pk:
            known.schemes.update(dict.fromkeys(names, scheme))
            known.categories[scheme.pk] = list(scheme.categories.all())
        else:
            known.foreign_schemes |= names


def _load_municipalities(known: Known, rows: list[RegisterRow]) -> None:
    codes = {row.cadastral_code for row in rows if row.cadastral_code}
    names = {fold(row.municipality) for row in rows if row.municipality}
    found = Municipality.objects.current().filter(Q(cadastral_code__in=codes) | Q(folded_name__in=names))
    by_name: dict[str, list[Municipality]] = defaultdict(list)
    for municipality in found.select_related("province"):
        known.municipalities[municipality.cadastral_code] = municipality
        by_name[municipality.folded_name].append(municipality)
    known.municipalities_by_name = dict(by_name)


def _load_organisations(known: Known, rows: list[RegisterRow]) -> None:
    places = {m.pk for m in known.municipalities.values()}
    codes = {row.fiscal_code for row in rows if row.fiscal_code}
    by_name: dict[tuple[str, int], list[Organisation]] = defaultdict(list)
    found = Organisation.objects.exclude(state=Organisation.State.MERGED).filter(
        Q(municipality__in=places) | Q(fiscal_code__in=codes)
    )
    for organisation in found.select_related("municipality__province"):
        by_name[organisation.folded_name, organisation.municipality_id].append(organisation)
        if organisation.fiscal_code:
            known.by_fiscal_code[organisation.fiscal_code] = organisation
        if organisation.kind == Organisation.Kind.MUNICIPALITY:
            known.by_municipality[organisation.municipality_id] = organisation
    known.by_name = dict(by_name)
    certificates: dict[tuple[int, int], list[Certificate]] = defaultdict(list)
    held = Certificate.objects.filter(
        Q(municipality__in=places) | Q(organisation__fiscal_code__in=codes), scheme__in=known.schemes.values()
    )
    for certificate in held.select_related("act", "scheme").order_by("pk"):
        certificates[certificate.organisation_id, certificate.scheme_id].append(certificate)
    known.certificates = dict(certificates)
