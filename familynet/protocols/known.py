"""The protocol of 2022 between Trento and Piemonte, as far as public sources tell it.

Used by the command `load_protocol` and by the demo. What the sources do not give stays blank: the number of
the Trento resolution, and whether the protocol was renewed after its three years.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.protocols import actions
from familynet.protocols.models import Protocol, ProtocolAct, ProtocolArea

SLUG = "trento-piemonte-2022"
TITLE = "Protocollo d'intesa tra la Provincia autonoma di Trento e la Regione Piemonte sulle politiche familiari"
SIGNED_ON = datetime.date(2022, 7, 14)
ENDS_ON = datetime.date(2025, 7, 13)
SUMMARY = (
    "Le due amministrazioni lavorano insieme sulle politiche per la famiglia: si scambiano buone pratiche, "
    "promuovono marchi, piani e distretti, migliorano la conciliazione tra vita e lavoro, aderiscono a reti "
    "comuni. Il Piemonte lo ha chiesto nel febbraio 2022; la firma è del 14 luglio 2022, a Trento, dopo una "
    "visita di studio."
)
NOTE = (
    "Il protocollo è triennale: il termine è luglio 2025. Le fonti pubbliche non dicono se è stato rinnovato o "
    "prorogato. Quando un atto di rinnovo è disponibile, le amministrazioni lo registrano qui."
)
Code = ProtocolArea.Code
AREAS = (
    (
        Code.GOOD_PRACTICES,
        "Scambio di buone pratiche",
        "Documenti, materiali e occasioni di confronto.",
    ),
    (
        Code.INSTRUMENTS,
        "Promozione degli strumenti",
        "Marchi famiglia, standard, piani, distretti famiglia, sussidiarietà orizzontale e sistemi premianti.",
    ),
    (
        Code.WORK_LIFE,
        "Conciliazione, responsabilità sociale, welfare aziendale",
        "Conciliazione tra vita e lavoro, responsabilità sociale delle imprese e welfare aziendale.",
    ),
    (
        Code.NETWORKS,
        "Adesione alle reti",
        "La rete dei Comuni amici della famiglia e la rete europea Family in Europe.",
    ),
)


@transaction.atomic
def load_protocol_2022(*, by: User, is_demo: bool = False) -> Protocol:
    """Record the protocol, its acts and what is known of its life; the one that exists is left as it is."""
    existing = Protocol.objects.filter(slug=SLUG).first()
    if existing is not None:
        return existing
    parties = {a.ipa_code: a for a in Administration.objects.filter(ipa_code__in=["p_TN", "r_piemon"])}
    trento, piemonte = parties["p_TN"], parties["r_piemon"]
    protocol = actions.create_protocol(
        by=by,
        slug=SLUG,
        title=TITLE,
        parties=[trento, piemonte],
        starts_on=SIGNED_ON,
        ends_on=ENDS_ON,
        summary=SUMMARY,
        note=NOTE,
        is_demo=is_demo,
    )
    actions.set_areas(by=by, protocol=protocol, areas=[(str(code), title, text) for code, title, text in AREAS])
    approval = Act(
        kind=Act.Kind.RESOLUTION,
        body="Giunta provinciale di Trento",
        subject="Approvazione del protocollo d'intesa (comunicato stampa n. 1458 del 24 maggio 2022)",
    )
    role = ProtocolAct.Role
    actions.add_act(by=by, protocol=protocol, act=approval, role=role.APPROVAL, administration=trento)
    signature = Act(
        kind=Act.Kind.PROTOCOL,
        body="Provincia autonoma di Trento e Regione Piemonte",
        date=SIGNED_ON,
        subject="Protocollo d'intesa sulle politiche familiari, firmato a Trento",
    )
    signature.save()
    actions.sign_protocol(by=by, protocol=protocol, act=signature, signed_on=SIGNED_ON)
    actions.start_protocol(by=by, protocol=protocol)
    _what_followed(by, protocol, piemonte)
    if protocol.ends_on < timezone.localdate():
        actions.expire_protocol(protocol=protocol)
    return protocol


def _what_followed(by: User, protocol: Protocol, piemonte: Administration) -> None:
    """The resolution of Piemonte of November 2022, and the study visit of July."""
    resolution = Act(
        kind=Act.Kind.RESOLUTION,
        body="Giunta regionale del Piemonte",
        number="7-5965",
        date=datetime.date(2022, 11, 18),
        subject="Schema di convenzione con la Provincia autonoma di Trento e bando per i Comuni",
    )
    follow_up = ProtocolAct.Role.FOLLOW_UP
    actions.add_act(by=by, protocol=protocol, act=resolution, role=follow_up, administration=piemonte)
    title = "Convenzione tra la Regione Piemonte e la Provincia autonoma di Trento"
    convention = actions.add_convention(by=by, protocol=protocol, title=title, act=resolution)
    areas = {area.code: area for area in protocol.areas.all()}
    actions.record_action(
        by=by,
        protocol=protocol,
        area=areas[Code.GOOD_PRACTICES],
        title="Visita di studio del Piemonte in Trentino",
        description="Due giorni di incontri, il 13 e 14 luglio 2022, conclusi con la firma del protocollo.",
        date=datetime.date(2022, 7, 13),
    )
    call = actions.record_action(
        by=by,
        protocol=protocol,
        area=areas[Code.INSTRUMENTS],
        convention=convention,
        title="Bando per i Comuni piemontesi sopra i 20.000 abitanti",
        description="Contributi ai Comuni che scrivono il piano famiglia e chiedono la certificazione.",
        date=datetime.date(2022, 11, 18),
    )
    actions.record_evidence(by=by, action=call, title="Deliberazione n. 7-5965 del 2022", act=resolution)
