"""What is wrong with the plan, the yearly indicators and the fees of a multi-year disciplinare, as sentences.

Pure, on the canonical form of `schemefiles.phases`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from certifications.findings import Finding
from familynet.organisations.models import Organisation

Row = Mapping[str, Any]


def check_plan(content: Row) -> Iterator[Finding]:
    """Everything that is to be put right in what the phases ask for."""
    wanted = {kind for cycle in content["cycles"] for phase in cycle["phases"] for kind in phase["closes_with"]}
    yield from _areas(content, asked="plan" in wanted)
    yield from _rules(content)
    yield from _indicators(content["indicators"], asked="data_model" in wanted)
    yield from _fees(content)


def _areas(content: Row, *, asked: bool) -> Iterator[Finding]:
    areas = content["areas"]
    if asked and not any(area["fields"] for area in areas):
        yield Finding(_("Le fasi chiedono il piano, ma non ci sono macro aree con i loro campi in cui scriverlo."))
        return
    if areas and not asked:
        yield Finding(_("Ci sono le macro aree del piano, ma nessuna fase chiede il piano."), stops=False)
    in_every_area = any(rule["per"] == "area" for rule in content["plan_rules"])
    for area in areas:
        if area["fields"]:
            continue
        words = _("La macro area «%(title)s» non ha campi: nessuna attività ci può stare.")
        yield Finding(words % {"title": area["title"]}, stops=in_every_area)


def _rules(content: Row) -> Iterator[Finding]:
    """Every class of size has one rule of each kind at most, and one at all."""
    rules = content["plan_rules"]
    if not content["areas"]:
        if rules:
            yield Finding(_("C'è un contenuto minimo del piano, ma non ci sono macro aree."))
        return
    for size, label in Organisation.Size.choices:
        kinds = [rule["per"] for rule in rules if size in rule["sizes"]]
        if not kinds:
            words = _("Per la dimensione «%(size)s» manca il contenuto minimo del piano: basterebbe un'attività.")
            yield Finding(words % {"size": label}, stops=False)
        elif len(set(kinds)) < len(kinds):
            words = _("Per la dimensione «%(size)s» ci sono due contenuti minimi dello stesso tipo.")
            yield Finding(words % {"size": label}, stops=False)


def _indicators(rows: Sequence[Row], *, asked: bool) -> Iterator[Finding]:
    if asked and not any(row["formula"] != "index" for row in rows):
        yield Finding(_("Le fasi chiedono i dati di ogni anno, ma non ci sono indicatori da compilare."))
    elif rows and not asked:
        yield Finding(_("Ci sono degli indicatori, ma nessuna fase chiede i dati."), stops=False)
    elif rows and not any(row["required"] for row in rows):
        yield Finding(_("Nessun indicatore è obbligatorio: i dati si possono inviare vuoti."), stops=False)
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        yield from _indicator(row, by_code)


def _indicator(row: Row, by_code: Mapping[str, Row]) -> Iterator[Finding]:
    title = {"title": row["title"]}
    base = by_code.get(row["base"])
    if base is not None and base["formula"] == "index":
        words = _("«%(title)s» si calcola su un indice, che nessuno scrive.")
        yield Finding(words % title)
    if base is not None and row["by_sex"] and not base["by_sex"]:
        words = _("«%(title)s» distingue donne e uomini, ma «%(base)s», su cui si calcola, no.")
        yield Finding(words % {**title, "base": base["title"]}, stops=False)
    if row["formula"] != "index":
        return
    if not row["parts"]:
        yield Finding(_("L'indice «%(title)s» non dice di quali percentuali è la media.") % title)
    for part in row["parts"]:
        if part in by_code and by_code[part]["formula"] != "percentage":
            words = _("L'indice «%(title)s» è una media di percentuali, ma «%(part)s» non lo è.")
            yield Finding(words % {**title, "part": by_code[part]["title"]}, stops=False)


def _fees(content: Row) -> Iterator[Finding]:
    """When something is paid, every class of size knows how much, in every cycle."""
    fees = content["fees"]
    if not fees:
        return
    for cycle in content["cycles"]:
        for size, label in Organisation.Size.choices:
            if not any(size in fee["sizes"] and fee["cycle"] in ("", cycle["code"]) for fee in fees):
                words = _("Nel ciclo «%(cycle)s» manca la quota per la dimensione «%(size)s».")
                yield Finding(words % {"cycle": cycle["title"], "size": label}, stops=False)
