"""The filters of an assessor's own work list, with counts per state."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.filters.states import StateFilter
from certifications.models import Application, Assignment

S = Assignment.State


class AssessmentFilter(StateFilter):
    """Filters of assignments of one person. Without a state only those still to be done are listed."""

    organisation = "application__organisation"

    q = django_filters.CharFilter(method="by_text", label=_("Organizzazione o comune"))
    marchio = django_filters.ChoiceFilter(
        field_name="application__scheme__slug", label=_("Marchio"), empty_label=_("Tutti")
    )
    termine = django_filters.ChoiceFilter(
        method="by_term",
        choices=[("ritardo", _("In ritardo")), ("aperto", _("Nei tempi")), ("nessuno", _("Senza termine"))],
        label=_("Termine"),
        empty_label=_("Tutti"),
    )
    stato = django_filters.ChoiceFilter(
        method="ignored",
        choices=[*S.choices, ("tutte", _("Tutte"))],
        label=_("Stato"),
        empty_label=_("Da fare"),
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {"ritardo": Q(due_on__lt=today), "aperto": Q(due_on__gte=today), "nessuno": Q(due_on=None)}
        return queryset.filter(conditions[value])

    @property
    def results(self) -> QuerySet:
        """What is to be done, the nearest term first; what was done, the newest first."""
        found: Any = self.qs
        if not self.state:
            found = found.active().filter(application__state=Application.State.IN_ASSESSMENT)
        elif self.state in S.values:
            found = found.filter(state=self.state)
        if self.state in ("", S.ASSIGNED, S.WORKING):
            return found.order_by(F("due_on").asc(nulls_last=True), "assigned_at", "pk")
        return found.order_by("-updated_at", "-pk")
