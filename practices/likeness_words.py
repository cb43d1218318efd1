"""The comparison of two places in Italian words: what is alike, what differs, what is not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.likeness import Component, Context, Formula, Likeness

# From where on a component is called alike, up to where different; between the two nothing is said.
ALIKE, DIFFERENT = 0.8, 0.5

LABELS: dict[str, str | Promise] = {
    Component.SIZE: gettext_lazy("Abitanti di un Comune tipico"),
    Component.MOUNTAIN: gettext_lazy("Montagna"),
    Component.DENSITY: gettext_lazy("Densità"),
    Component.PROVINCE: gettext_lazy("Provincia e regione"),
    Component.YOUNG: gettext_lazy("Bambini e ragazzi fino a 14 anni"),
    Component.OLD: gettext_lazy("Persone da 65 anni in su"),
    Component.SCALE: gettext_lazy("Numero di Comuni"),
}


@dataclass(frozen=True)
class Part:
    """One component of a comparison: the two values in words, how alike (0–100, None: not known), the weight."""

    name: str
    label: str
    here: str
    there: str
    value: int | None
    weight: float


@dataclass(frozen=True)
class Explanation:
    """A comparison in words: three lists and the table behind them."""

    alike: list[str]
    different: list[str]
    unknown: list[str]
    parts: list[Part]


def explain(
    here: Context, there: Context, likeness: Likeness, formula: Formula, provinces: Mapping[str, str]
) -> Explanation:
    """Why `there` is like `here`. `provinces` maps abbreviations to names."""
    told = Explanation([], [], [], [])
    for name in Component:
        value, weight = likeness.parts[name], formula.weights.get(name, 0)
        if not weight:
            continue
        label = str(LABELS[name])
        say = SAY[name]
        told.parts.append(
            Part(
                name,
                label,
                say(here, formula, provinces),
                say(there, formula, provinces),
                None if value is None else round(100 * value),
                weight,
            )
        )
        if value is None:
            told.unknown.append(label.lower())
        elif value >= ALIKE:
            told.alike.append(say(there, formula, provinces))
        elif value <= DIFFERENT:
            told.different.append(CONTRAST.get(name, _plain(name))(here, there, formula, provinces))
    return told


def describe(context: Context, formula: Formula, provinces: Mapping[str, str]) -> list[Part]:
    """What is known of one place, as a table."""
    return [
        Part(
            name, str(LABELS[name]), SAY[name](context, formula, provinces), "", None, formula.weights.get(name, 0)
        )
        for name in Component
    ]


def number(value: float, decimals: int = 0) -> str:
    """A number as people write it here: 1.234,5."""
    return str(number_format(round(value, decimals), decimal_pos=decimals, use_l10n=True, force_grouping=True))


# --- One value in words -----------------------------------------------------------------------

Say = Callable[[Context, Formula, Mapping[str, str]], str]


def _unknown() -> str:
    return _("non noto")


def _size(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if not context.population:
        return _unknown()
    return class_name(formula, formula.class_number(context.population))


def class_name(formula: Formula, place: int) -> str:
    """ "da 1.000 a 1.999 abitanti"."""
    first, following = formula.classes[place], formula.classes[place + 1 :]
    if not following:
        return _("da %(first)s abitanti in su") % {"first": number(first)}
    if not first:
        return _("meno di %(last)s abitanti") % {"last": number(following[0])}
    return _("da %(first)s a %(last)s abitanti") % {"first": number(first), "last": number(following[0] - 1)}


def _mountain(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if context.mountain is None:
        return _unknown()
    if context.mountain in (0, 1):
        return _("montano") if context.mountain else _("non montano")
    return _("montano per %(share)s Comuni su 100") % {"share": number(100 * context.mountain)}


def _density(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if not context.density:
        return _unknown()
    return _("%(n)s abitanti per km²") % {"n": number(context.density, 1 if context.density < 10 else 0)}


def _province(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    names = [provinces.get(code, code) for code in context.provinces]
    if not names:
        return _unknown()
    if len(names) == 1:
        return _("provincia di %(name)s") % {"name": names[0]}
    shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    return _("%(n)s province (%(names)s)") % {"n": len(names), "names": shown}


def _young(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if context.young is None:
        return _unknown()
    return _("%(n)s bambini e ragazzi su 100 abitanti") % {"n": number(context.young, 1)}


def _old(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if context.old is None:
        return _unknown()
    return _("%(n)s persone da 65 anni in su ogni 100") % {"n": number(context.old, 1)}


def _scale(context: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    if not context.municipalities:
        return _unknown()
    return ngettext("un solo Comune", "%(n)s Comuni", context.municipalities) % {
        "n": number(context.municipalities)
    }


SAY: dict[str, Say] = {
    Component.SIZE: _size,
    Component.MOUNTAIN: _mountain,
    Component.DENSITY: _density,
    Component.PROVINCE: _province,
    Component.YOUNG: _young,
    Component.OLD: _old,
    Component.SCALE: _scale,
}


# --- A difference in words --------------------------------------------------------------------

Contrast = Callable[[Context, Context, Formula, Mapping[str, str]], str]


def _plain(name: str) -> Contrast:
    """The value of the other place says enough."""
    return lambda here, there, formula, provinces: SAY[name](there, formula, provinces)


def _other_density(here: Context, there: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    """ "densità 3,2 volte maggiore (310 abitanti per km²)"."""
    mine, other = here.density or 1, there.density or 1
    words = {"times": number(max(other / mine, mine / other), 1), "value": _density(there, formula, provinces)}
    if other > mine:
        return _("densità %(times)s volte la tua (%(value)s)") % words
    return _("densità %(times)s volte minore (%(value)s)") % words


def _other_size(here: Context, there: Context, formula: Formula, provinces: Mapping[str, str]) -> str:
    value = _size(there, formula, provinces)
    if (there.population or 0) > (here.population or 0):
        return _("Comuni più grandi (%(value)s)") % {"value": value}
    return _("Comuni più piccoli (%(value)s)") % {"value": value}


CONTRAST: dict[str, Contrast] = {Component.DENSITY: _other_density, Component.SIZE: _other_size}


# --- The rule of a component in words ---------------------------------------------------------


def rule(name: str, formula: Formula) -> str:
    """How a component is computed, with the numbers of this version."""
    reach = formula.reaches.get(name, 0)
    shown = {"reach": number(reach, 0 if reach == round(reach) else 1)}
    sentences = {
        Component.SIZE: _("1 nella stessa classe di abitanti; scende fino a 0 a %(reach)s classi di distanza."),
        Component.MOUNTAIN: _("1 meno la differenza tra le due quote di Comuni montani, divisa per %(reach)s."),
        Component.DENSITY: _(
            "1 con la stessa densità; ogni raddoppio conta uguale, fino a 0 a %(reach)s raddoppi "
            "(logaritmo in base 2)."
        ),
        Component.PROVINCE: _(
            "Metà per le province in comune, metà per le regioni in comune: quelle di entrambi i luoghi, "
            "divise per quelle di almeno uno."
        ),
        Component.YOUNG: _("1 con la stessa quota; scende fino a 0 a %(reach)s punti percentuali di differenza."),
        Component.OLD: _("1 con la stessa quota; scende fino a 0 a %(reach)s punti percentuali di differenza."),
        Component.SCALE: _(
            "1 con lo stesso numero di Comuni; ogni fattore dieci conta uguale, fino a 0 a %(reach)s fattori "
            "(logaritmo in base 10)."
        ),
    }
    return sentences[Component(name)] % shown
