"""Filters of the list of people."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Role

STATES = [("active", _("Attive")), ("inactive", _("Non attive"))]


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="by_text", label=_("Nome o e-mail"), widget=forms.TextInput(attrs={"type": "search"})
    )
    role = django_filters.ChoiceFilter(
        method="by_role", label=_("Ruolo"), choices=Role.choices, empty_label=_("Tutti i ruoli")
    )
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("Stato"), choices=STATES, empty_label=_("Tutte")
    )

    class Meta:
        model = User
        fields: list[str] = []

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(full_name__icontains=value) | Q(email__icontains=value))

    def by_role(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        holders = RoleAssignment.objects.in_force().filter(role=value).values("user")
        return queryset.filter(pk__in=holders)

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_active=value == "active")
