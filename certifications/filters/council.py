"""The filters of the council's work list, with counts per standing."""

import datetime
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.council import Standing
from certifications.filters.files import PlainSelect, organisations_with, provinces, schemes
from certifications.models import Phase, PhaseTemplate

NEAR = datetime.timedelta(days=30)


class CouncilFilter(django_filters.FilterSet):
    """Filters of the phases of council.waiting_for_council()."""

    q = django_filters.CharFilter(method="by_text", label=_("Organizzazione o comune"))
    marchio = django_filters.ChoiceFilter(
        field_name="process__scheme__slug", label=_("Marchio"), empty_label=_("Tutti")
    )
    fase = django_filters.ChoiceFilter(
        field_name="template__kind", choices=PhaseTemplate.Kind, label=_("Fase"), empty_label=_("Tutte")
    )
    provincia = django_filters.ChoiceFilter(
        field_name="process__organisation__municipality__province__abbreviation",
        label=_("Provincia"),
        empty_label=_("Tutte"),
    )
    termine = django_filters.ChoiceFilter(
        method="by_term",
        choices=[
            ("ritardo", _("Scaduto")),
            ("vicino", _("Entro 30 giorni")),
            ("oltre", _("Oltre 30 giorni")),
            ("nessuno", _("Senza termine")),
        ],
        label=_("Termine"),
        empty_label=_("Tutti"),
    )
    stato = django_filters.ChoiceFilter(
        method="ignored", choices=Standing, label=_("Stato"), empty_label=_("Tutti")
    )

    class Meta:
        model = Phase
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("marchio", [(slug, name) for slug, (_pk, name) in schemes().items()])
        self._offer("provincia", [(code, name) for code, (_pk, name) in provinces().items()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.filters[name].extra.update(choices=choices, widget=PlainSelect)

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(process__organisation__in=organisations_with(value))

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {
            "ritardo": Q(due_on__lt=today),
            "vicino": Q(due_on__range=(today, today + NEAR)),
            "oltre": Q(due_on__gt=today + NEAR),
            "nessuno": Q(due_on=None),
        }
        return queryset.filter(conditions[value])

    def ignored(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The standing is the last filter: the counts of the others are shown beside it."""
        return queryset

    @cached_property
    def counts(self) -> dict[str, int]:
        """Standing → phases under all other filters."""
        return dict(self.qs.order_by().values_list("standing").annotate(n=Count("pk")))

    @cached_property
    def standing(self) -> str:
        self.form.is_valid()
        return self.form.cleaned_data.get("stato") or ""

    @property
    def results(self) -> QuerySet:
        """The phases of the list, the nearest term first; those without one at the end."""
        found = self.qs.filter(standing=self.standing) if self.standing else self.qs
        return found.order_by(F("due_on").asc(nulls_last=True), "pk")

    @property
    def total(self) -> int:
        return self.counts.get(self.standing, 0) if self.standing else sum(self.counts.values())
