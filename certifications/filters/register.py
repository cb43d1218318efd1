"""The public register's filters with their counts, and the work list's."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models import Category, Certificate, Scheme
from certifications.models.register import count_cells
from certifications.models.schemes import IN_FORCE
from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality, Province

NOTHING = -1  # an id that no row has: an unknown value in the address finds nothing
MAX_VALUES = 50
FEW = 20  # certificates of a comune that may all be those of one organisation
MAX_MUNICIPALITIES = 25  # in the facet; the text finds the others
ORDERS: dict[str, tuple[Any, ...]] = {
    "nome": ("sort_name", "id"),
    "recenti": (F("award_date").desc(nulls_last=True), "id"),
}
# The order of results found by words, for the same reason as in RegisterFilter.results.
AFTER_WORDS = (Func(F("sort_name"), function="GREATEST").asc(), "id")
FISCAL_CODE = re.compile(r"\d{11}|[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")


class ValuesField(forms.Field):
    """All values of one parameter, in their order and each once."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(v[:200] for v in value or [] if v))[:MAX_VALUES]


class ValuesFilter(django_filters.Filter):
    field_class = ValuesField


def with_words(certificates: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    """Certificates of organisations whose name or comune has each word typed, or else one that is like it.

    Only when no name begins so are typing errors looked for: what was written right must not be diluted.
    A codice fiscale is looked up as such.
    """
    code = text.replace(" ", "").upper()
    if FISCAL_CODE.fullmatch(code):
        return certificates.filter(organisation__fiscal_code=code)
    words = fold(text[:200]).split()[:8]
    if not words:
        return certificates.filter(pk=NOTHING)
    exact = Q(*(Q(search_text__contains=f" {word}") for word in words))
    if Certificate.objects.filter(exact).order_by().exists():
        return certificates.filter(exact)
    return certificates.filter(*(_like(word) for word in words))


def _like(word: str) -> Q:
    """A word that shares most of its trigrams, or has two neighbours swapped; a short one stands as typed."""
    if len(word) <= 3:
        return Q(search_text__contains=f" {word}")
    swaps = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(min(len(word), 16) - 1)}
    return Q(
        Q(search_text__trigram_word_similar=word),
        *(Q(search_text__contains=f" {swapped}") for swapped in sorted(swaps)),
        _connector=Q.OR,
    )


class RegisterFilter(FacetedFilterSet):
    """The register's filters: text, mark, category, province, comune, state, year of award.

    All facets but the comuni are counted in one query, over the maintained counts when nothing narrows
    the certificates otherwise (docs/decisions/0005-register-facets.md).
    """

    q = django_filters.CharFilter(method="by_text", label=_("Nome, comune o codice fiscale"))
    marchio = ValuesFilter(method="by_column", label=_("Marchio"))
    categoria = ValuesFilter(method="by_column", label=_("Categoria"))
    provincia = ValuesFilter(method="by_column", label=_("Provincia"))
    comune = ValuesFilter(method="by_municipality", label=_("Comune"))
    stato = ValuesFilter(method="by_column", label=_("Stato"))
    anno = ValuesFilter(method="by_column", label=_("Anno di assegnazione"))

    queryset: Any
    COLUMNS = {
        "marchio": "scheme_id",
        "categoria": "category_id",
        "provincia": "province_id",
        "stato": "state",
        "anno": "award_year",
    }

    class Meta:
        model = Certificate
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.day:
            self.queryset = self.queryset.as_of(self.day)

    @cached_property
    def day(self) -> datetime.date | None:
        """The past day that the register is asked about; None for today."""
        try:
            day = datetime.date.fromisoformat(str(self.data.get("al", "")))
        except ValueError:
            return None
        return day if day < timezone.localdate() else None

    @property
    def cleaned(self) -> dict[str, Any]:
        self.form.is_valid()
        return self.form.cleaned_data

    # --- What people read and what the columns hold ---

    @cached_property
    def schemes(self) -> dict[str, Scheme]:
        return {scheme.slug: scheme for scheme in Scheme.objects.all()}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """By "scheme.category": two schemes may have a category of the same name."""
        found = Category.objects.select_related("scheme").order_by("scheme__order", "order")
        return {f"{category.scheme.slug}.{category.slug}": category for category in found}

    @cached_property
    def provinces(self) -> dict[str, Province]:
        return {province.abbreviation: province for province in Province.objects.all()}

    @cached_property
    def values(self) -> dict[str, dict[str, Any]]:
        """Parameter → value in the address → value in the column."""
        return {
            "marchio": {slug: scheme.pk for slug, scheme in self.schemes.items()},
            "categoria": {key: category.pk for key, category in self.categories.items()},
            "provincia": {code: province.pk for code, province in self.provinces.items()},
            "stato": {state: state for state in Certificate.State.values},
        }

    def chosen(self, name: str) -> list[Any]:
        """The values of the column that the reader chose."""
        given = self.cleaned.get(name) or []
        if name == "anno":
            return [int(v) if re.fullmatch(r"\d{4}", v) else NOTHING for v in given]
        unknown = "" if name == "stato" else NOTHING
        return [self.values[name].get(v, unknown) for v in given]

    @cached_property
    def chosen_municipalities(self) -> dict[str, Municipality]:
        codes = self.cleaned.get("comune") or []
        found = Municipality.objects.filter(cadastral_code__in=codes).order_by("valid_to")
        return {municipality.cadastral_code: municipality for municipality in found}

    # --- The results ---

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return with_words(queryset, value)

    def by_column(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        column = "state_then" if self.day and name == "stato" else self.COLUMNS[name]
        return queryset.filter(**{f"{column}__in": self.chosen(name)}) if value else queryset

    def by_municipality(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        places = Municipality.objects.filter(cadastral_code__in=value).values("pk")
        return queryset.filter(municipality__in=places)

    @property
    def order(self) -> str:
        order = self.data.get("ordine") if self.data else None
        return order if order in ORDERS else "nome"

    @cached_property
    def results(self) -> QuerySet:
        """The certificates under all filters, in the order asked for."""
        order = ORDERS[self.order]
        if self.cleaned.get("q"):
            # Find by the words first and sort what was found: walking the index of the order would read
            # the whole register when the words stand late in the alphabet.
            column = "award_date" if self.order == "recenti" else "sort_name"
            by_hand = Func(F(column), function="GREATEST")
            order = (by_hand.desc(nulls_last=True) if self.order == "recenti" else by_hand.asc(), "id")
        return self.qs.order_by(*order)

    @cached_property
    def counted(self) -> tuple[int, dict[str, dict[Any, int]]]:
        """The total and the numbers per column; the maintained counts know neither text nor comune."""
        chosen = {column: self.chosen(name) for name, column in self.COLUMNS.items()}
        if text := self.cleaned.get("q"):
            places = [place.pk for place in self.chosen_municipalities.values()] or [NOTHING]
            chosen["municipality_id"] = places if self.cleaned.get("comune") else []
            return count_cells(chosen, rows=self.by_text(self.queryset.all(), "q", text))
        if self.cleaned.get("comune"):
            narrowed = self.by_municipality(self.queryset.all(), "comune", self.cleaned["comune"])
            return count_cells(chosen, rows=narrowed)
        return count_cells(chosen, rows=self.queryset.all() if self.day else None)

    @property
    def total(self) -> int:
        return self.counted[0]

    # --- The facets ---

    @cached_property
    def facet_definitions(self) -> tuple[FacetDefinition, ...]:  # type: ignore[override]
        names = ["marchio", "categoria", "provincia", "comune", "stato", "anno"]
        if not (self.cleaned.get("provincia") or self.cleaned.get("q") or self.cleaned.get("comune")):
            names.remove("comune")
        labels: dict[str, Callable[[Iterable[Any]], dict[Any, str]]] = {
            "marchio": lambda found: self._known({k: s.name for k, s in self.schemes.items()}, "marchio", found),
            "categoria": self._category_labels,
            "provincia": lambda found: self._known(
                {k: str(p) for k, p in self.provinces.items()}, "provincia", found
            ),
            "comune": self._municipality_labels,
            "stato": lambda found: self._known(dict(Certificate.State.choices), "stato", found),
            "anno": lambda found: {v: v for v in sorted({*found, *self.cleaned.get("anno", [])}, reverse=True)},
        }
        return tuple(
            FacetDefinition(name, self.filters[name].label, self.COLUMNS.get(name, ""), labels[name])
            for name in names
        )

    def counts(self, definition: FacetDefinition) -> dict[Any, int]:
        """value in the address → number of certificates it would leave."""
        if definition.name == "comune":
            return {place.cadastral_code: n for place, n in self.municipalities}
        counts = self.counted[1][self.COLUMNS[definition.name]]
        if definition.name == "anno":
            return {str(year): n for year, n in counts.items()}
        return {key: counts[pk] for key, pk in self.values[definition.name].items() if pk in counts}

    def _known(self, labels: dict[str, Any], name: str, found: Iterable[Any]) -> dict[Any, str]:
        """The labels of what was found or chosen, in their own order."""
        wanted = {*found, *(self.cleaned.get(name) or [])}
        return {key: str(label) for key, label in labels.items() if key in wanted}

    def _category_labels(self, found: Iterable[Any]) -> dict[Any, str]:
        names = [category.name for category in self.categories.values()]
        labels = {
            key: f"{c.name} ({c.scheme.name})" if names.count(c.name) > 1 else c.name
            for key, c in self.categories.items()
        }
        return self._known(labels, "categoria", found)

    def _municipality_labels(self, found: Iterable[Any]) -> dict[Any, str]:
        return {place.cadastral_code: place.name for place, _n in self.municipalities}

    @cached_property
    def municipalities(self) -> list[tuple[Municipality, int]]:
        """The comuni with the most certificates under all other filters, and those chosen.

        With neither a province nor a text only the chosen ones are counted: the others would be all.
        """
        if self.cleaned.get("q"):
            counts = self.counted[1]["municipality_id"]
        elif self.cleaned.get("provincia"):
            counts = municipality_counts(self.without("comune"))
        else:
            counts = self.counted[1]["municipality_id"]
        ranked = sorted(counts, key=lambda pk: (-counts[pk], pk))[:MAX_MUNICIPALITIES]
        places = Municipality.objects.in_bulk(ranked)
        rows = {pk: (places[pk], counts[pk]) for pk in ranked}
        for place in self.chosen_municipalities.values():
            rows.setdefault(place.pk, (place, counts.get(place.pk, 0)))
        return list(rows.values())


def municipality_counts(certificates: QuerySet) -> dict[int, int]:
    """Comune → number of certificates."""
    return dict(certificates.order_by().values_list("municipality").annotate(n=Count("*")))


@dataclass(frozen=True)
class Place:
    """A comune in the register: its certificates, whether one is in force, the organisation if it is one only."""

    municipality: Municipality
    number: int
    in_force: bool
    only: Organisation | None = None


def per_municipality(certificates: QuerySet) -> list[Place]:
    """Each comune with what the register has there, by name."""
    state = "state_then" if "state_then" in certificates.query.annotations else "state"
    in_force = Count("pk", filter=Q(**{f"{state}__in": IN_FORCE}))
    counted = certificates.order_by().values_list("municipality").annotate(n=Count("pk"), in_force=in_force)
    counts = {pk: (number, valid) for pk, number, valid in counted}
    only = single_organisations(certificates, [pk for pk, (number, _n) in counts.items() if number <= FEW])
    places = Municipality.objects.filter(pk__in=counts).select_related("province").defer("successor")
    return [
        Place(place, counts[place.pk][0], counts[place.pk][1] > 0, only.get(place.pk))
        for place in places.order_by("folded_name")
    ]


def single_organisations(certificates: QuerySet, municipalities: list[int]) -> dict[int, Organisation]:
    """Comune → its organisation, for those of `municipalities` that have exactly one."""
    held = certificates.filter(municipality__in=municipalities).order_by().values("organisation")
    found: dict[int, Organisation] = {}
    several = set()
    for organisation in Organisation.objects.filter(pk__in=held).only("slug", "name", "municipality"):
        if found.setdefault(organisation.municipality_id, organisation) is not organisation:
            several.add(organisation.municipality_id)
    return {place: organisation for place, organisation in found.items() if place not in several}


class WorkFilter(django_filters.FilterSet):
    """The officers' list of certificates."""

    q = django_filters.CharFilter(method="by_text", label=_("Nome, comune o codice fiscale"))
    marchio = django_filters.ModelChoiceFilter(
        field_name="scheme",
        to_field_name="slug",
        queryset=Scheme.objects.all(),
        label=_("Marchio"),
        empty_label=_("Tutti"),
    )
    stato = django_filters.ChoiceFilter(
        field_name="state", choices=Certificate.State, label=_("Stato"), empty_label=_("Tutti")
    )
    atto = django_filters.ChoiceFilter(
        method="by_act", choices=[("mancante", _("Atto mancante"))], label=_("Atto"), empty_label=_("Tutti")
    )
    scadenza = django_filters.ChoiceFilter(
        method="by_expiry",
        choices=[("30", _("Entro 30 giorni")), ("90", _("Entro 90 giorni")), ("180", _("Entro 180 giorni"))],
        label=_("Scadenza"),
        empty_label=_("Tutte"),
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return with_words(queryset, value)

    def by_act(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.without_act()

    def by_expiry(self, queryset: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return queryset.open().filter(valid_to__range=(today, today + datetime.timedelta(days=int(value))))
