"""A condition of the engine as plain form fields, without JavaScript: a few comparisons with "and" or "or"."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certifications.engine import Condition
from certifications.engine.conditions import FACTS, OPERATORS, FactKind
from certifications.wording.conditions import describe
from certifications.wording.facts import CHOICES, fact_label

ROWS = 4
JOINS = [("all", _("tutte le righe")), ("any", _("almeno una riga"))]
OPERATOR_LABELS = {
    "lt": _("meno di"),
    "le": _("al massimo"),
    "gt": _("più di"),
    "ge": _("almeno"),
    "eq": _("esattamente"),
    "is": _("è"),
    "in": _("è uno tra"),
    "has": _("c'è"),
    "lacks": _("non c'è"),
}
FLAGS = {"public_body:yes": True, "public_body:no": False}


def question_choices() -> list[Any]:
    """What may be asked, grouped by fact: ("population:lt", "Abitanti del comune: meno di") …"""
    groups: list[Any] = [("", _("– niente –"))]
    for fact, kind in FACTS.items():
        if kind == FactKind.FLAG:
            pairs = [(f"{fact}:yes", f"{fact_label(fact)}: sì"), (f"{fact}:no", f"{fact_label(fact)}: no")]
        else:
            pairs = [(f"{fact}:{op}", f"{fact_label(fact)}: {OPERATOR_LABELS[op]}") for op in OPERATORS[kind]]
        groups.append((fact_label(fact), pairs))
    return groups


def value_choices(services: Mapping[str, str]) -> list[Any]:
    """The values to choose from: kinds, sizes, and the services of this disciplinare."""
    groups: list[Any] = [
        (fact_label(fact), [(f"{fact}:{v}", label) for v, label in CHOICES[fact]]) for fact in CHOICES
    ]
    offered = [(f"services:{code}", label) for code, label in services.items()]
    return [*groups, (fact_label("services"), offered)] if offered else groups


class ConditionFormMixin(forms.Form):
    """Adds the fields of one condition to a form; the clean condition is in `cleaned_data["condition"]`.

    A condition that these fields cannot show (nested, from a file) is kept as it is, until one asks to replace it.
    """

    condition_title = _("Quando vale")

    def add_condition(self, condition: Condition | None, services: Mapping[str, str]) -> None:
        self.condition, self.services = condition, services
        flat = flatten(condition)
        self.is_nested = flat is None
        if self.is_nested:
            self.fields["replace"] = forms.BooleanField(
                label=_("Sostituisci questa condizione con le righe che seguono"), required=False
            )
        join, rows = flat or ("all", [])
        self.fields["join"] = forms.ChoiceField(
            label=_("Devono essere vere"), choices=JOINS, initial=join, required=False
        )
        for place in range(ROWS):
            self._add_row(place, rows[place] if place < len(rows) else {})

    def _add_row(self, place: int, initial: Mapping[str, Any]) -> None:
        number = {"number": place + 1}
        self.fields[f"ask{place}"] = forms.ChoiceField(
            label=_("Riga %(number)d: che cosa si guarda") % number,
            choices=question_choices(),
            required=False,
            initial=initial.get("ask"),
        )
        self.fields[f"number{place}"] = forms.IntegerField(
            label=_("Numero"), required=False, min_value=0, max_value=100_000_000, initial=initial.get("number")
        )
        self.fields[f"values{place}"] = forms.MultipleChoiceField(
            label=_("Valori"),
            choices=value_choices(self.services),
            required=False,
            initial=initial.get("values"),
            widget=forms.SelectMultiple(attrs={"size": 5}),
        )

    @property
    def condition_words(self) -> str:
        """The stored condition in words; empty when it always holds."""
        return describe(self.condition, self.services) if self.condition else ""

    @property
    def condition_rows(self) -> list[list[Any]]:
        """The fields of every row, for the template."""
        return [[self[f"ask{n}"], self[f"number{n}"], self[f"values{n}"]] for n in range(ROWS)]

    @property
    def condition_names(self) -> set[str]:
        names = {f"{stem}{n}" for n in range(ROWS) for stem in ("ask", "number", "values")}
        return names | {"join", "replace"}

    @property
    def plain_fields(self) -> list[Any]:
        """The fields that are not of the condition."""
        return [field for field in self.visible_fields() if field.name not in self.condition_names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_nested and not cleaned.get("replace"):
            cleaned["condition"] = self.condition
            return cleaned
        parts = [part for place in range(ROWS) if (part := self._part(place, cleaned)) is not None]
        join = cleaned.get("join") or "all"
        cleaned["condition"] = None if not parts else parts[0] if len(parts) == 1 else {join: parts}
        return cleaned

    def _part(self, place: int, cleaned: Mapping[str, Any]) -> Condition | None:
        """The comparison of one row; what lacks or does not fit is said next to the field."""
        ask, number, values = (cleaned.get(f"{stem}{place}") for stem in ("ask", "number", "values"))
        if not ask:
            if number is not None or values:
                self.add_error(f"ask{place}", ValidationError(_("Scegli che cosa si guarda, o svuota la riga.")))
            return None
        fact, operator = ask.split(":")
        if ask in FLAGS:
            return {"fact": fact, "op": "is", "value": FLAGS[ask]}
        if FACTS[fact] == FactKind.NUMBER:
            if number is None:
                self.add_error(f"number{place}", ValidationError(_("Scrivi il numero.")))
                return None
            return {"fact": fact, "op": operator, "value": number}
        return self._choice(place, fact, operator, values or [])

    def _choice(self, place: int, fact: str, operator: str, values: list[str]) -> Condition | None:
        chosen = [value.split(":", 1)[1] for value in values if value.startswith(f"{fact}:")]
        if len(chosen) != len(values) or not chosen:
            sentence = _("Scegli i valori sotto «%(fact)s».") % {"fact": fact_label(fact)}
            self.add_error(f"values{place}", ValidationError(sentence))
            return None
        if operator == "in":
            return {"fact": fact, "op": operator, "value": chosen}
        if len(chosen) > 1:
            self.add_error(f"values{place}", ValidationError(_("Scegli un valore solo, o usa «è uno tra».")))
            return None
        return {"fact": fact, "op": operator, "value": chosen[0]}


def flatten(condition: Condition | None) -> tuple[str, list[dict[str, Any]]] | None:
    """(join, rows) for the fields; None when the condition is nested, negated or too long for them."""
    if condition is None:
        return "all", []
    join = next((word for word in ("all", "any") if word in condition), "all")
    parts = condition.get(join, [condition])
    if len(parts) > ROWS or any("fact" not in part for part in parts):
        return None
    return join, [_row(part) for part in parts]


def _row(part: Condition) -> dict[str, Any]:
    fact, operator, value = part["fact"], part["op"], part["value"]
    kind = FACTS[fact]
    if kind == FactKind.FLAG:
        return {"ask": f"{fact}:{'yes' if value else 'no'}"}
    if kind == FactKind.NUMBER:
        return {"ask": f"{fact}:{operator}", "number": value}
    values = value if isinstance(value, list) else [value]
    return {"ask": f"{fact}:{operator}", "values": [f"{fact}:{each}" for each in values]}
