"""The field to choose a comune: a text box with suggestions, also without JavaScript."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from familynet.kernel.combobox import ComboboxField
from familynet.territories.models import Municipality


class MunicipalityField(ComboboxField):
    """Gives a Municipality that exists today."""

    suggest_url = reverse_lazy("territories:suggest")
    not_found = _("Nessun Comune del Trentino o del Piemonte si chiama “%(text)s”. Controlla il nome.")
    several = _("Più Comuni corrispondono a “%(text)s”: scegli quello giusto.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Comune"))
        kwargs.setdefault("help_text", _("Scrivi le prime lettere del nome e scegli dall'elenco."))
        super().__init__(**kwargs)

    def options(self) -> QuerySet[Municipality]:
        return Municipality.objects.current().select_related("province")

    def find(self, text: str) -> QuerySet[Municipality]:
        return Municipality.objects.current().suggested(text)

    def label_of(self, obj: Municipality) -> str:
        return f"{obj.name} ({obj.province.abbreviation})"

    def note_of(self, obj: Municipality) -> str:
        return obj.province.name
