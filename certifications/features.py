"""Typed features of infrastructures: what a kind asks, read, checked and shown. No database."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

Feature = Mapping[str, Any]
MAX_TEXT = 200


def clean_features(asked: Iterable[Feature], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the values given: those that the kind asks, each of its type; empty ones left out.

    Raises ValueError with the code of a feature whose value is not of its type.
    """
    kept: dict[str, Any] = {}
    for feature in asked:
        value = given.get(feature["code"])
        if value in (None, "", False):
            continue
        if not _fits(feature, value):
            raise ValueError(feature["code"])
        kept[feature["code"]] = float(value) if feature["type"] == "number" else value
    return kept


def _fits(feature: Feature, value: Any) -> bool:
    match feature["type"]:
        case "flag":
            return value is True
        case "number":
            return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and 0 <= value < 10**9
        case "choice":
            return value in [choice[0] for choice in feature["choices"]]
        case "text":
            return isinstance(value, str) and len(value) <= MAX_TEXT
        case _:
            return False


def codes_of(asked: Iterable[Feature], values: Mapping[str, Any]) -> list[str]:
    """What one can filter by: true flags by their code, choices as "code:value"."""
    found = []
    for feature in asked:
        value = values.get(feature["code"])
        if feature["type"] == "flag" and value is True:
            found.append(feature["code"])
        elif feature["type"] == "choice" and value:
            found.append(f"{feature['code']}:{value}")
    return found


def code_labels(asked: Iterable[Feature]) -> dict[str, str]:
    """Code of a filter → what people read."""
    labels = {}
    for feature in asked:
        if feature["type"] == "flag":
            labels[feature["code"]] = feature["label"]
        elif feature["type"] == "choice":
            for value, label in feature["choices"]:
                labels[f"{feature['code']}:{value}"] = f"{feature['label']}: {label}"
    return labels


def described(asked: Iterable[Feature], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, value in words) of what is known."""
    for feature in asked:
        value = values.get(feature["code"])
        if value in (None, ""):
            continue
        match feature["type"]:
            case "flag":
                yield feature["label"], _("Sì")
            case "choice":
                yield feature["label"], dict(map(tuple, feature["choices"])).get(value, value)
            case "number":
                yield feature["label"], str(number_format(Decimal(str(value)).normalize(), use_l10n=True))
            case _:
                yield feature["label"], str(value)
