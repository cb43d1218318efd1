"""The filters of an assessor's own work list, with counts per state."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.filters.files import PlainSelect, organisations_with, schemes
from certifications.models import Application, Assignment

S = Assignment.State


class AssessmentFilter(django_filters.FilterSet):
    """Filters of assignments of one person. Without a state only those still to be done are listed."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(slug, name) for slug, (_pk, name) in schemes().items()]
        self.filters["marchio"].extra.update(choices=choices, widget=PlainSelect)

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(application__organisation__in=organisations_with(value))

    def by_term(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        conditions = {"ritardo": Q(due_on__lt=today), "aperto": Q(due_on__gte=today), "nessuno": Q(due_on=None)}
        return queryset.filter(conditions[value])

    def ignored(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The state is the last filter: the counts of the other states are shown beside it."""
        return queryset

    @cached_property
    def counts(self) -> dict[str, int]:
        """State → assignments under all other filters."""
        return dict(self.qs.order_by().values_list("state").annotate(n=Count("pk")))

    @cached_property
    def state(self) -> str:
        self.form.is_valid()
        return self.form.cleaned_data.get("stato") or ""

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
