"""The filters of the council's work list, with counts per standing."""

import datetime
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.council import Standing
from certifications.filters.files import provinces
from certifications.filters.states import StateFilter
from certifications.models import Phase, PhaseTemplate

NEAR = datetime.timedelta(days=30)


class CouncilFilter(StateFilter):
    """Filters of the phases of council.waiting_for_council()."""

    state_field, organisation = "standing", "process__organisation"

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
        self.offer("provincia", [(code, name) for code, (_pk, name) in provinces().items()])

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {
            "ritardo": Q(due_on__lt=today),
            "vicino": Q(due_on__range=(today, today + NEAR)),
            "oltre": Q(due_on__gt=today + NEAR),
            "nessuno": Q(due_on=None),
        }
        return queryset.filter(conditions[value])

    @property
    def results(self) -> QuerySet:
        """The phases of the list, the nearest term first; those without one at the end."""
        found = self.qs.filter(standing=self.state) if self.state else self.qs
        return found.order_by(F("due_on").asc(nulls_last=True), "pk")
