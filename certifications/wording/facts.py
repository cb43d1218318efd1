"""The facts of the engine in words: what each is called, and what its values are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.organisations.models import Organisation

FACT_LABELS: dict[str, Promise | str] = {
    "population": _("Abitanti del comune"),
    "employees": _("Numero di dipendenti"),
    "kind": _("Tipo di organizzazione"),
    "size": _("Dimensione"),
    "public_body": _("Ente pubblico"),
    "services": _("Servizi offerti"),
}
CHOICES: dict[str, list[tuple[str, Promise | str]]] = {
    "kind": list(Organisation.Kind.choices),
    "size": list(Organisation.Size.choices),
}


def fact_label(fact: str) -> str:
    """What a fact is called; its code when nobody has named it."""
    return str(FACT_LABELS.get(fact, fact))


def value_label(fact: str, value: str) -> str:
    """What a value of a choice is called; the value itself when it is not known."""
    return str(dict(CHOICES.get(fact, [])).get(value, value))
