"""The work lists of files: what each side sees, what waits for whom, filters, counts per state."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certifications.models import Application, Category, Scheme
from certifications.recipients import officers_of
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality, Province

C = Capability
S = Application.State
MOST_ORGANISATIONS = 500  # found by words; who finds more types another word
ORDER = (F("due_on").asc(nulls_last=True), "pk")


def waiting_for(user: Any) -> Q:
    """What waits for a person: an officer's own files and those that nobody took; a manager's decisions."""
    manages, decides = (list(user.administrations_with(c)) for c in (C.CERTIFICATE_MANAGE, C.CERTIFICATE_DECIDE))
    mine = Q(officer=user, state__in=(S.SUBMITTED, S.IN_REVIEW)) | Q(officer=None, state=S.SUBMITTED)
    decisions = Q(state=S.ASSESSED) & ~Q(officer=user)
    return Q(administration__in=manages) & mine | Q(administration__in=decides) & decisions


class FileFilter(django_filters.FilterSet):
    """Filters of a work list; `user` is who reads it. Without a state only running files are listed."""

    q = django_filters.CharFilter(method="by_text", label=_("Organizzazione, comune o protocollo"))
    marchio = django_filters.ModelChoiceFilter(
        field_name="scheme",
        to_field_name="slug",
        queryset=Scheme.objects.all(),
        label=_("Marchio"),
        empty_label=_("Tutti"),
    )
    categoria = django_filters.ModelChoiceFilter(
        field_name="category",
        queryset=Category.objects.select_related("scheme").order_by("scheme__order", "order"),
        label=_("Categoria"),
        empty_label=_("Tutte"),
    )
    responsabile = django_filters.ChoiceFilter(
        method="by_officer", label=_("Responsabile del procedimento"), empty_label=_("Tutti")
    )
    provincia = django_filters.ModelChoiceFilter(
        field_name="province",
        to_field_name="abbreviation",
        queryset=Province.objects.order_by("name"),
        label=_("Provincia"),
        empty_label=_("Tutte"),
    )
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
        people = [(str(p.pk), p.full_name or p.email) for p in self.officers]
        choices = [("io", _("Io")), ("nessuno", _("Nessuno")), *people]
        self.filters["responsabile"].extra["choices"] = choices

    @cached_property
    def officers(self) -> list[User]:
        """Whom a file of this list may be given to."""
        return list(officers_of(self.user.administrations_with(C.APPLICATION_VIEW)))

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Each word in the name or in the comune; or a whole protocol number."""
        organisations = Organisation.objects.order_by()
        words = fold(value[:200]).split()[:8]
        for word in words:
            places = Municipality.objects.filter(folded_name__startswith=word).values_list("pk", flat=True)
            organisations = organisations.filter(Q(folded_name__contains=word) | Q(municipality__in=list(places)))
        found = list(organisations.values_list("pk", flat=True)[:MOST_ORGANISATIONS]) if words else []
        return queryset.filter(Q(organisation__in=found) | Q(protocol_number=value.strip()))

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
    def results(self) -> QuerySet:
        """The files of the list, the most urgent first."""
        found = self.qs
        if self.state in S.values:
            found = found.filter(state=self.state)
        elif self.state != "tutti":
            found = found.filter(state__in=Application.RUNNING)
        return found.order_by(*ORDER)

    @property
    def total(self) -> int:
        if self.state in S.values:
            return self.counts.get(self.state, 0)
        return sum(self.counts.values())
