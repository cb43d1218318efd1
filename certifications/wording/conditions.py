"""A condition of the engine as a sentence part: "il Comune ha meno di 5.000 abitanti e offre la ristorazione"."""

from collections.abc import Iterator, Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.engine import Condition
from certifications.wording.facts import value_label

NUMBERS: dict[tuple[str, str], Promise | str] = {
    ("population", "lt"): gettext_lazy("il comune ha meno di %(value)s abitanti"),
    ("population", "le"): gettext_lazy("il comune ha al massimo %(value)s abitanti"),
    ("population", "gt"): gettext_lazy("il comune ha più di %(value)s abitanti"),
    ("population", "ge"): gettext_lazy("il comune ha almeno %(value)s abitanti"),
    ("population", "eq"): gettext_lazy("il comune ha esattamente %(value)s abitanti"),
    ("employees", "lt"): gettext_lazy("i dipendenti sono meno di %(value)s"),
    ("employees", "le"): gettext_lazy("i dipendenti sono al massimo %(value)s"),
    ("employees", "gt"): gettext_lazy("i dipendenti sono più di %(value)s"),
    ("employees", "ge"): gettext_lazy("i dipendenti sono almeno %(value)s"),
    ("employees", "eq"): gettext_lazy("i dipendenti sono esattamente %(value)s"),
}
CHOICES: dict[tuple[str, str], Promise | str] = {
    ("kind", "is"): gettext_lazy("il tipo di organizzazione è «%(value)s»"),
    ("kind", "in"): gettext_lazy("il tipo di organizzazione è uno tra %(value)s"),
    ("size", "is"): gettext_lazy("la dimensione è «%(value)s»"),
    ("size", "in"): gettext_lazy("la dimensione è una tra %(value)s"),
    ("services", "has"): gettext_lazy("offre il servizio «%(value)s»"),
    ("services", "lacks"): gettext_lazy("non offre il servizio «%(value)s»"),
}


def describe(condition: Condition | None, services: Mapping[str, str] | None = None) -> str:
    """The condition in words of the page's language, without a full stop; "sempre" for none.

    `services` gives the names of the services by code; one that is not there keeps its code.
    """
    if condition is None:
        return _("sempre")
    if "not" in condition:
        return _("non vale che: %(inner)s") % {"inner": describe(condition["not"], services)}
    for word, glue in (("all", _("e")), ("any", _("oppure"))):
        if word in condition:
            words = f" {glue} ".join(_inner(part, services) for part in condition[word])
            return words.replace(" e è ", " ed è ")  # as Italian is spoken
    return _comparison(condition, services or {})


def _inner(part: Condition, services: Mapping[str, str] | None) -> str:
    """A part of a longer one; in brackets when it is itself joined of several."""
    words = describe(part, services)
    joined = any(word in part and len(part[word]) > 1 for word in ("all", "any")) or "not" in part
    return f"({words})" if joined else words


def _comparison(condition: Condition, services: Mapping[str, str]) -> str:
    fact, operator, value = condition["fact"], condition["op"], condition["value"]
    if fact == "public_body":
        return _("è un ente pubblico") if value else _("non è un ente pubblico")
    if words := NUMBERS.get((fact, operator)):
        return str(words) % {"value": number_format(value, use_l10n=True, force_grouping=True)}
    sentence = str(CHOICES[(fact, operator)])
    if operator == "in":
        return sentence % {"value": ", ".join(f"«{value_label(fact, each)}»" for each in value)}
    label = services.get(value, value) if fact == "services" else value_label(fact, value)
    return sentence % {"value": label}


def comparisons(condition: Condition | None) -> Iterator[Condition]:
    """Every single comparison inside a condition."""
    if condition is None:
        return
    if "not" in condition:
        yield from comparisons(condition["not"])
        return
    for word in ("all", "any"):
        if word in condition:
            for part in condition[word]:
                yield from comparisons(part)
            return
    yield condition


def services_named(condition: Condition | None) -> set[str]:
    """The codes of the services that a condition asks about."""
    return {str(each["value"]) for each in comparisons(condition) if each["fact"] == "services"}
