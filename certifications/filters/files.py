"""The filters of the work lists of files, with counts per state."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from certifications.models import Application, Category, Scheme
from certifications.recipients import officers_of
from familynet.accounts.roles import Capability
from familynet.kernel.remembered import keep, remembered
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality, Province

C = Capability
S = Application.State
MOST_ORGANISATIONS = 500  # found by words; who finds more types another word


@remembered
def schemes() -> dict[str, tuple[int, str]]:
    """Of each mark, by its slug: its key and its name."""
    return {slug: (pk, name) for slug, pk, name in Scheme.objects.values_list("slug", "pk", "name")}


@remembered
def categories() -> list[tuple[str, str]]:
    rows = Category.objects.order_by("scheme__order", "order", "pk")
    return [(str(pk), f"{name} ({scheme})") for pk, name, scheme in rows.values_list("pk", "name", "scheme__name")]


@remembered
def provinces() -> dict[str, tuple[int, str]]:
    """Of each province, by its abbreviation: its key and its name."""
    rows = Province.objects.order_by("name").values_list("abbreviation", "pk", "name")
    return {code: (pk, name) for code, pk, name in rows}


def officers(administrations: Iterable[int]) -> list[tuple[str, str]]:
    """Whom a file of these administrations may be given to: (key, name)."""
    keys = sorted(administrations)
    return keep(f"officers:{keys}", lambda: [(str(person.pk), str(person)) for person in officers_of(keys)])


def organisations_with(text: str) -> list[int]:
    """Keys of the organisations that have each word in their name or in that of their comune."""
    organisations = Organisation.objects.order_by()
    words = fold(text[:200]).split()[:8]
    for word in words:
        places = Municipality.objects.filter(folded_name__startswith=word).values_list("pk", flat=True)
        organisations = organisations.filter(Q(folded_name__contains=word) | Q(municipality__in=list(places)))
    return list(organisations.values_list("pk", flat=True)[:MOST_ORGANISATIONS]) if words else []


class PlainSelect(forms.Select):
    """A select drawn at once: Django asks a template for every option, and a list has hundreds of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key or "") in chosen else "", label)
                for key, label in self.choices
            ),
        )
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", attributes, options)


class FileFilter(django_filters.FilterSet):
    """Filters of a work list; `user` is who reads it. Without a state only running files are listed."""

    q = django_filters.CharFilter(method="by_text", label=_("Organizzazione, comune o protocollo"))
    marchio = django_filters.ChoiceFilter(method="by_scheme", label=_("Marchio"), empty_label=_("Tutti"))
    categoria = django_filters.ChoiceFilter(field_name="category", label=_("Categoria"), empty_label=_("Tutte"))
    responsabile = django_filters.ChoiceFilter(
        method="by_officer", label=_("Responsabile del procedimento"), empty_label=_("Tutti")
    )
    provincia = django_filters.ChoiceFilter(method="by_province", label=_("Provincia"), empty_label=_("Tutte"))
    termine = django_filters.ChoiceFilter(
        method="by_term",
        choices=[
            ("ritardo", _("In ritardo")),
            ("vicino", _("Vicino")),
            ("sospeso", _("Sospeso")),
            ("nessuno", _("Non ancora avviato")),
        ],
        label=_("Termine"),
        empty_label=_("Tutti"),
    )
    stato = django_filters.ChoiceFilter(
        method="ignored",
        choices=[*((s.value, s.label) for s in S if s != S.DRAFT), ("tutti", _("Anche le concluse"))],
        label=_("Stato"),
        empty_label=_("In corso"),
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.officers = officers(user.administrations_with(C.APPLICATION_VIEW))
        self._offer("responsabile", [("io", _("Io")), ("nessuno", _("Nessuno")), *self.officers])
        self._offer("marchio", [(slug, name) for slug, (_pk, name) in schemes().items()])
        self._offer("provincia", [(code, name) for code, (_pk, name) in provinces().items()])
        self._offer("categoria", categories())

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.filters[name].extra.update(choices=choices, widget=PlainSelect)

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Each word in the name or in the comune; or a whole protocol number."""
        return queryset.filter(Q(organisation__in=organisations_with(value)) | Q(protocol_number=value.strip()))

    def by_scheme(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(scheme=schemes()[value][0])

    def by_province(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(province=provinces()[value][0])

    def by_officer(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "nessuno":
            return queryset.filter(officer=None)
        return queryset.filter(officer=self.user.pk if value == "io" else int(value))

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {
            "ritardo": Q(due_on__lt=today, stopped_on=None),
            "vicino": Q(due_on__gte=today, warn_on__lte=today, stopped_on=None),
            "sospeso": Q(stopped_on__isnull=False),
            "nessuno": Q(due_on=None, stopped_on=None),
        }
        return queryset.filter(conditions[value])

    def ignored(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The state is the last filter: the counts of the other states are shown beside it."""
        return queryset

    @cached_property
    def counts(self) -> dict[str, int]:
        """State → files under all other filters."""
        rows = self.qs.order_by().values_list("state").annotate(n=Count("*"))
        if self.state != "tutti" and self.state not in Application.CONCLUDED:
            rows = rows.filter(state__in=Application.RUNNING)
        return dict(rows)

    @cached_property
    def state(self) -> str:
        self.form.is_valid()
        return self.form.cleaned_data.get("stato") or ""

    @property
    def results(self) -> Any:
        """The files of the list, the most urgent first."""
        found: Any = self.qs
        if self.state in S.values:
            found = found.filter(state=self.state)
        elif self.state != "tutti":
            found = found.filter(state__in=Application.RUNNING)
        return found.by_urgency()

    @property
    def total(self) -> int:
        if self.state in S.values:
            return self.counts.get(self.state, 0)
        return sum(self.counts.values())
