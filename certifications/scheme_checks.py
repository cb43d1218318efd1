"""What is wrong with a whole disciplinare before anybody reviews it, as sentences. Pure, on the canonical form."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from certifications.findings import Finding
from certifications.phase_checks import check_phases
from certifications.plan_checks import check_plan
from certifications.wording.conditions import services_named

ZERO = Decimal(0)


def check_version(version: Mapping[str, Any]) -> list[Finding]:
    """Everything that is to be put right, what stops first. `version` is `schemefiles.canonical_version`."""
    found = [*_asks_nothing(version), *_services(version), *_bands(version), *_requirements(version)]
    if phases := version.get("phases"):
        found += [*check_phases(phases), *check_plan(phases)]
    return sorted(found, key=lambda finding: not finding.stops)


def _all(version: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [r for section in version["sections"] for r in section["requirements"]]


def _asks_nothing(version: Mapping[str, Any]) -> Iterator[Finding]:
    requirements = _all(version)
    if not requirements:
        yield Finding(_("Il disciplinare non ha requisiti."))
    elif not any(r["mandatory"] for r in requirements):
        if version["bands"]:
            yield Finding(_("Nessun requisito è obbligatorio: decide solo il punteggio."), stops=False)
        else:
            yield Finding(_("Nessun requisito è obbligatorio e non c'è un punteggio minimo: passerebbe chiunque."))
    if requirements and not any(r["due_months"] == 0 for r in requirements):
        yield Finding(_("Alla domanda non si chiede nulla: ogni requisito vale solo dopo l'assegnazione."))
    if not version["declarations"]:
        yield Finding(_("Mancano le dichiarazioni: chi presenta la domanda non confermerebbe nulla."), stops=False)
    if not version["valid_from"]:
        yield Finding(_("Manca il giorno da cui vale: senza, vale dal giorno dell'atto."), stops=False)
    for section in version["sections"]:
        if not section["requirements"]:
            yield Finding(_("L'area «%(title)s» non ha requisiti.") % {"title": section["title"]}, stops=False)


def _services(version: Mapping[str, Any]) -> Iterator[Finding]:
    known = {service["code"] for service in version["services"]}
    asked: set[str] = set()
    places = [(_("Il requisito %(name)s") % {"name": r["code"]}, r["applies_if"]) for r in _all(version)]
    places += [(_("La classe «%(name)s»") % {"name": b["label"]}, b["condition"]) for b in version["bands"]]
    for place, condition in places:
        named = services_named(condition)
        asked |= named
        for code in sorted(named - known):
            yield Finding(
                _("%(place)s dipende dal servizio «%(code)s», che il disciplinare non elenca.")
                % {"place": place, "code": code}
            )
    for service in version["services"]:
        if service["code"] not in asked:
            yield Finding(
                _("Il servizio «%(label)s» si chiede ma non cambia nulla: nessuna condizione lo nomina.")
                % {"label": service["label"]},
                stops=False,
            )


def _bands(version: Mapping[str, Any]) -> Iterator[Finding]:
    reachable = sum((Decimal(r["points_max"]) for r in _all(version) if r["due_months"] == 0), ZERO)
    open_to_all = ""
    for band in version["bands"]:
        if open_to_all:
            yield Finding(
                _("La classe «%(label)s» non si raggiunge mai: «%(before)s», che viene prima, vale per tutti.")
                % {"label": band["label"], "before": open_to_all}
            )
        if Decimal(band["minimum"]) > reachable:
            yield Finding(
                _("La classe «%(label)s» chiede %(minimum)s punti, ma alla domanda se ne possono avere %(most)s.")
                % {"label": band["label"], "minimum": band["minimum"], "most": format(reachable, "f")}
            )
        if band["condition"] is None:
            open_to_all = open_to_all or band["label"]
    yield from _same_conditions(version["bands"])
    if version["bands"] and not open_to_all:
        yield Finding(
            _("Nessuna classe vale per tutti gli altri: chi non rientra in nessuna non può passare."), stops=False
        )
    if not version["bands"] and any(Decimal(r["points_max"]) for r in _all(version)):
        yield Finding(_("I requisiti danno punti, ma nessuna classe dice quanti ne servono."), stops=False)


def _same_conditions(bands: list[Mapping[str, Any]]) -> Iterator[Finding]:
    seen: list[tuple[Any, str]] = []
    for band in bands:
        before = next((label for condition, label in seen if condition == band["condition"]), "")
        if before and band["condition"] is not None:
            yield Finding(
                _("La classe «%(label)s» non si raggiunge mai: ha la stessa condizione di «%(before)s».")
                % {"label": band["label"], "before": before}
            )
        seen.append((band["condition"], band["label"]))


def _requirements(version: Mapping[str, Any]) -> Iterator[Finding]:
    for requirement in _all(version):
        if requirement["evidence"] == "required" and not requirement["evidence_text"]:
            yield Finding(
                _("Il requisito %(code)s chiede un documento ma non dice quale.") % {"code": requirement["code"]},
                stops=False,
            )
        if not requirement["mandatory"] and not Decimal(requirement["points_max"]):
            yield Finding(
                _("Il requisito %(code)s non è obbligatorio e non dà punti: non conta nulla.")
                % {"code": requirement["code"]},
                stops=False,
            )
        if version["validity_months"] and requirement["due_months"] > version["validity_months"]:
            yield Finding(
                _("Il requisito %(code)s si chiede dopo %(months)d mesi, quando il marchio è già scaduto.")
                % {"code": requirement["code"], "months": requirement["due_months"]}
            )
