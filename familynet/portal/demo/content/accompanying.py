"""What the demo invents of Piemonte beside its comuni: files with an opinion, a call, its projects."""

from dataclasses import dataclass
from decimal import Decimal

from familynet.portal.demo.content.texts import DocumentText


@dataclass(frozen=True)
class AccompaniedFile:
    """A comune of Piemonte that asks Trento for Family in Italia. All names are invented."""

    key: str
    name: str
    cadastral_code: str
    state: str
    outcome: str = ""
    text: str = ""
    protocol_number: str = ""

    @property
    def email(self) -> str:
        return f"sindaca@{self.key}.example"


FILES = (
    AccompaniedFile("valchiara", "Comune di Valchiara (esempio)", "H851", "in_review"),
    AccompaniedFile(
        "roccabella",
        "Comune di Roccabella (esempio)",
        "E939",
        "in_assessment",
        "favourable",
        "Testo di esempio: il Comune ha lavorato al piano con i Comuni vicini.",
    ),
    AccompaniedFile(
        "pianolieto",
        "Comune di Pianolieto (esempio)",
        "C680",
        "notice",
        "unfavourable",
        "Testo di esempio: il piano non dice chi ne segue l'attuazione.",
    ),
    AccompaniedFile(
        "montegaio",
        "Comune di Montegaio (esempio)",
        "B720",
        "awarded",
        "favourable",
        "Testo di esempio: il Comune ha attivato lo sportello famiglia con il contributo della Regione.",
        "esempio 4812",
    ),
    AccompaniedFile(
        "fontelieta",
        "Comune di Fontelieta (esempio)",
        "F846",
        "awarded",
        "with_notes",
        "Testo di esempio: favorevole; si suggerisce di coinvolgere le scuole entro l'anno.",
        "esempio 4813",
    ),
)

CALL = {
    "slug": "famiglie-al-centro-esempio",
    "title": "Famiglie al centro (bando di esempio)",
    "summary": "Bando inventato per la prova: sostiene i Comuni che hanno o chiedono la certificazione Family in "
    "Italia e aprono un servizio nuovo per le famiglie.",
    "requirements": "Il Comune ha presentato la domanda di certificazione, o è certificato.\n\n"
    "Il servizio è nuovo e apre entro dodici mesi dalla concessione.\n\n"
    "Il progetto dice chi lo segue e come si vede se funziona.",
    "budget": Decimal(60_000),
    "max_per_project": Decimal(20_000),
    "cofunding_percent": Decimal(20),
    "source_note": "Bando inventato: importi, atti e progetti sono di esempio.",
}
TEXT = DocumentText(
    "bando-famiglie-al-centro.pdf",
    "Testo del bando (esempio)",
    "## Che cosa si finanzia\n\nUn servizio nuovo per le famiglie, aperto dal Comune.\n\n## Quanto\n\n"
    "Fino a 20.000 euro per progetto. Il Comune mette almeno il 20 per cento.\n\nTesto inventato per la prova.",
)
FORM = DocumentText(
    "modulo-di-domanda.docx",
    "Modulo di domanda (esempio)",
    "## Il Comune\n\nNome, codice fiscale, PEC.\n\n## Il progetto\n\nChe cosa, per chi, quando, quanto costa.\n\n"
    "Modulo inventato per la prova.",
)
GRID = DocumentText(
    "griglia-interna.docx",
    "Griglia per l'ufficio (esempio)",
    "## Che cosa guardare\n\nRequisiti, costo, cofinanziamento, tempi.\n\nDocumento inventato per la prova.",
)


@dataclass(frozen=True)
class ExampleProject:
    """A project of one of the FILES; `granted` empty: it still waits."""

    key: str
    title: str
    cost: Decimal
    asked: Decimal
    granted: Decimal | None = None


PROJECTS = (
    ExampleProject(
        "montegaio",
        "Sportello famiglia in biblioteca (esempio)",
        Decimal(25_000),
        Decimal(20_000),
        Decimal(18_000),
    ),
    ExampleProject(
        "fontelieta",
        "Pomeriggi insieme dopo la scuola (esempio)",
        Decimal(16_000),
        Decimal(12_000),
        Decimal(12_000),
    ),
    ExampleProject("roccabella", "Centro estivo per i più piccoli (esempio)", Decimal(14_000), Decimal(11_000)),
)
