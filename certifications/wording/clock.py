"""The clock in words: where a term stands, and why it ends on that day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications.engine.clock import Clock, Deadlines, Effect, EventKind, Pause
from certifications.models import Application


@dataclass(frozen=True)
class Light:
    """A traffic light that is never told by colour alone."""

    tone: str
    label: str


def light_of(application: Application, today: datetime.date) -> Light | None:
    """Where the term of a file stands, from its columns; None for a concluded one."""
    if application.is_concluded:
        return None
    if application.stopped_on:
        return Light("neutral", _("Termine sospeso"))
    if application.due_on is None:
        return Light("neutral", _("Termine non ancora avviato"))
    left = (application.due_on - today).days
    if left < 0:
        return Light("danger", ngettext("In ritardo di %d giorno", "In ritardo di %d giorni", -left) % -left)
    if left == 0:
        return Light("warning", _("Scade oggi"))
    near = application.warn_on is not None and application.warn_on <= today
    label = ngettext("Manca %d giorno", "Mancano %d giorni", left) % left
    return Light("warning" if near else "success", label)


def day(value: datetime.date) -> str:
    return date_format(value, "d/m/Y")


def explain(clock: Clock, dates: Deadlines, today: datetime.date) -> Iterator[str]:
    """Why the term ends on that day, one sentence for each thing that counts."""
    if dates.start is None:
        yield _("Il termine non è ancora partito.")
        return
    yield _term(clock) % {"n": clock.term_days, "start": day(dates.start)}
    for pause in dates.pauses:
        yield _pause(pause, today)
    if dates.due is None:
        yield _("Il termine è sospeso: riprende con la risposta.")
        return
    if dates.rolled:
        yield _("Il termine cadrebbe in un giorno festivo: vale il primo giorno non festivo.")
    yield _("Il procedimento si conclude entro il %(due)s.") % {"due": day(dates.due)}
    if dates.concluded is not None:
        text = _("Concluso il %(day)s, nei termini.") if dates.in_time else _("Concluso il %(day)s, in ritardo.")
        yield text % {"day": day(dates.concluded)}


def _term(clock: Clock) -> str:
    if clock.working_days:
        return ngettext(
            "Il termine è di %(n)d giorno lavorativo dal %(start)s: si conta dal giorno dopo.",
            "Il termine è di %(n)d giorni lavorativi dal %(start)s: si conta dal giorno dopo.",
            clock.term_days,
        )
    return ngettext(
        "Il termine è di %(n)d giorno dal %(start)s: si conta dal giorno dopo.",
        "Il termine è di %(n)d giorni dal %(start)s: si conta dal giorno dopo.",
        clock.term_days,
    )


def _pause(pause: Pause, today: datetime.date) -> str:
    why = _("per integrazioni") if pause.kind == EventKind.STOP else _("per il preavviso di rigetto")
    words = {"why": why, "since": day(pause.since)}
    if pause.effect == Effect.NONE:
        return _("Dal %(since)s ferma %(why)s: qui il termine corre lo stesso.") % words
    if pause.days is None:
        return _("Sospeso %(why)s dal %(since)s.") % words
    words["until"] = day(pause.until)
    if pause.until > today:
        text = _("Sospeso %(why)s dal %(since)s, al più tardi fino al %(until)s.") % words
    else:
        text = ngettext(
            "Dal %(since)s al %(until)s sospeso %(why)s: %(n)d giorno che non conta.",
            "Dal %(since)s al %(until)s sospeso %(why)s: %(n)d giorni che non contano.",
            pause.days,
        ) % {**words, "n": pause.days}
    if pause.capped:
        text += " " + _("Di più le regole non permettono.")
    if pause.effect == Effect.RESTART:
        text += " " + _("Poi il termine ricomincia da capo.")
    return text
