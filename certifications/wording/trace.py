"""The why-trace in words: what each requirement adds, what is missing to pass, which data are asked."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certifications.engine import Evaluation, Line, LineState

TONES = {
    LineState.MET: "success",
    LineState.NOT_MET: "neutral",
    LineState.UNANSWERED: "info",
    LineState.NO_EVIDENCE: "warning",
    LineState.NO_POINTS: "warning",
    LineState.NOT_APPLICABLE: "neutral",
    LineState.UNDECIDED: "warning",
    LineState.LATER: "neutral",
}
LABELS: dict[LineState, str | Promise] = {
    LineState.MET: gettext_lazy("Soddisfatto"),
    LineState.NOT_MET: gettext_lazy("Non soddisfatto"),
    LineState.UNANSWERED: gettext_lazy("Senza risposta"),
    LineState.NO_EVIDENCE: gettext_lazy("Manca il documento"),
    LineState.NO_POINTS: gettext_lazy("Mancano i punti"),
    LineState.NOT_APPLICABLE: gettext_lazy("Non vi riguarda"),
    LineState.UNDECIDED: gettext_lazy("Manca un dato"),
    LineState.LATER: gettext_lazy("Dopo l'assegnazione"),
}
FACT_LABELS: dict[str, str | Promise] = {
    "population": gettext_lazy("il numero di abitanti del comune"),
    "employees": gettext_lazy("il numero di dipendenti"),
    "kind": gettext_lazy("il tipo di organizzazione"),
    "size": gettext_lazy("la dimensione dell'organizzazione"),
    "public_body": gettext_lazy("se l'ente è pubblico"),
    "services": gettext_lazy("i servizi presenti"),
}


def number(value: Decimal) -> str:
    """7.50 → "7,5"; 10.00 → "10"."""
    whole = value == value.to_integral_value()
    return number_format(value.quantize(Decimal(1)) if whole else value.normalize(), use_l10n=True)


def points(value: Decimal) -> str:
    """ "1 punto", "7,5 punti"."""
    return ngettext("%(points)s punto", "%(points)s punti", 1 if value == 1 else 2) % {"points": number(value)}


def out_of(won: Decimal, possible: Decimal) -> str:
    """ "16,5 su 20 punti"."""
    return _("%(won)s su %(possible)s") % {"won": number(won), "possible": points(possible)}


def worth(least: Decimal, most: Decimal) -> str:
    """What a requirement can give: "10 punti", "da 2 a 10 punti"."""
    if least == most:
        return points(most)
    return _("da %(least)s a %(most)s") % {"least": number(least), "most": points(most)}


def due(months: int) -> str:
    """By when it is to be met."""
    return ngettext("Entro %(n)d mese", "Entro %(n)d mesi", months) % {"n": months}


def explain_line(line: Line) -> str:
    """One sentence: what this requirement adds, and why not more."""
    match line.state:
        case LineState.MET:
            return _met(line)
        case LineState.NOT_MET if line.blocks:
            return _("Obbligatorio e non soddisfatto: così la domanda non può essere accolta.")
        case LineState.NOT_MET:
            return _("Non soddisfatto.")
        case LineState.UNANSWERED:
            return _join(_("Senza risposta."), _could_give(line))
        case LineState.NO_EVIDENCE:
            return _join(_("Manca il documento che lo prova: per ora non conta."), _could_give(line))
        case LineState.NO_POINTS:
            words = {"least": number(line.requirement.points_min), "most": points(line.possible)}
            return _("Scrivi quanti punti, da %(least)s a %(most)s: per ora conta il minimo.") % words
        case LineState.NOT_APPLICABLE:
            return _("Non riguarda la vostra organizzazione: non conta.")
        case LineState.UNDECIDED:
            return _("Non sappiamo se vi riguarda: manca %(facts)s.") % {"facts": fact_names(line.missing)}
        case _:
            return _later(line)


def _join(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _could_give(line: Line) -> str:
    points_max = line.requirement.points_max
    return _("Può dare %(points)s.") % {"points": points(points_max)} if points_max else ""


def _later(line: Line) -> str:
    months = line.requirement.due_months
    text = ngettext(
        "Si dimostra entro %(n)d mese dall'assegnazione: ora non conta.",
        "Si dimostra entro %(n)d mesi dall'assegnazione: ora non conta.",
        months,
    )
    return text % {"n": months}


def _met(line: Line) -> str:
    if not line.possible:
        return _("Soddisfatto.")
    if line.points == line.possible:
        return _("Soddisfatto: dà %(points)s.") % {"points": points(line.points)}
    return _("Soddisfatto: dà %(points)s su %(most)s.") % {
        "points": points(line.points),
        "most": number(line.possible),
    }


def headline(evaluation: Evaluation) -> str:
    """The result in one sentence."""
    if evaluation.passes:
        return _("Con queste risposte la domanda raggiunge ciò che il disciplinare chiede.")
    return _("Con queste risposte la domanda non raggiunge ancora ciò che il disciplinare chiede.")


def counted(evaluation: Evaluation) -> tuple[int, int]:
    """How many of the requirements that are asked now are met, and how many are asked."""
    left_out = (LineState.NOT_APPLICABLE, LineState.LATER)
    asked = [line for line in evaluation.lines if line.state not in left_out]
    return sum(line.state == LineState.MET for line in asked), len(asked)


def score_line(evaluation: Evaluation) -> str:
    """ "72 punti su 58 necessari (classe: meno di 5.000 abitanti)"; only the total where there is no class.

    Where nothing gives points, as in Family in Italia, requirements are counted: "3 requisiti soddisfatti su 5".
    """
    if not evaluation.possible and evaluation.band is None:
        met, asked = counted(evaluation)
        return _("%(met)d requisiti soddisfatti su %(asked)d") % {"met": met, "asked": asked}
    total = points(evaluation.total)
    if evaluation.band is None:
        return total
    words = {"total": total, "minimum": number(evaluation.band.minimum), "band": evaluation.band.label}
    return _("%(total)s, ne servono %(minimum)s (classe: %(band)s)") % words


def what_is_missing(evaluation: Evaluation) -> list[str]:
    """What stands between these answers and the goal, one sentence each; empty when nothing does."""
    found = []
    if evaluation.missing_facts:
        found.append(_("Manca un dato: %(facts)s.") % {"facts": fact_names(evaluation.missing_facts)})
    if evaluation.blocking:
        codes = ", ".join(line.requirement.code for line in evaluation.blocking)
        text = ngettext(
            "Manca %(n)d requisito obbligatorio: %(codes)s.",
            "Mancano %(n)d requisiti obbligatori: %(codes)s.",
            len(evaluation.blocking),
        )
        found.append(text % {"n": len(evaluation.blocking), "codes": codes})
    if evaluation.missing_points:
        found.append(_join(_missing_points(evaluation), _open_points(evaluation)))
    if not evaluation.band_known and not evaluation.missing_facts:
        found.append(_("Il disciplinare non ha una classe di punteggio per la vostra organizzazione."))
    return found


def _missing_points(evaluation: Evaluation) -> str:
    return _("Per arrivare al minimo mancano %(points)s.") % {"points": points(evaluation.missing_points)}


def _open_points(evaluation: Evaluation) -> str:
    rest = open_points(evaluation)
    text = _("Le risposte ancora da dare o da provare valgono fino a %(points)s.")
    return text % {"points": points(rest)} if rest else ""


def open_points(evaluation: Evaluation) -> Decimal:
    """How many points can still be won by what is unanswered, unproved or not counted in full."""
    won = (LineState.UNANSWERED, LineState.NO_EVIDENCE, LineState.NO_POINTS)
    return sum((line.possible - line.points for line in evaluation.lines if line.state in won), Decimal(0))


def fact_names(facts: frozenset[str]) -> str:
    return ", ".join(str(FACT_LABELS.get(fact, fact)) for fact in sorted(facts))
