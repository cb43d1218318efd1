"""Fields that only the form of a practice has."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from familynet.accounts.models import Administration
from familynet.kernel.search import fold
from familynet.territories.models import Municipality

TEXT_LENGTH = 20_000
MAX_INDICATORS = 12
MAX_MUNICIPALITIES = 400
INDICATOR_PARTS = ("name", "before", "after", "source")


class TextInput(forms.CharField):
    """Text with line ends as one character, so that a copy saved twice is the same copy."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\r\n?", "\n", super().to_python(value) or "")


class MunicipalitiesField(forms.CharField):
    """Several comuni, one per line: easy to type, and a list can be pasted from a spreadsheet."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.administration: Administration | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, QuerySet)):
            return "\n".join(str(municipality) for municipality in value)
        return value

    def clean(self, value: Any) -> list[Municipality]:
        lines = [line for part in re.split(r"[\n;]", value or "") if (line := part.strip(" ,\t\r"))]
        if len(lines) > MAX_MUNICIPALITIES:
            raise ValidationError(_("Sono troppi Comuni: scegli tutto il territorio o un'area."))
        found, errors = [], []
        candidates = self._candidates(lines) if lines else {}
        for line in lines:
            name, sigla = _split(line)
            hits = [m for m in candidates.get(fold(name), []) if sigla in ("", m.province.abbreviation)]
            if len(hits) == 1:
                found.append(hits[0])
            else:
                errors.append(self._complaint(line, name, hits))
        if errors:
            raise ValidationError(errors)
        return list({municipality.pk: municipality for municipality in found}.values())

    def _candidates(self, lines: list[str]) -> dict[str, list[Municipality]]:
        """Comuni of the administration's territory by folded name, in one query."""
        names = {fold(_split(line)[0]) for line in lines}
        by_name: dict[str, list[Municipality]] = {}
        for municipality in self._territory().filter(folded_name__in=names):
            by_name.setdefault(municipality.folded_name, []).append(municipality)
        return by_name

    def _territory(self) -> QuerySet[Municipality]:
        municipalities = Municipality.objects.current().select_related("province")
        if self.administration is None:
            return municipalities
        if self.administration.province_id:
            return municipalities.filter(province=self.administration.province_id)
        return municipalities.filter(province__region=self.administration.region_id)

    def _complaint(self, line: str, name: str, hits: list[Municipality]) -> str:
        """What is wrong with a line, with the names it may mean."""
        words = {"line": line}
        if hits:
            words["names"] = ", ".join(str(hit) for hit in hits)
            return _t("“%(line)s” può essere: %(names)s. Aggiungi la sigla della provincia.") % words
        similar = self._territory().filter(
            Q(folded_name__trigram_similar=fold(name)) | Q(folded_name__startswith=fold(name)[:4] or "-")
        )[:4]
        if similar:
            words["names"] = ", ".join(str(hit) for hit in similar)
            return _t("Non trovo “%(line)s” nel territorio. Forse: %(names)s?") % words
        return _t("Non trovo il Comune “%(line)s” nel territorio dell'amministrazione.") % words


def _split(line: str) -> tuple[str, str]:
    """ "Bra (CN)" → ("Bra", "CN")"""
    match = re.fullmatch(r"(.+?)\s*\(\s*([A-Za-z]{2})\s*\)", line)
    return (match[1], match[2].upper()) if match else (line, "")


class IndicatorsWidget(forms.Widget):
    """A small table: what was counted, before, after, source."""

    template_name = "practices/widgets/indicators.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = list(value or [])
        rows += [{}] * max(1, 3 - len(rows))
        context["widget"]["rows"] = rows[:MAX_INDICATORS]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        columns = [data.getlist(f"{name}-{part}") if hasattr(data, "getlist") else [] for part in INDICATOR_PARTS]
        return [dict(zip(INDICATOR_PARTS, row, strict=True)) for row in zip(*columns, strict=False)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{INDICATOR_PARTS[0]}" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class IndicatorsField(forms.Field):
    """Rows of {name, before, after, source}; empty rows are dropped."""

    widget = IndicatorsWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = [{part: str(row.get(part, "")).strip()[:200] for part in INDICATOR_PARTS} for row in value or []]
        rows = [row for row in rows if any(row.values())][:MAX_INDICATORS]
        if any(not row["name"] for row in rows):
            raise ValidationError(_("Scrivi che cosa misura ogni riga: il nome dell'indicatore manca."))
        return rows
