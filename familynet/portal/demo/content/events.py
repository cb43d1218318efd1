"""The events of the demo: invented, on the practices that public sources tell of.

Days of what is to come are counted from the day on which the demo is made: a plan is always ahead.
"""

from dataclasses import dataclass, field

from familynet.portal.demo.content.texts import DocumentText


@dataclass(frozen=True)
class EventText:
    """One event: `day` is an ISO date of the past, or a number of days from today; hours as "10:00"."""

    administration: str
    title: str
    summary: str
    kind: str
    day: str | int
    hours: tuple[str, str]
    audience: str = "public"
    mode: str = "place"
    municipality: str = ""
    address: str = ""
    online_url: str = ""
    capacity: int | None = None
    area: str = "good_practices"
    programme: str = ""
    together: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    documents: tuple[DocumentText, ...] = field(default=())


WORKSHOP = EventText(
    administration="piemonte",
    title="Laboratorio: il piano famiglia passo per passo",
    summary="Sei Comuni piemontesi e i colleghi trentini hanno scritto insieme la bozza di un piano famiglia.",
    kind="workshop",
    day="2026-06-18",
    hours=("09:30", "16:30"),
    municipality="B111",
    address="Sala del Consiglio, piazza Caduti per la libertà 14",
    capacity=30,
    area="instruments",
    programme="""# Mattina

- **9.30** Che cosa chiede il disciplinare
- **10.30** Il piano di un Comune trentino, voce per voce
- **12.00** Domande

# Pomeriggio

- **14.00** Tre tavoli di scrittura
- **16.00** Che cosa facciamo lunedì
""",
    together=("trento",),
    practices=(
        "Il piano famiglia del Comune, con un voto per ogni azione",
        "Sei Comuni e un consorzio: certificarsi insieme",
    ),
    documents=(
        DocumentText(
            "scheda-di-lavoro.docx",
            "Scheda di lavoro dei tavoli",
            "# Scheda di lavoro\n- Quale bisogno?\n- Quale azione?\n- Chi la fa ed entro quando?",
        ),
        DocumentText(
            "presenze-per-ente.xlsx",
            "Partecipanti per ente",
            "| Ente | Persone |\n| Comuni | 14 |\n| Enti del terzo settore | 6 |",
        ),
    ),
)
MINUTES = """Hanno partecipato sei Comuni, un consorzio e le due amministrazioni.

# Che cosa abbiamo deciso

- Ogni Comune porta tre azioni già in corso, non tre promesse.
- Le azioni si descrivono con le voci dell'Agenzia trentina, così i piani si possono confrontare.
- Ci si rivede in autunno con le bozze.

# Chi fa che cosa

La Regione raccoglie le bozze; la Provincia le legge e risponde entro trenta giorni.
"""
MINUTES_DOCUMENT = DocumentText(
    "verbale-laboratorio.pdf",
    "Verbale del laboratorio",
    "# Verbale del laboratorio\nHanno partecipato sei Comuni, un consorzio e le due amministrazioni.\n"
    "## Decisioni\n- Ogni Comune porta tre azioni già in corso.\n- Ci si rivede in autunno con le bozze.",
)
VISIT = EventText(
    administration="piemonte",
    title="Visita di studio: i Centri per le famiglie del Piemonte",
    summary="I colleghi di Trento visitano due Centri per le famiglie e parlano con chi li coordina.",
    kind="study_visit",
    day=34,
    hours=("10:00", "17:00"),
    municipality="F351",
    address="Centro per le famiglie, ritrovo all'ingresso",
    capacity=3,
    programme="""- **10.00** Accoglienza e giro del Centro
- **11.30** Il coordinamento regionale, con i numeri
- **14.00** Incontro con le famiglie
- **16.00** Che cosa portiamo a casa
""",
    together=("trento",),
    practices=(
        "I Centri per le famiglie con un coordinamento regionale",
        "Mondovì capofila: il piano famiglia con scuole, sanità e terzo settore",
    ),
    documents=(
        DocumentText(
            "come-arrivare.pdf",
            "Come arrivare",
            "# Come arrivare\nDalla stazione con l'autobus, dieci minuti.\n- Si pranza insieme",
        ),
    ),
)
WEBINAR = EventText(
    administration="trento",
    title="Webinar: lo Sportello famiglia, che cosa serve per aprirne uno",
    summary="Un'ora per Comuni e associazioni: chi lo gestisce, quanto costa, quali domande arrivano davvero.",
    kind="webinar",
    day=19,
    hours=("17:00", "18:00"),
    mode="online",
    online_url="https://stanze.trento.example/sportello-famiglia",
    programme="""- **17.00** Come è nato lo Sportello
- **17.20** I costi e le persone
- **17.40** Domande e risposte
""",
    practices=("Lo Sportello famiglia affidato al Forum delle associazioni",),
)
CANCELLED = EventText(
    administration="trento",
    title="Passeggiata su un sentiero family con chi lo cura",
    summary="Un giro facile per vedere come si sceglie e si tiene in ordine un sentiero per bambini piccoli.",
    kind="study_visit",
    day=12,
    hours=("09:00", "12:30"),
    municipality="L378",
    address="Parcheggio della funivia",
    capacity=20,
    practices=("Sentieri family: passeggiate scelte per l'età dei bambini",),
)
REASON = "Il sentiero è chiuso per una frana. Proponiamo una nuova data in primavera."
STAFF = EventText(
    administration="trento",
    title="Gruppo di lavoro sui criteri comuni dei marchi",
    summary="Confronto tra gli uffici sui requisiti che si possono leggere allo stesso modo nei due territori.",
    kind="workshop",
    day=26,
    hours=("10:00", "12:00"),
    audience="officials",
    mode="both",
    municipality="L378",
    address="Sala riunioni dell'Agenzia, secondo piano",
    online_url="https://stanze.trento.example/criteri-comuni",
    area="instruments",
    together=("piemonte",),
    practices=("Più punti e contributi più alti per chi ha un marchio famiglia",),
)
DRAFT = EventText(
    administration="piemonte",
    title="Laboratorio sulla Carta ZeroSei",
    summary="Da riscrivere con l'ufficio: come si raccolgono i servizi per i più piccoli in un solo documento.",
    kind="workshop",
    day=75,
    hours=("09:30", "13:00"),
    municipality="L219",
    address="Sede da confermare",
    capacity=25,
    practices=("Carta ZeroSei: i servizi per i più piccoli in un documento",),
)
# Who came to the workshop without an account.
GUESTS = (
    ("Lucia Fenoglio", "lucia.fenoglio@comune.example", "Comune di Bra"),
    ("Pietro Gallo", "pietro.gallo@consorzio.example", "Consorzio dei servizi sociali"),
    ("Marta Riva", "marta.riva@associazione.example", "Associazione famiglie"),
)
