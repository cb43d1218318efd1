"""What the invented validators of the demo wrote: grades, assessments, comments and answers."""

from dataclasses import dataclass, field

INVENTED = "Valutazione inventata per la dimostrazione:"

# File name of the practice → (effectiveness, transferability, enduring) with the reasons of those above 0.
GRADES: dict[str, dict[str, int | str]] = {
    "trento-family-audit": {
        "effectiveness": 1,
        "effectiveness_reason": f"{INVENTED} i dati prima e dopo di 78 organizzazioni, corretti per dimensione.",
        "transferability": 1,
        "transferability_reason": f"{INVENTED} è in uso in altre regioni, con linee guida pubbliche.",
        "enduring": 1,
        "enduring_reason": f"{INVENTED} le misure sono state controllate di nuovo dopo tre anni.",
    },
    "piemonte-centri-famiglie": {
        "effectiveness": 1,
        "effectiveness_reason": f"{INVENTED} un questionario prima e dopo in quattro Centri.",
        "transferability": 1,
        "transferability_reason": f"{INVENTED} le linee guida regionali bastano per aprire un Centro altrove.",
        "enduring": 0,
    },
    "trento-euregiofamilypass": {
        "effectiveness": 1,
        "effectiveness_reason": f"{INVENTED} la spesa di 200 famiglie prima e dopo la carta.",
        "transferability": 0,
        "enduring": 0,
    },
}
NO_GRADES: dict[str, int | str] = {"effectiveness": 0, "transferability": 0, "enduring": 0}


@dataclass(frozen=True)
class NewVersion:
    """A second version: why it was asked for or made, what its first round brought, what it changes."""

    title: str
    administration: str
    change_note: str
    values: dict[str, str]
    first_assessment: str
    comments: dict[str, str] = field(default_factory=dict)
    answer: str = ""
    last_assessment: str = "Ora è chiara. Si può pubblicare."


@dataclass(frozen=True)
class JointStep:
    """What the other side says of a proposed practice; without a decision the proposal waits."""

    title: str
    administration: str
    decision: str = ""
    assessment: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    by_committee: bool = False


FAMILY_AUDIT = "Family Audit: un metodo per conciliare vita e lavoro"
CENTRI = "I Centri per le famiglie con un coordinamento regionale"
PASS = "EuregioFamilyPass: la carta famiglia senza limiti di reddito"  # noqa: S105  the name of a card
PIANO = "Il piano famiglia del Comune, con un voto per ogni azione"
BANDO = 'Il bando 2022 "Comune amico della famiglia"'
ZEROSEI = "Carta ZeroSei: i servizi per i più piccoli in un documento"
SPORTELLO = "Lo Sportello famiglia affidato al Forum delle associazioni"
PREMI = "Più punti e contributi più alti per chi ha un marchio famiglia"

BEFORE = (
    JointStep(
        FAMILY_AUDIT,
        "trento",
        "request_changes",
        "È utile anche per noi. Mancano però i tempi di chi lavora al piano e i limiti dei dati.",
        {
            "costi-e-risorse": "Quante ore servono alla direzione e al gruppo interno, nel primo anno?",
            "risultati": "I dati sono prima e dopo: scrivete che non c'è un gruppo di confronto.",
        },
    ),
)
NEW_VERSIONS = (
    NewVersion(
        FAMILY_AUDIT,
        "trento",
        "Aggiunte le ore di lavoro del primo anno e i limiti dei dati sui risultati.",
        {
            "resources": "Il tempo dei due gruppi di lavoro: nel primo anno circa sei incontri di mezza giornata "
            "per il gruppo interno e tre per la direzione (stima dimostrativa). Un referente. Un registro di "
            "consulenti e uno di valutatori, tenuti da chi certifica. Un Consiglio dell'Audit che dà il parere."
        },
        "Le ore ci sono. Manca ancora una parola su chi le paga.",
        {"costi-e-risorse": "Chi paga le ore del gruppo interno? Basta una frase."},
        "Aggiunto nelle risorse: le ore sono orario di lavoro, le paga l'organizzazione.",
    ),
    NewVersion(
        ZEROSEI,
        "piemonte",
        "Detto meglio che cosa serve per rifarla altrove.",
        {
            "transferability": "Serve un elenco aggiornato dei servizi da zero a sei anni. Serve qualcuno che lo "
            "controlli ogni anno. Il resto è un documento chiaro."
        },
        "Bene. Un'aggiunta sui tempi aiuterebbe chi comincia.",
        {"lezioni-e-trasferibilita": "In quanto tempo si fa la prima volta?"},
        "Non abbiamo un dato certo: lo scriviamo quando la seconda edizione è finita.",
    ),
)
AFTER = (
    JointStep(
        FAMILY_AUDIT, "trento", "validate", "Le risposte sono complete. La validiamo anche noi.", by_committee=True
    ),
    JointStep(CENTRI, "piemonte", "validate", "Chiara, con i limiti detti. La useremo per il nostro territorio."),
    JointStep(PASS, "trento"),
    JointStep(BANDO, "piemonte"),
    JointStep(
        PIANO,
        "trento",
        "request_changes",
        "Il metodo del voto è interessante. Va spiegato a chi non conosce i vostri piani.",
        {
            "problema-e-soluzione": "Chi dà il voto alle azioni, e con quale scala?",
            "lezioni-e-trasferibilita": "Un Comune senza piano famiglia può usarlo? Da dove comincia?",
        },
    ),
    JointStep(
        PREMI,
        "trento",
        "decline",
        "È legata alle norme provinciali: per noi non si può rifare così. Resta utile sulla vostra pagina.",
    ),
)
# Nobody has confirmed it in time.
STALE = SPORTELLO
