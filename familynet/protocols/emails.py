"""News of a protocol to the offices of its parties."""

from familynet.kernel import emails
from familynet.protocols.models import Protocol


def send_to_parties(protocol: Protocol, template: str) -> None:
    """One message to the office of each party that has an address."""
    for party in protocol.parties.all():
        if party.email:
            emails.send(template, party.email, {"protocol": protocol, "administration": party})


def send_news(protocol: Protocol) -> None:
    send_to_parties(protocol, "protocol_news")


def send_term_near(protocol: Protocol) -> None:
    send_to_parties(protocol, "protocol_term_near")
