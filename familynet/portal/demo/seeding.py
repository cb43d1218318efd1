"""The demo as a whole: its parts in their order, all or nothing."""

import random
from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from familynet.accounts.models import User
from familynet.portal.demo.steps.accompanying import make_accompanying
from familynet.portal.demo.steps.accounts import make_administrations, make_people
from familynet.portal.demo.steps.applications import make_applicant, make_applications
from familynet.portal.demo.steps.assessment import make_assessments
from familynet.portal.demo.steps.audit import make_audit
from familynet.portal.demo.steps.cast import Cast
from familynet.portal.demo.steps.certificates import make_certificates
from familynet.portal.demo.steps.collections import make_collections
from familynet.portal.demo.steps.districts import make_districts
from familynet.portal.demo.steps.events import make_events
from familynet.portal.demo.steps.exchange import make_exchange
from familynet.portal.demo.steps.files import make_files
from familynet.portal.demo.steps.holders import make_holders
from familynet.portal.demo.steps.life import make_certificate_life
from familynet.portal.demo.steps.networks import make_networks
from familynet.portal.demo.steps.organisations import make_invitations, make_members, make_organisations
from familynet.portal.demo.steps.practices import make_practices
from familynet.portal.demo.steps.procedure import make_procedure_rules
from familynet.portal.demo.steps.programmes import make_programmes
from familynet.portal.demo.steps.protocols import make_protocol
from familynet.portal.demo.steps.realignment import make_realignment
from familynet.portal.demo.steps.reviews import make_reviews
from familynet.portal.demo.steps.schemes import make_schemes
from familynet.portal.demo.steps.standards import make_standards
from familynet.portal.demo.steps.talk import make_talk
from familynet.portal.demo.steps.transfers import make_transfers
from familynet.portal.demo.steps.writing import make_clarity_rules, replace_a_document
from familynet.territories.models import Municipality

PARTS: tuple[tuple[str, Callable[[Cast], None]], ...] = (
    ("amministrazioni", make_administrations),
    ("persone", make_people),
    ("protocollo", make_protocol),
    ("azioni del protocollo", make_exchange),
    ("organizzazioni", make_organisations),
    ("certificazioni", make_certificates),
    ("marchi", make_schemes),
    ("termini dei procedimenti", make_procedure_rules),
    ("bandi e infrastrutture", make_standards),
    ("accordo e comune di prova", make_applicant),
    ("persone delle organizzazioni", make_members),
    ("domande di certificazione", make_applications),
    ("valutatori e lettere", make_assessments),
    ("pratiche in ogni stato", make_files),
    ("titolari di un marchio a punti", make_holders),
    ("adeguamento e prova sui titolari", make_realignment),
    ("comuni accompagnati e bando", make_accompanying),
    ("vita delle certificazioni", make_certificate_life),
    ("percorsi Family Audit", make_audit),
    ("reti", make_networks),
    ("distretti", make_districts),
    ("programmi", make_programmes),
    ("chiarezza dei testi", make_clarity_rules),
    ("buone pratiche", make_practices),
    ("validazioni insieme", make_reviews),
    ("adozioni", make_transfers),
    ("incontri", make_events),
    ("documenti sostituiti", replace_a_document),
    ("raccolte e importazioni", make_collections),
    ("domande e risposte", make_talk),
    ("inviti in attesa", make_invitations),
)


def is_seeded() -> bool:
    """True when the demo is there: it comes whole or not at all."""
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def seed(*, number: int, say: Callable[[str], None] = lambda text: None) -> None:
    """Make the demo through the actions of the portal; the same `number` makes the same choices.

    `say` hears the name of each part that is done.
    """
    if not Municipality.objects.exists():
        call_command("load_territories", verbosity=0)
    call_command("load_facts", verbosity=0)
    cast = Cast(chance=random.Random(number))  # noqa: S311  a choice of sentences, not a secret
    with translation.override("it"):
        for name, make in PARTS:
            make(cast)
            say(name)
