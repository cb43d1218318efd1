"""The cast of the demo: invented people, one for each role of each administration, and three of organisations."""

from dataclasses import dataclass

from familynet.accounts.roles import Role

PASSWORD = "famiglia-demo"  # noqa: S105  printed on purpose, and refused outside the demo

# Mailbox name → role, in the order of accounts.roles.Role.
MAILBOXES = {
    "redazione": Role.PRACTICE_EDITOR,
    "validazione": Role.PRACTICE_VALIDATOR,
    "comitato": Role.PROTOCOL_COMMITTEE,
    "istruttoria": Role.CERTIFICATION_OFFICER,
    "valutazione": Role.ASSESSOR,
    "dirigenza": Role.CERTIFICATION_MANAGER,
    "distretti": Role.DISTRICT_OFFICER,
    "reti": Role.NETWORK_COORDINATOR,
    "amministrazione": Role.ADMINISTRATOR,
    "controllo": Role.AUDITOR,
}
NAMES = {
    "trento": {
        "redazione": "Chiara Pedrini",
        "validazione": "Luca Bertolini",
        "comitato": "Renata Fedrizzi",
        "istruttoria": "Elena Tomaselli",
        "valutazione": "Stefano Morandi",
        "dirigenza": "Marta Valcanover",
        "distretti": "Giulia Sartorelli",
        "reti": "Andrea Nicolodi",
        "amministrazione": "Paola Zambelli",
        "controllo": "Franco Dallapè",
    },
    "piemonte": {
        "redazione": "Silvia Arneodo",
        "validazione": "Davide Garrone",
        "comitato": "Paolo Ghione",
        "istruttoria": "Federica Bosio",
        "valutazione": "Marco Vallauri",
        "dirigenza": "Laura Peirone",
        "distretti": "Simone Actis",
        "reti": "Irene Cavallero",
        "amministrazione": "Roberto Gilardi",
        "controllo": "Anna Ferraris",
    },
}


@dataclass(frozen=True)
class Member:
    """Somebody who acts for an organisation: the cadastral code and the name of the body say which."""

    email: str
    name: str
    role: str
    organisation: str


MEMBERS = (
    Member("sindaco@bra.example", "Giovanni Olivero", "legal_representative", "Comune di Bra"),
    Member("referente@bra.example", "Teresa Milanesio", "contact", "Comune di Bra"),
    Member("sindaca@alba.example", "Beatrice Rolfo", "legal_representative", "Comune di Alba"),
    Member("ufficio@alba.example", "Carlo Sibona", "contact", "Comune di Alba"),
    Member(
        "albergo@molveno.example", "Nicola Donini", "legal_representative", "Albergo Stella del Lago (esempio)"
    ),
)


def address(mailbox: str, administration: str) -> str:
    """The mail address of a persona of an administration, given by its slug."""
    return f"{mailbox}@{administration}.example"


def account_table() -> list[tuple[str, str, str]]:
    """(who, Trento, Piemonte) for every role, then the people of organisations as (who, address, empty)."""
    rows = [
        (str(role.label), address(mailbox, "trento"), address(mailbox, "piemonte"))
        for mailbox, role in MAILBOXES.items()
    ]
    kinds = {"legal_representative": "Legale rappresentante", "contact": "Referente"}
    return rows + [(f"{kinds[m.role]}, {m.organisation}", m.email, "") for m in MEMBERS]
