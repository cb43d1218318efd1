"""What each picture of the guides shows: whose account, which page, what to do there, from where and how high."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page

Step = Callable[[Page], None]
EDITOR, VALIDATOR, COMMITTEE = (
    "redazione@trento.example",
    "validazione@trento.example",
    "comitato@trento.example",
)
OFFICER, OFFICER_PIEMONTE = "istruttoria@trento.example", "istruttoria@piemonte.example"
APPLICANT = "ufficio@alba.example"
EDITOR_PIEMONTE, VALIDATOR_PIEMONTE = "redazione@piemonte.example", "validazione@piemonte.example"
BOARD, LIBRARY, WORK = "/scrivania/", "/buone-pratiche/", "/scrivania/buone-pratiche/"
UNCLEAR = (
    "Al fine di sostenere le famiglie nell'individuazione di percorsi escursionistici idonei, l'amministrazione "
    "ha provveduto alla predisposizione di un'apposita classificazione."
)


@dataclass(frozen=True)
class Picture:
    """One picture: `account` is empty for a reader without one, `start` the element on which it begins."""

    name: str
    account: str
    path: str
    steps: tuple[Step, ...] = ()
    start: str = "main h1"
    height: int = 800


def click(words: str) -> Step:
    """Press the link, the button or the heading of a fold that begins with these words."""

    def step(page: Page) -> None:
        beginning = re.compile(r"^\s*" + re.escape(words))
        link, button = (page.get_by_role(role, name=beginning) for role in ("link", "button"))
        page.locator("main").locator(
            link.or_(button).or_(page.locator("summary", has_text=beginning))
        ).first.click()
        page.wait_for_load_state("networkidle")

    return step


def fill(field: str, text: str) -> Step:
    """Type into the field of this name and wait for what the page answers."""

    def step(page: Page) -> None:
        page.locator(f"[name={field}]").fill(text)
        page.wait_for_timeout(2000)

    return step


def add_refused_file(page: Page) -> None:
    """A program among the documents: it is refused, so nothing is written."""
    file = FilePayload(name="programma.exe", mimeType="application/octet-stream", buffer=b"MZ\x90\x00")
    page.set_input_files("main input[type=file]", file)
    page.locator("[data-upload-rows] li", has_text="Non aggiunto").wait_for()


PIANO, SPORTELLO = "Il piano famiglia del Comune", "Lo Sportello famiglia affidato"
PICTURES = [
    Picture(
        "certificate-life-1",
        "dirigenza@trento.example",
        "/scrivania/registro/?q=sentieri+aperti",
        (click("Associazione sportiva Sentieri Aperti"),),
        height=1000,
    ),
    Picture(
        "adoptions-1",
        EDITOR_PIEMONTE,
        LIBRARY + "?q=euregiofamilypass",
        (click("EuregioFamilyPass"),),
        ".transfer-ask",
        260,
    ),
    Picture("adoptions-2", VALIDATOR_PIEMONTE, "/scrivania/adozioni/", (click(SPORTELLO),)),
    Picture(
        "adoptions-3",
        "",
        LIBRARY + "?q=carta+zerosei",
        (click("Carta ZeroSei: i servizi"), click("Tutte le adozioni")),
        ".lineage, .transfer-lineage, h2:has-text('Da quale pratica')",
        460,
    ),
    Picture("application-1", APPLICANT, BOARD + "domande/", (click("Family in Italia"),), "main h1", 900),
    Picture(
        "application-2",
        APPLICANT,
        BOARD + "domande/",
        (click("Family in Italia"), click("A. ")),
        "main h1",
        1000,
    ),
    Picture("assessor-1", "valutazione@trento.example", BOARD + "valutazioni/"),
    Picture("collections-1", EDITOR_PIEMONTE, "/scrivania/raccolte/", (click("Da rileggere"),)),
    Picture("collections-2", "", "/raccolte/", (click("Centri per le famiglie"),)),
    Picture(
        "documents-1",
        EDITOR,
        WORK,
        (click("Sentieri family"), click("Documenti e fonti"), add_refused_file),
        ".practice-upload",
        520,
    ),
    Picture(
        "documents-2", EDITOR, WORK, (click("Sentieri family"), click("Documenti e fonti")), "#own-documents", 300
    ),
    Picture("events-1", "", "/eventi/"),
    Picture("events-2", EDITOR_PIEMONTE, "/scrivania/eventi/", (click("Visita di studio: i Centri"),)),
    Picture(
        "events-3",
        EDITOR_PIEMONTE,
        "/scrivania/eventi/",
        (click("Visita di studio: i Centri"), click("Apri l'elenco")),
    ),
    Picture("evidence-1", "", LIBRARY + "livelli-di-evidenza/"),
    Picture(
        "evidence-2",
        "",
        LIBRARY + "?q=family+audit",
        (click("Family Audit: un metodo"), click("Perché")),
        ".practice-quality",
        720,
    ),
    Picture("exchange-1", VALIDATOR, BOARD + "scambio/"),
    Picture("family-audit-1", OFFICER, BOARD + "percorsi/", (click("Officine Monviso"),), "main h1", 1000),
    Picture(
        "family-audit-2",
        OFFICER,
        BOARD + "percorsi/",
        (click("Officine Monviso"), click("Dati dell'anno")),
        "main .fn-chart",
        900,
    ),
    Picture("freshness-1", EDITOR, WORK + "?due=1", (click(SPORTELLO),), "main h1", 520),
    Picture("import-export-1", EDITOR_PIEMONTE, WORK + "importa/", (click("pratiche-da-portare"),)),
    Picture("funding-1", OFFICER_PIEMONTE, BOARD + "bandi/famiglie-al-centro-esempio/", (), "#documenti", 1000),
    Picture(
        "funding-2",
        OFFICER_PIEMONTE,
        BOARD + "pratiche/?elenco=accompagnate",
        (click("Comune di Roccabella"), click("Parere")),
        height=900,
    ),
    Picture("infrastructures-1", "", "/infrastrutture/", (click("Giro del lago"),), height=1000),
    Picture(
        "package-1",
        OFFICER,
        BOARD + "pratiche/?elenco=tutte",
        (click("Comune di Roccabella"), click("Fascicolo")),
        height=900,
    ),
    Picture("manager-1", "dirigenza@trento.example", BOARD + "decisioni/"),
    Picture("notifications-1", VALIDATOR, BOARD + "notifiche/"),
    Picture("notifications-2", VALIDATOR, BOARD + "notifiche/scelte/"),
    Picture("officer-1", OFFICER, BOARD + "pratiche/?elenco=tutte"),
    Picture("places-1", "", LIBRARY + "luoghi-simili/?comune=Bra+%28CN%29"),
    Picture("questions-1", EDITOR, LIBRARY + "?q=piano+famiglia", (click(PIANO), click("Leggi e chiedi"))),
    Picture("schemes-1", OFFICER, "/scrivania/marchi/", (click("Family in Trentino"),)),
    Picture(
        "schemes-2",
        OFFICER_PIEMONTE,
        "/scrivania/marchi/",
        (click("Piemonte Famiglia"), click("Disciplinare Comuni (esempio)")),
    ),
    Picture(
        "schemes-3",
        OFFICER,
        "/scrivania/marchi/",
        (click("Family in Trentino"), click("Disciplinare Comuni 2027"), click("Prova del")),
    ),
    Picture(
        "schemes-4",
        OFFICER,
        "/scrivania/marchi/family-audit/",
        (click("Linee guida Family Audit 2027"), click("Cambia il percorso")),
        "main .cert-tabs",
        900,
    ),
    Picture("search-1", "", LIBRARY + "?q=tariffa+nido", (), "main [role=status]", 700),
    Picture("validation-1", EDITOR, WORK, (click(PIANO), click("Giri di valutazione"))),
    Picture(
        "validation-2",
        COMMITTEE,
        WORK + "da-validare-insieme/",
        (click("Il bando 2022"),),
        ".practice-decision",
        900,
    ),
    Picture(
        "versions-1", "", f"{LIBRARY}family-audit-un-metodo-per-conciliare-vita-e-lavoro/versioni/1/confronta/2/"
    ),
    Picture(
        "writing-1",
        EDITOR,
        WORK,
        (click("Sentieri family"), click("In breve"), fill("summary", UNCLEAR)),
        "label[for=id_summary]",
        560,
    ),
]
