"""Collections of the demo, and a table of practices as an office would bring it from its own spreadsheets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CollectionText:
    """A collection: who keeps it, who sees it, and its practices by title with their notes."""

    administration: str
    title: str
    description: str
    visibility: str
    practices: tuple[tuple[str, str], ...]
    personal: bool = False


COLLECTIONS = (
    CollectionText(
        "trento",
        "Strumenti per i Comuni che vogliono certificarsi",
        "Da dove cominciare, in ordine: il piano, chi lo segue, come si misura, quali vantaggi porta.\n\n"
        "Ogni pratica ha una **nota** su che cosa guardare per prima cosa.",
        "public",
        (
            (
                "Il piano famiglia del Comune, con un voto per ogni azione",
                "Guardate il modello di valutazione: si può usare subito.",
            ),
            ("Il Network nazionale dei Comuni amici della famiglia", "Spiega come si aderisce e con quali tempi."),
            (
                "Più punti e contributi più alti per chi ha un marchio famiglia",
                "Utile per chi deve convincere la giunta.",
            ),
            (
                "Municipality Family Manager: chi segue il piano nel Comune",
                "L'esperienza del Piemonte: una persona di riferimento per ogni Comune.",
            ),
            (
                "Family Card trentina: la carta prima del pass comune",
                "Superata dal pass comune: resta per capire perché si è cambiato.",
            ),
        ),
    ),
    CollectionText(
        "piemonte",
        "Centri per le famiglie e piccoli Comuni",
        "Pratiche che funzionano anche con pochi abitanti e poco personale.",
        "public",
        (
            ("I Centri per le famiglie con un coordinamento regionale", "La rete regionale: chi fa che cosa."),
            (
                "Carta ZeroSei: i servizi per i più piccoli in un documento",
                "Un documento solo per tutti i servizi: le famiglie lo trovano.",
            ),
            ("Lo Sportello famiglia affidato al Forum delle associazioni", ""),
        ),
    ),
    CollectionText(
        "trento",
        "Per la riunione del comitato di protocollo",
        "Le pratiche di cui parlare con i colleghi del Piemonte.",
        "partners",
        (
            (
                "Family Audit: un metodo per conciliare vita e lavoro",
                "Chiedere quante organizzazioni piemontesi sono interessate.",
            ),
            ('Il bando 2022 "Comune amico della famiglia"', "Far raccontare come hanno scelto i Comuni."),
        ),
    ),
    CollectionText(
        "piemonte",
        "Da rileggere prima del bando",
        "Appunti miei.",
        "private",
        (
            ("EuregioFamilyPass: la carta famiglia senza limiti di reddito", "Verificare i costi di stampa."),
            ("Baby Little Home: un punto di sosta per chi ha bambini piccoli", ""),
        ),
        personal=True,
    ),
)

FILE_NAME = "pratiche-da-portare-nel-portale.csv"
TABLE = (
    "titolo;in_breve;destinatari;territorio;dal;in_corso;costo_totale;problema\n"
    "Bonus servizi per le famiglie numerose;Un aiuto per le spese dei servizi con tre o più figli.;;"
    "Tutto il territorio dell'amministrazione;2023-03-01;sì;150000.00;Le spese crescono con ogni figlio.\n"
    "Prestito di ausili per gemelli;Passeggini doppi e seggiolini in prestito.;;;01/09/2024;sì;;"
    "Gli ausili per gemelli costano molto e si usano poco.\n"
    "Voucher per lo sport;Un contributo per l'iscrizione.;;Quartiere;2024-10-01;sì;;\n"
)
