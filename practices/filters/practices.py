"""The filters of the public list, with counts, and those of the work list."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from familynet.accounts.models import Administration
from familynet.kernel.facets import FacetDefinition, FacetedFilterSet
from familynet.kernel.remembered import remembered
from familynet.territories.models import Province
from practices.models import EvidenceLevel, PolicyArea, Practice, TargetGroup
from practices.search import TextMatch, find

SORTS: dict[str, str | Promise] = {"relevance": _("Pertinenza"), "newest": _("Più recenti"), "title": _("Titolo")}

# Facets with few values each: their combinations are few as well, and are counted as one column.
FEW_VALUES = ("area", "validation", "evidence", "kind", "administration")


class AnyValues(forms.MultipleChoiceField):
    """Values from an address that somebody may have kept for years: an unknown one finds nothing."""

    def valid_value(self, value: str) -> bool:
        return True

    def to_python(self, value: Any) -> list[str]:
        return [text for text in super().to_python(value) if text and "\x00" not in text and len(text) <= 60]


class ValuesFilter(MultipleChoiceFilter):
    """Rows that have one of the values; an array column shares at least one with them."""

    field_class = AnyValues

    def filter(self, qs: QuerySet, value: Sequence[Any]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": value}) if value else qs


class YearsFilter(ValuesFilter):
    def filter(self, qs: QuerySet, value: Sequence[Any]) -> QuerySet:
        years = [int(text) for text in value if text.isdecimal() and len(text) <= 4]
        return super().filter(qs, years) if years or not value else qs.none()


class FlagFilter(ValuesFilter):
    """A yes-or-no column, as the facet writes it: True or False."""

    def filter(self, qs: QuerySet, value: Sequence[Any]) -> QuerySet:
        flags = [text == "True" for text in value if text in ("True", "False")]
        return super().filter(qs, flags) if flags or not value else qs.none()


@remembered
def area_names() -> dict[str, str]:
    """Names of the policy areas; the newest version of the taxonomy has the last word."""
    return dict(PolicyArea.objects.order_by("taxonomy__valid_from", "order").values_list("code", "name"))


@remembered
def target_names() -> dict[str, str]:
    return dict(TargetGroup.objects.values_list("code", "name"))


@remembered
def province_names() -> dict[str, str]:
    return dict(Province.objects.values_list("abbreviation", "name"))


@remembered
def administration_names() -> dict[str, str]:
    return dict(Administration.objects.values_list("slug", "name"))


@remembered
def evidence_names() -> dict[str, str]:
    """Names of the levels, the strongest first; the newest criteria have the last word."""
    return dict(EvidenceLevel.objects.order_by("-order", "criteria__valid_from").values_list("code", "name"))


def labels_from(names: Callable[[], dict[str, str]]) -> Callable[[Iterable[str]], dict[str, str]]:
    """The labels of a facet from the names of a small table, in the order of the table."""

    def labels(codes: Iterable[str]) -> dict[str, str]:
        found = set(codes)
        return {code: name for code, name in names().items() if code in found} if found else {}

    return labels


area_labels = labels_from(area_names)
administration_labels = labels_from(administration_names)


def kind_labels(kinds: Iterable[str]) -> dict[str, str]:
    return {kind: str(label) for kind, label in Practice.Kind.choices if kind in set(kinds)}


def validation_labels(found: Iterable[str]) -> dict[str, str]:
    labels = {"True": _("Validata da entrambe"), "False": _("Validata da una amministrazione")}
    return {value: str(label) for value, label in labels.items() if value in set(found)}


def year_labels(years: Iterable[str]) -> dict[str, str]:
    return {year: year for year in sorted(years, reverse=True)}


class PracticeFilterSet(FacetedFilterSet):
    """Area, territory, target group, administration, year of start, text; and the order of the results."""

    q = CharFilter(method="filter_text")
    area = ValuesFilter(field_name="policy_area__code", lookup_expr="in")
    province = ValuesFilter(field_name="province_codes", lookup_expr="overlap")
    target = ValuesFilter(field_name="target_codes", lookup_expr="overlap")
    administration = ValuesFilter(field_name="administration__slug", lookup_expr="in")
    year = YearsFilter(field_name="year", lookup_expr="in")
    kind = ValuesFilter(field_name="kind", lookup_expr="in")
    validation = FlagFilter(field_name="is_joint", lookup_expr="in")
    evidence = ValuesFilter(field_name="evidence", lookup_expr="in")
    sort = ChoiceFilter(choices=list(SORTS.items()), method="keep")

    facet_definitions = (
        FacetDefinition("area", _("Area di intervento"), "policy_area__code", area_labels),
        FacetDefinition("province", _("Territorio"), "province_codes", labels_from(province_names)),
        FacetDefinition("target", _("Destinatari"), "target_codes", labels_from(target_names)),
        FacetDefinition("validation", _("Validazione"), "is_joint", validation_labels),
        FacetDefinition("evidence", _("Livello di evidenza"), "evidence", labels_from(evidence_names)),
        FacetDefinition("kind", _("Tipo"), "kind", kind_labels),
        FacetDefinition("administration", _("Amministrazione"), "administration__slug", administration_labels),
        FacetDefinition("year", _("Anno di avvio"), "year", year_labels),
    )

    class Meta:
        model = Practice
        fields: list[str] = []

    @cached_property
    def text(self) -> str:
        """What was typed in the search box."""
        return " ".join(str(self.form.cleaned_data.get("q") or "").split())[:200] if self.form.is_valid() else ""

    @cached_property
    def match(self) -> TextMatch | None:
        """What the text finds; looked up once for the list and all facets."""
        return find(self.text) if self.text else None

    @cached_property
    def order(self) -> str:
        """The order in force: relevance needs a text."""
        wanted = self.form.cleaned_data.get("sort") if self.form.is_valid() else ""
        if wanted in SORTS and (wanted != "relevance" or self.text):
            return str(wanted)
        return "relevance" if self.text else "newest"

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self.match.condition) if self.match else queryset

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> Any:
        found = super().filter_queryset(queryset)
        if self.order == "relevance" and self.match:
            return self.match.in_order(found, self.total, whatever_text=self.without("q"))
        order = ("folded_title", "id") if self.order == "title" else ("-published_at", "-id")
        return found.order_by(*order)

    @property
    def total(self) -> int:
        """How many results all filters together leave."""
        return self._grouped("")[1]

    def counts(self, definition: FacetDefinition) -> dict[Any, int]:
        """Counts of one facet, with the chosen values that find nothing, so that they can be taken away."""
        chosen = self.form.cleaned_data.get(definition.name) or []
        counts = dict(self._grouped(definition.name if chosen else "")[0][definition.name])
        for value in chosen:
            counts.setdefault(value, 0)
        return counts

    def _grouped(self, without: str) -> tuple[dict[str, Counter[str]], int]:
        """Counts of every facet, and the total, under all filters but one (none when empty).

        One pass over the rows counts all columns; facets in which nothing is chosen share it.
        """
        if without not in self._groups:
            found = self.without(without)
            self._groups[without] = count_facets(
                found, self.facet_definitions, self._names, by_text=bool(self.match)
            )
        return self._groups[without]

    @cached_property
    def _names(self) -> list[dict[Any, Any]]:
        return names_of_keys()

    @cached_property
    def _groups(self) -> dict[str, tuple[dict[str, Counter[str]], int]]:
        return {}


def count_facets(
    queryset: QuerySet,
    definitions: Sequence[FacetDefinition],
    names_of: Sequence[dict[Any, Any]],
    *,
    by_text: bool,
) -> tuple[dict[str, Counter[str]], int]:
    """Facet → value → rows, and the number of rows. Only columns of the row are grouped, without any join."""
    columns = [definition.column.partition("__")[0] for definition in definitions]
    few = [number for number, definition in enumerate(definitions) if definition.name in FEW_VALUES]
    many = [number for number, definition in enumerate(definitions) if definition.name not in FEW_VALUES]
    counts: dict[str, Counter[str]] = {definition.name: Counter() for definition in definitions}
    try:
        inner, params = queryset.select_related(None).order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return counts, 0
    names = [f"c{number}" for number in range(len(columns))]
    sets = ", ".join(f"({', '.join(names[n] for n in each)})" for each in [few, *([n] for n in many)])
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if by_text:
            # The planner prices an unpacked text the same for a scan of the table as for the text index, which
            # needs none: for a word that most texts have it would read them all (decision 0011).
            cursor.execute("SET LOCAL enable_seqscan = off")
        # Only names made here and SQL made by the ORM are put together; values stay parameters.
        cursor.execute(
            f"SELECT GROUPING({', '.join(names)}), {', '.join(names)}, COUNT(*)"  # noqa: S608
            f" FROM ({inner}) AS found ({', '.join(names)}) GROUP BY GROUPING SETS ({sets})",
            params,
        )
        rows = cursor.fetchall()
    # GROUPING() sets a bit for each column left out, the first column being the highest bit.
    bits = [1 << (len(names) - 1 - number) for number in range(len(names))]
    total = 0
    for grouping, *values, number in rows:
        grouped = [place for place, bit in enumerate(bits) if not grouping & bit]
        if grouped == few:
            total += number
        for place in grouped:
            value = values[place]
            for single in value if isinstance(value, list) else [value]:
                if single not in (None, ""):
                    counts[definitions[place].name][str(names_of[place].get(single, single))] += number
    return counts, total


@remembered
def names_of_keys() -> list[dict[Any, Any]]:
    """For each facet the value of each key, where its column is a relation; the tables are small."""
    return [_names_of(Practice, definition.column) for definition in PracticeFilterSet.facet_definitions]


def _names_of(model: type[Model], column: str) -> dict[Any, Any]:
    """For a column such as policy_area__code: the code of each key; the tables are small. Else nothing."""
    relation, _dots, name = column.partition("__")
    related = model._meta.get_field(relation).related_model if name else None
    return dict(related._default_manager.values_list("pk", name)) if related else {}


class WorkFilterSet(FacetedFilterSet):
    """The work list: by state, and only what I wrote."""

    state = ChoiceFilter(choices=Practice.State.choices)
    mine = ChoiceFilter(choices=[("1", "1")], method="only_mine")
    due = ChoiceFilter(choices=[("1", "1")], method="only_due")

    class Meta:
        model = Practice
        fields: list[str] = []

    def only_mine(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(author=self.request.user)

    def only_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Published ones that nobody has confirmed in time."""
        return queryset.filter(state=Practice.State.PUBLISHED, review_on__lt=timezone.localdate())
