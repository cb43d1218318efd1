"""What is wrong with the cycles, phases and levels of a multi-year disciplinare, as sentences.

Pure, on the canonical form of `schemefiles.phases`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from certifications.findings import Finding

Row = Mapping[str, Any]


def check_phases(content: Row) -> Iterator[Finding]:
    """Everything that is to be put right in the cycles and their phases."""
    cycles = content["cycles"]
    if not cycles:
        yield Finding(_("Il percorso non ha cicli: aggiungi il primo, con le sue fasi."))
        return
    yield from _beginning(cycles)
    yield from _unreachable(cycles)
    for cycle in cycles:
        yield from _cycle(cycle)
    yield from _levels(content)
    first = next((cycle for cycle in cycles if not cycle["follows"]), None)
    if first is not None and first["phases"]:
        yield from _first_cycle(first, content["levels"])


def _beginning(cycles: Sequence[Row]) -> Iterator[Finding]:
    first = [cycle["title"] for cycle in cycles if not cycle["follows"]]
    if not first:
        yield Finding(_("Nessun ciclo è il primo: ce ne vuole uno che non comincia dopo un altro."))
    elif len(first) > 1:
        yield Finding(
            _("I cicli %(titles)s sono tutti il primo: di' dopo quale comincia ognuno degli altri.")
            % {"titles": ", ".join(f"«{title}»" for title in first)}
        )


def _unreachable(cycles: Sequence[Row]) -> Iterator[Finding]:
    """Cycles that no way from the first one leads to."""
    reached = {cycle["code"] for cycle in cycles if not cycle["follows"]}
    if not reached:
        return
    while more := {c["code"] for c in cycles if c["code"] not in reached and reached & set(c["follows"])}:
        reached |= more
    for cycle in cycles:
        if cycle["code"] not in reached:
            yield Finding(
                _("Al ciclo «%(title)s» non si arriva mai: i cicli che lo precedono non partono dal primo.")
                % {"title": cycle["title"]}
            )


def _before(cycle: Row, cycles: Sequence[Row]) -> list[Row]:
    """The other cycles that may have come before this one."""
    by_code = {each["code"]: each for each in cycles}
    found: dict[str, Row] = {}
    waiting = list(cycle["follows"])
    while waiting:
        code = waiting.pop()
        if code in by_code and code not in found and code != cycle["code"]:
            found[code] = by_code[code]
            waiting += by_code[code]["follows"]
    return list(found.values())


def _cycle(cycle: Row) -> Iterator[Finding]:
    phases = cycle["phases"]
    if not phases:
        yield Finding(_("Il ciclo «%(title)s» non ha fasi.") % {"title": cycle["title"]})
        return
    if phases[0]["months"] == 0:
        yield Finding(
            _("La fase «%(phase)s» dura 0 mesi ma è la prima del ciclo «%(cycle)s»: non ha con chi finire.")
            % _names(cycle, phases[0])
        )
    for place, phase in enumerate(phases):
        yield from _phase(cycle, phase, is_first=place == 0)
    if not any(phase["months"] for phase in phases):
        words = _("Il ciclo «%(title)s» non dura nulla: nessuna fase ha dei mesi.")
        yield Finding(words % {"title": cycle["title"]})
    yield from _grants(cycle)


def _phase(cycle: Row, phase: Row, *, is_first: bool) -> Iterator[Finding]:
    names = _names(cycle, phase)
    closes = phase["closes_with"]
    if phase["repeats"] > 1 and not phase["months"]:
        yield Finding(_("La fase «%(phase)s» si ripete ma non ha una durata in mesi.") % names)
    if phase["months"] is None and not is_first:
        words = _("La fase «%(phase)s» non ha un termine: le fasi dopo comincerebbero senza contarla.")
        yield Finding(words % names, stops=False)
    if not closes:
        words = _(
            "La fase «%(phase)s» non dice con che cosa si chiude: chi segue il percorso la chiude quando vuole."
        )
        yield Finding(words % names, stops=False)
    if phase["kind"] == "grant" and not phase["grants"]:
        yield Finding(_("La fase «%(phase)s» è un riconoscimento ma non dice che cosa riconosce.") % names)
    if phase["kind"] == "planning" and "plan" not in closes:
        yield Finding(
            _("La fase «%(phase)s» è di pianificazione ma non si chiude con il piano.") % names, stops=False
        )
    if phase["kind"] == "evaluation" and not {"report", "opinion"} & set(closes):
        words = _("La fase «%(phase)s» è di valutazione ma non chiede né la relazione né il parere del Consiglio.")
        yield Finding(words % names, stops=False)
    if phase["kind"] == "round" and "report" not in closes:
        words = _("La fase «%(phase)s» si ripete ogni anno ma non chiede la relazione di chi valuta.")
        yield Finding(words % names, stops=False)


def _grants(cycle: Row) -> Iterator[Finding]:
    """A cycle ends with what it recognises."""
    phases = cycle["phases"]
    places = [place for place, phase in enumerate(phases) if phase["grants"]]
    if not places:
        if cycle["follows"]:
            words = _("Il ciclo «%(title)s» non riconosce nulla a chi lo conclude.")
            yield Finding(words % {"title": cycle["title"]}, stops=False)
        return
    if places[-1] < len(phases) - 1:
        yield Finding(
            _("Nel ciclo «%(cycle)s» dopo «%(phase)s» vengono altre fasi, ma nessuna riconosce più nulla.")
            % _names(cycle, phases[places[-1]]),
            stops=False,
        )


def _first_cycle(cycle: Row, levels: Sequence[Row]) -> Iterator[Finding]:
    """The way from the application to the certificate: it gets there, and in a sensible order."""
    phases = cycle["phases"]
    certifying = {level["code"] for level in levels if level["makes_certificate"]}
    granted = next((place for place, phase in enumerate(phases) if phase["grants"] in certifying), None)
    if granted is None:
        yield Finding(
            _(
                "Il primo ciclo non arriva mai a un certificato: nessuna fase riconosce un livello che iscrive "
                "nel registro."
            )
        )
    for place, phase in enumerate(phases):
        names = _names(cycle, phase)
        later = phases[place + 1 :]
        if granted is not None and phase["kind"] == "round" and place < granted:
            yield Finding(_("La fase «%(phase)s» attua il piano prima che ci sia il certificato.") % names)
        if phase["kind"] == "evaluation" and any(other["kind"] == "planning" for other in later):
            yield Finding(_("La fase «%(phase)s» valuta un piano che si scrive solo in una fase dopo.") % names)
        if granted is not None and phase["kind"] == "evaluation" and place > granted:
            yield Finding(_("La fase «%(phase)s» valuta quando il certificato c'è già.") % names, stops=False)
    if not any("opinion" in phase["closes_with"] for phase in phases):
        yield Finding(_("Nel primo ciclo nessuna fase chiede il parere del Consiglio."), stops=False)


def _levels(content: Row) -> Iterator[Finding]:
    """Every level can be had, and every one that is needed is granted before."""
    cycles, titles = content["cycles"], {level["code"]: level["title"] for level in content["levels"]}
    for cycle in cycles:
        needed = cycle["needs_level"]
        earlier = {phase["grants"] for other in _before(cycle, cycles) for phase in other["phases"]}
        if needed and needed not in earlier:
            yield Finding(
                _("Il ciclo «%(title)s» chiede il livello «%(level)s», che nessun ciclo prima riconosce.")
                % {"title": cycle["title"], "level": titles.get(needed, needed)}
            )
    granted = {phase["grants"] for cycle in cycles for phase in cycle["phases"]}
    for code, title in titles.items():
        if code not in granted:
            words = _("Il livello «%(title)s» non si ottiene mai: nessuna fase lo riconosce.")
            yield Finding(words % {"title": title}, stops=False)


def _names(cycle: Row, phase: Row) -> dict[str, str]:
    return {"cycle": cycle["title"], "phase": phase["title"]}
