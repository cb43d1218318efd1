"""Boxes that find a file or a certificate: what a funded project is tied to."""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from certifications.models import Application, Certificate
from familynet.kernel.combobox import ComboboxField
from familynet.kernel.search import fold

MOST_WORDS = 8
MOST_DIGITS = 9  # of a register number or a year


class _TieField(ComboboxField):
    """One of `queryset`: every word stands in the organisation, the mark or the number."""

    order = ("organisation__folded_name", "pk")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.queryset: Any = None

    def options(self) -> QuerySet:
        return self.queryset.select_related("organisation", "scheme", "category")

    def find(self, text: str) -> QuerySet:
        found = self.options()
        for word in re.findall(r"\w+", fold(text))[:MOST_WORDS]:
            place = Q(organisation__folded_name__contains=word)
            place |= Q(scheme__name__icontains=word) | Q(category__name__icontains=word)
            found = found.filter(place | self.number_is(word))
        return found.order_by(*self.order)

    def number_is(self, word: str) -> Q:
        return Q(public_id__iexact=word)


class FileField(_TieField):
    """A submitted application, for officials."""

    suggest_url = reverse_lazy("certifications:suggest_application")
    not_found = _("Non vedi nessuna domanda di questa organizzazione che corrisponda a “%(text)s”.")
    several = _("Più domande corrispondono a “%(text)s”: scegli quella giusta.")

    def label_of(self, obj: Application) -> str:
        return f"{obj.title}, {obj.organisation.name} ({obj.public_id})"

    def note_of(self, obj: Application) -> str:
        return str(obj.get_state_display())


class CertificateField(_TieField):
    """A certificate of the register."""

    suggest_url = reverse_lazy("certifications:suggest_certificate")
    not_found = _("Non vedi nessun certificato di questa organizzazione che corrisponda a “%(text)s”.")
    several = _("Più certificati corrispondono a “%(text)s”: scegli quello giusto.")

    def label_of(self, obj: Certificate) -> str:
        return f"{obj.title}, {obj.organisation.name} ({obj.number or obj.public_id})"

    def note_of(self, obj: Certificate) -> str:
        return str(obj.get_state_display())

    def number_is(self, word: str) -> Q:
        place = super().number_is(word) | Q(source_number__iexact=word)
        if word.isdecimal() and len(word) <= MOST_DIGITS:
            place |= Q(register_number=int(word)) | Q(register_year=int(word))
        return place
