"""The filters of the list of multi-year processes, with counts per state."""

import datetime

import django_filters
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.filters.states import StateFilter
from certifications.models import Process

NEAR = datetime.timedelta(days=30)


class ProcessFilter(StateFilter):
    """Filters of processes with their current phase (with_current_phase())."""

    q = django_filters.CharFilter(method="by_text", label=_("Organizzazione o comune"))
    marchio = django_filters.ChoiceFilter(field_name="scheme__slug", label=_("Marchio"), empty_label=_("Tutti"))
    termine = django_filters.ChoiceFilter(
        method="by_term",
        choices=[
            ("ritardo", _("Scaduto")),
            ("vicino", _("Entro 30 giorni")),
            ("oltre", _("Oltre 30 giorni")),
            ("nessuno", _("Senza termine")),
        ],
        label=_("Termine della fase"),
        empty_label=_("Tutti"),
    )
    stato = django_filters.ChoiceFilter(
        method="ignored", choices=Process.State.choices, label=_("Stato"), empty_label=_("Tutti")
    )

    class Meta:
        model = Process
        fields: list[str] = []

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {
            "ritardo": Q(phase_due__lt=today),
            "vicino": Q(phase_due__range=(today, today + NEAR)),
            "oltre": Q(phase_due__gt=today + NEAR),
            "nessuno": Q(phase_due=None),
        }
        return queryset.filter(conditions[value])

    @property
    def results(self) -> QuerySet:
        """The processes of the list: those that run before those that ended, the nearest term first."""
        found = self.qs.filter(state=self.state) if self.state else self.qs
        ended = ExpressionWrapper(Q(state=Process.State.ENDED), output_field=BooleanField())
        return found.order_by(ended, F("phase_due").asc(nulls_last=True), "organisation__folded_name", "pk")
