"""Invented adoptions of the real practices of the demo: everything here is an example, and is shown as one."""

import datetime
from dataclasses import dataclass, field

D = datetime.date
EXAMPLE = "Esempio inventato per la prova di FamilyNet."


@dataclass(frozen=True)
class Item:
    aspect: str
    kind: str
    text: str
    why: str = ""


@dataclass(frozen=True)
class Meeting:
    """`report` is empty for one that is still planned."""

    kind: str
    date: D
    place: str
    agenda: str
    report: str = ""
    time: datetime.time | None = None


@dataclass(frozen=True)
class Result:
    """The practice that tells the adaptation: what differs from the text it starts from."""

    title: str
    summary: str
    lessons: str
    start: D


@dataclass(frozen=True)
class ExampleTransfer:
    """One way from a practice to who adopts it, up to `state`.

    `source` is the title of the practice; `body` the number of an invented organisation, or none when the
    administration itself adopts.
    """

    state: str
    source: str
    adopter: str
    need: str
    asked: D
    body: int | None = None
    answer: str = "Volentieri. Vi mandiamo i materiali e rispondiamo alle domande."
    reason: str = ""
    meetings: tuple[Meeting, ...] = ()
    items: tuple[Item, ...] = ()
    changes: str = ""
    act_number: str = ""
    act_date: D | None = None
    confirmed_by: tuple[str, ...] = ()
    result: Result | None = None
    outcome: str = ""
    outcome_text: str = ""
    outcome_on: D | None = None
    indicators: list[dict[str, str]] = field(default_factory=list)


CARD = "Carta ZeroSei: i servizi per i più piccoli in un documento"
VALLEY_CARD = "Carta ZeroSei di valle (adattamento)"

TRANSFERS = (
    ExampleTransfer(
        "evaluated",
        CARD,
        "trento",
        "I genitori delle valli scoprono i servizi per caso. Ci serve un modo semplice per dirli tutti.",
        D(2024, 1, 22),
        answer="La Carta si presta. Vi accogliamo in un Centro per le famiglie per una mattina.",
        meetings=(
            Meeting(
                "visit",
                D(2024, 2, 20),
                "Torino, Centro per le famiglie",
                "Come nasce una Carta\nChi la aggiorna\nDomande",
                "Una persona per centro raccoglie le informazioni; il modello comune fa risparmiare tempo.",
                datetime.time(10, 0),
            ),
            Meeting(
                "webinar",
                D(2024, 3, 12),
                "A distanza",
                "Il modello della Carta, pagina per pagina",
                "Il modello si può usare così com'è. Le lingue straniere sono da aggiungere.",
                datetime.time(15, 30),
            ),
        ),
        items=(
            Item("solution", "kept", "Un documento unico, con un modello comune per tutti."),
            Item(
                "territory",
                "changed",
                "Una Carta per Comunità di valle invece che per Centro per le famiglie.",
                "In Trentino i servizi si organizzano per valle.",
            ),
            Item(
                "documents",
                "changed",
                "Il documento esce anche in inglese e in tedesco.",
                "Molte famiglie che lavorano nel turismo non leggono l'italiano.",
            ),
            Item(
                "resources",
                "dropped",
                "Il coordinamento a tempo pieno.",
                "Basta una persona per mezza giornata alla settimana.",
            ),
        ),
        changes="Una Carta per valle e non per centro, in tre lingue. Il coordinamento è più leggero.",
        act_number="esempio 41",
        act_date=D(2024, 5, 10),
        confirmed_by=("piemonte", "trento"),
        result=Result(
            VALLEY_CARD,
            "Ogni Comunità di valle ha un documento in tre lingue con i servizi da 0 a 6 anni. Esempio inventato.",
            "Tradurre costa meno che spiegare allo sportello. Aggiornare due volte l'anno è abbastanza.",
            D(2024, 9, 2),
        ),
        outcome="kept",
        outcome_text="Le Carte escono due volte l'anno in cinque valli. Le famiglie le chiedono ai pediatri.",
        outcome_on=D(2025, 5, 20),
        indicators=[
            {"name": "Valli con una Carta", "before": "0", "after": "5", "source": "Esempio inventato"},
            {"name": "Lingue", "before": "1", "after": "3", "source": "Esempio inventato"},
        ],
    ),
    ExampleTransfer(
        "evaluated",
        VALLEY_CARD,
        "piemonte",
        "Le nostre vallate alpine somigliano a quelle trentine: la Carta di valle ci sembra più adatta.",
        D(2025, 6, 16),
        body=22,
        meetings=(
            Meeting(
                "meeting",
                D(2025, 7, 8),
                "Domodossola, sede dell'Unione montana",
                "Chi scrive la Carta\nQuanto costa tradurla",
                "Si parte con una sola vallata. La traduzione in francese la fanno le scuole.",
            ),
        ),
        items=(
            Item("territory", "kept", "Una Carta per vallata."),
            Item("documents", "changed", "Francese al posto del tedesco.", "La vallata confina con la Svizzera."),
            Item("costs", "changed", "Traduce la scuola superiore.", "Non c'erano fondi per i traduttori."),
        ),
        changes="Una sola vallata, in italiano e francese, tradotta dagli studenti.",
        act_number="esempio 12",
        act_date=D(2025, 10, 14),
        confirmed_by=("trento", "piemonte"),
        result=Result(
            "La Carta dei piccoli scritta con le scuole (adattamento)",
            "La Carta di vallata tradotta in francese dagli studenti. Esempio inventato, terza tappa.",
            "Gli studenti imparano che cosa offre il territorio. Serve un insegnante che segua il lavoro.",
            D(2025, 11, 3),
        ),
        outcome="changed",
        outcome_text="La Carta resta. Ora la scrive il consultorio, perché la scuola ha altri impegni.",
        outcome_on=D(2026, 10, 20),
        indicators=[{"name": "Famiglie raggiunte", "before": "0", "after": "140", "source": "Esempio inventato"}],
    ),
    ExampleTransfer(
        "adopted",
        "Il piano famiglia del Comune, con un voto per ogni azione",
        "piemonte",
        "Vogliamo che il piano dica ogni anno a che punto siamo, azione per azione.",
        D(2025, 9, 8),
        body=21,
        items=(
            Item("solution", "kept", "Il voto per ogni azione, una volta l'anno."),
            Item(
                "results",
                "changed",
                "Il voto lo dà anche un gruppo di genitori.",
                "Chi usa i servizi li vede meglio.",
            ),
        ),
        changes="Il voto alle azioni lo danno insieme Comune e genitori.",
        act_number="esempio 8",
        act_date=D(2025, 11, 18),
        confirmed_by=("trento", "piemonte"),
    ),
    ExampleTransfer(
        "declared",
        "Lo Sportello famiglia affidato al Forum delle associazioni",
        "piemonte",
        "Cerchiamo un modo di affidare uno sportello alle associazioni senza perdere il controllo.",
        D(2026, 6, 3),
        meetings=(
            Meeting(
                "visit",
                D(2026, 7, 2),
                "Trento, Sportello famiglia",
                "Una mattina allo sportello\nLa convenzione con il Forum",
                "La convenzione è chiara su orari e risposte. Il registro delle domande è la parte più utile.",
                datetime.time(9, 30),
            ),
        ),
        items=(
            Item("solution", "kept", "Lo sportello affidato con una convenzione."),
            Item("resources", "changed", "Due associazioni invece di una.", "Nessuna copre tutto il territorio."),
            Item("costs", "dropped", "Il rimborso per pratica.", "La convenzione prevede una somma fissa."),
        ),
        changes="Due associazioni, una somma fissa, lo stesso registro delle domande.",
        act_number="esempio 77",
        act_date=D(2026, 11, 4),
        confirmed_by=("trento",),
    ),
    ExampleTransfer(
        "adapting",
        "Baby Little Home: un punto di sosta per chi ha bambini piccoli",
        "piemonte",
        "Nei parchi mancano posti dove fermarsi con un neonato.",
        D(2026, 9, 14),
        body=20,
        items=(Item("solution", "kept", "La casetta con fasciatoio, poltrona e acqua calda."),),
    ),
    ExampleTransfer(
        "meeting",
        "Municipality Family Manager: chi segue il piano nel Comune",
        "trento",
        "I manager territoriali seguono i distretti; nei Comuni manca una figura simile.",
        D(2026, 9, 28),
        meetings=(
            Meeting(
                "webinar",
                D(2026, 10, 22),
                "A distanza",
                "Il corso per i manager\nChi lo paga",
                "Il corso dura 40 ore. Vogliamo vedere un Comune che ha già il suo manager.",
                datetime.time(11, 0),
            ),
            Meeting("visit", D(2027, 3, 11), "Un Comune piemontese da scegliere", "Una giornata con la manager"),
        ),
    ),
    ExampleTransfer(
        "in_contact",
        "Il programma di lavoro dei distretti famiglia",
        "trento",
        "Vogliamo un programma annuale come quello dei distretti, per la nostra Comunità.",
        D(2026, 11, 9),
        body=23,
        answer="Vi mandiamo il modello del programma e un esempio riuscito.",
    ),
    ExampleTransfer(
        "wanted",
        "EuregioFamilyPass: la carta famiglia senza limiti di reddito",
        "piemonte",
        "Studiamo una carta famiglia regionale. Quanto costa? Chi partecipa, e perché?",
        D(2026, 11, 16),
    ),
    ExampleTransfer(
        "wanted",
        'Il bando 2022 "Comune amico della famiglia"',
        "trento",
        "Vorremmo capire come avete scelto i Comuni e con quali punteggi.",
        D(2026, 11, 20),
    ),
    ExampleTransfer(
        "dropped",
        "I Centri per le famiglie con un coordinamento regionale",
        "trento",
        "Valutiamo un coordinamento dei nostri sportelli.",
        D(2025, 2, 3),
        meetings=(
            Meeting(
                "meeting",
                D(2025, 3, 4),
                "Torino, Regione Piemonte",
                "Compiti del coordinamento",
                "Il coordinamento ha senso sopra i 30 sportelli: i nostri sono molti meno.",
            ),
        ),
        reason="I nostri sportelli sono troppo pochi: il coordinamento costerebbe più di quanto fa risparmiare.",
    ),
    ExampleTransfer(
        "declined",
        "Più punti e contributi più alti per chi ha un marchio famiglia",
        "piemonte",
        "Vogliamo dare punti nei bandi a chi ha un marchio: come avete scritto la norma?",
        D(2025, 10, 1),
        reason="La norma sta cambiando: vi richiamiamo quando quella nuova è in vigore.",
    ),
)
