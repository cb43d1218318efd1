"""Districts named in public sources, with the acts that are known; the rest is example and says so.

Public sources give names, the year a district began and a few acts. They do not give the dates of the
signatures nor, mostly, the members: here those are examples, which the subject and the description of each
record say. Comuni are an indication of the area, for the map.
"""

import datetime
from dataclasses import dataclass

D = datetime.date
TERRITORIAL, THEMATIC, AUDIT = "territorial", "thematic", "family_audit"
EXAMPLE_SUBJECT = "Accordo volontario di area (atto e date di esempio)"
MARK = "Contenuto dimostrativo. Nome e anno di nascita vengono da fonti pubbliche; le date dell'accordo e gli \
aderenti sono di esempio."


@dataclass(frozen=True)
class KnownAct:
    """An act as public sources give it: the body, the number, the date."""

    body: str
    number: str
    date: D


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement: its period, the act when a source gives it, and how it ended."""

    start: D
    end: D
    subject: str = EXAMPLE_SUBJECT
    act: KnownAct | None = None
    revocation: KnownAct | None = None
    expires: bool = False


@dataclass(frozen=True)
class DistrictFacts:
    """A district: name, kind, year of birth when known, comuni that show where it is, its agreements in order.

    `stage` is how far the last agreement has come when it was never signed.
    """

    key: str
    name: str
    year: int | None
    comuni: tuple[str, ...]
    kind: str = TERRITORIAL
    agreements: tuple[AgreementFacts, ...] = ()
    stage: str = "signed"
    summary: str = ""
    description: str = MARK
    administration: str = "trento"


NOW = AgreementFacts(D(2025, 1, 1), D(2027, 12, 31))
SOON = AgreementFacts(D(2023, 12, 21), D(2026, 12, 20))
GIUNTA = "Giunta provinciale di Trento"
AGENCY = "Agenzia provinciale per la coesione sociale"
INVENTED = "Contenuto dimostrativo. Distretto inventato: serve a mostrare come si lavora."


def _valley(key: str, name: str, year: int | None, *comuni: str, until: AgreementFacts = NOW) -> DistrictFacts:
    """A territorial district whose agreement in force is an example."""
    return DistrictFacts(key, name, year, comuni, agreements=(until,))


DISTRICTS = (
    _valley("rendena", "Val Rendena", 2010, "Pinzolo", "Spiazzo"),
    _valley("non", "Val di Non", 2010, "Cles", "Predaia"),
    _valley("fiemme", "Val di Fiemme", 2010, "Cavalese", "Tesero", "Predazzo"),
    _valley("sole", "Val di Sole", 2011, "Malé", "Ossana"),
    _valley("valsugana", "Valsugana e Tesino", 2011, "Borgo Valsugana", "Castello Tesino"),
    _valley("alto-garda", "Alto Garda", 2011, "Riva del Garda", "Arco"),
    _valley("rotaliana", "Rotaliana-Königsberg", 2012, "Mezzolombardo", "San Michele all'Adige", until=SOON),
    _valley("giudicarie", "Giudicarie Esteriori – Terme di Comano", 2012, "Comano Terme", "Fiavè"),
    _valley("cimbri", "Altipiani Cimbri", 2013, "Folgaria", "Lavarone", "Luserna"),
    _valley("laghi", "Valle dei Laghi", 2013, "Vallelaghi", "Madruzzo"),
    _valley("paganella", "Paganella", None, "Andalo", "Molveno"),
    _valley("alta-valsugana", "Alta Valsugana e Bernstol", None, "Pergine Valsugana", "Levico Terme"),
    DistrictFacts(
        "primiero",
        "Primiero (Family Green)",
        2015,
        ("Primiero San Martino di Castrozza", "Imer"),
        agreements=(
            AgreementFacts(
                D(2015, 4, 27),
                D(2018, 4, 26),
                "Accordo volontario di area (le date sono quelle della deliberazione)",
                KnownAct(GIUNTA, "675", D(2015, 4, 27)),
            ),
            AgreementFacts(D(2018, 4, 27), D(2025, 4, 26)),
            AgreementFacts(D(2025, 4, 27), D(2028, 4, 26)),
        ),
    ),
    _valley("vallagarina", "Vallagarina", 2015, "Rovereto", "Pomarolo"),
    _valley("chiese", "Valle del Chiese", None, "Borgo Chiese", "Storo"),
    _valley("cembra", "Valle di Cembra", None, "Cembra Lisignago", "Segonzano"),
    DistrictFacts(
        "educazione",
        "Educazione nel Comune di Trento",
        None,
        ("Trento",),
        THEMATIC,
        (NOW,),
        summary="Un distretto tematico: la città che educa.",
    ),
    DistrictFacts(
        "palazzine",
        "Family Audit Le Palazzine",
        2017,
        ("Trento",),
        AUDIT,
        (
            AgreementFacts(
                D(2018, 7, 2),
                D(2021, 7, 31),
                "Accordo di distretto Family Audit (nato nel 2017; date di esempio)",
                revocation=KnownAct(AGENCY, "1144", D(2021, 7, 2)),
            ),
        ),
        summary="A Spini di Gardolo, per servizi comuni tra le imprese. Revocato nel 2021.",
    ),
    DistrictFacts("audit-trento", "Family Audit Trento", 2018, ("Trento",), AUDIT, (NOW,)),
    DistrictFacts("quercia", "Family Audit Città della Quercia", 2020, ("Rovereto",), AUDIT, (NOW,)),
    DistrictFacts(
        "colli-sereni",
        "Colli Sereni (esempio)",
        None,
        ("Ala",),
        agreements=(AgreementFacts(D(2022, 5, 2), D(2025, 5, 1), expires=True),),
        description=INVENTED,
    ),
    DistrictFacts(
        "valli-unite",
        "Valli Unite (esempio)",
        None,
        ("Domodossola", "Verbania"),
        stage="approved",
        description=INVENTED + " In Piemonte non risultano distretti famiglia.",
        administration="piemonte",
    ),
    DistrictFacts(
        "canavese",
        "Canavese (esempio)",
        None,
        ("Ivrea",),
        stage="proposed",
        description=INVENTED + " In Piemonte non risultano distretti famiglia.",
        administration="piemonte",
    ),
)


@dataclass(frozen=True)
class MemberFacts:
    """An invented body in a district: how it entered, and how it ended when it did."""

    district: str
    body: int
    role: str = "adherent"
    joined: D | None = NOW.start
    requested: D | None = None
    left: D | None = None
    reason: str = ""
    excluded: bool = False


MEMBERS = (
    MemberFacts("alto-garda", 9, "proponent"),
    MemberFacts("alto-garda", 10, "proponent"),
    MemberFacts("alto-garda", 3),
    MemberFacts("fiemme", 11, "proponent"),
    MemberFacts("fiemme", 12),
    MemberFacts("primiero", 13, "proponent", D(2025, 4, 27)),
    MemberFacts("primiero", 14, "adherent", D(2025, 10, 6)),
    MemberFacts("paganella", 1),
    MemberFacts("rotaliana", 8, "adherent", D(2024, 3, 4)),
    MemberFacts("non", 23, "proponent"),
    MemberFacts("palazzine", 15, "proponent", D(2018, 7, 2)),
    MemberFacts("audit-trento", 15),
    MemberFacts("audit-trento", 2),
    MemberFacts("educazione", 2, "proponent"),
    MemberFacts("cimbri", 7, joined=None, requested=D(2026, 11, 2)),
    MemberFacts("valsugana", 6, left=D(2025, 4, 1), reason="L'esercizio ha lasciato il distretto."),
    MemberFacts("vallagarina", 5, left=D(2026, 9, 1), reason="La struttura ha chiuso.", excluded=True),
)


@dataclass(frozen=True)
class ActionFacts:
    """An action of a programme: title, code of its area, who leads it, what is counted, how far it is."""

    title: str
    area: str
    body: int
    goal: str
    indicator: str
    progress: tuple[tuple[D, int, str], ...] = ()


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme of a district and the state in which the demo leaves it."""

    district: str
    years: tuple[int, int]
    state: str
    actions: tuple[ActionFacts, ...]
    strategic: str = ""
    act: KnownAct | None = None
    premise: str = "Contenuto dimostrativo: le azioni e il loro avanzamento sono di esempio."
    evaluation: str = ""
    evaluated_on: D | None = None


def _done(day: D, note: str = "Conclusa.") -> tuple[tuple[D, int, str], ...]:
    return ((day, 100, note),)


PROGRAMMES = (
    ProgrammeFacts(
        "alto-garda",
        (2019, 2020),
        "closed",
        (
            ActionFacts(
                "Mappa dei parchi gioco",
                "2",
                9,
                "Le famiglie sanno dove trovare un parco adatto.",
                "Parchi descritti",
                _done(D(2020, 6, 30)),
            ),
            ActionFacts(
                "Menù a misura di bambino",
                "3",
                10,
                "Più locali accolgono bene i bambini.",
                "Locali che aderiscono",
                ((D(2020, 11, 30), 50, "Ferma per la chiusura dei locali."),),
            ),
        ),
        "Un'estate per famiglie, dal lago ai rifugi.",
        KnownAct(AGENCY, "254", D(2019, 7, 25)),
        "Contenuto dimostrativo: il programma 2019–2020 c'è stato ed è stato approvato con la determinazione 254 "
        "del 25 luglio 2019. Le azioni scritte qui sono di esempio.",
        "La prima azione è conclusa. La seconda si è fermata a metà.",
        D(2020, 12, 18),
    ),
    ProgrammeFacts(
        "alto-garda",
        (2026, 2026),
        "running",
        (
            ActionFacts(
                "Censimento dei fasciatoi",
                "2",
                9,
                "Ogni famiglia trova il fasciatoio più vicino.",
                "Fasciatoi controllati",
                (
                    (D(2026, 3, 31), 25, "Primo giro nei locali del centro."),
                    (D(2026, 7, 15), 75, "Fatto anche il lungolago."),
                ),
            ),
            ActionFacts(
                "Sport senza fretta",
                "4",
                3,
                "I bambini provano tre sport in un anno.",
                "Bambini iscritti",
                ((D(2026, 9, 30), 50, "Due sport su tre avviati."),),
            ),
            ActionFacts("Doposcuola condiviso", "3", 10, "Orari che aiutano chi lavora.", "Posti aggiunti", ()),
        ),
        "Il lago a passo di bambino.",
    ),
    ProgrammeFacts(
        "fiemme",
        (2026, 2026),
        "running",
        (
            ActionFacts(
                "Musica per tutte le età",
                "4",
                12,
                "Nonni e nipoti suonano insieme.",
                "Persone iscritte",
                ((D(2026, 10, 5), 75, "Tre gruppi su quattro."),),
            ),
            ActionFacts(
                "Accoglienza family nelle strutture",
                "3",
                11,
                "Gli ospiti con bambini trovano ciò che serve.",
                "Strutture formate",
                ((D(2026, 6, 30), 50, "Formate cinque strutture su dieci."),),
            ),
        ),
        "La valle che suona.",
    ),
    ProgrammeFacts(
        "primiero",
        (2025, 2025),
        "evaluated",
        (
            ActionFacts(
                "Sentieri puliti con le famiglie",
                "2",
                13,
                "Le famiglie si prendono cura dei sentieri.",
                "Giornate fatte",
                _done(D(2025, 10, 19), "Quattro giornate."),
            ),
            ActionFacts(
                "Giochi in legno della valle",
                "4",
                14,
                "Un parco giochi fatto con il legno locale.",
                "Giochi montati",
                ((D(2025, 12, 1), 75, "Manca l'altalena."),),
            ),
        ),
        "Family Green: natura e famiglie.",
        evaluation="Una azione conclusa, una a buon punto. Serve più tempo per i permessi.",
        evaluated_on=D(2026, 1, 20),
    ),
    ProgrammeFacts(
        "paganella",
        (2027, 2027),
        "approved",
        (
            ActionFacts(
                "Giornate family sul lago", "2", 1, "Attività gratuite per i residenti.", "Famiglie presenti"
            ),
        ),
        "Il lago di tutti.",
    ),
    ProgrammeFacts(
        "rotaliana",
        (2027, 2027),
        "draft",
        (ActionFacts("Orti di scuola", "4", 8, "Ogni scuola ha il suo orto.", "Orti avviati"),),
    ),
)
