"""An application that its comune is filling in, and the invented agreement that lets it apply."""

import datetime

from django.core.files.base import ContentFile

from certifications.actions import Said, attach_evidence, save_answers, save_facts, start_application
from certifications.models import Application, Category
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.organisations.actions import register_organisation
from familynet.organisations.models import Organisation
from familynet.portal.demo.steps.cast import Cast, organisation_named
from familynet.protocols import actions as protocols
from familynet.protocols.models import ProtocolArea
from familynet.territories.models import Municipality

APPLICANT = "Comune di Alba"
AGREEMENT = "Accordo di prova sui marchi (esempio inventato)"
NOTE = (
    "Inventato per la prova: le fonti pubbliche non dicono se il protocollo del 2022 è stato rinnovato. "
    "Senza un accordo in vigore un Comune del Piemonte non può presentare domande."
)
# Before the protocol of 2022, so that the public page goes on to show that one first.
FROM, TO = datetime.date(2022, 1, 1), datetime.date(2031, 12, 31)
ANSWERS = {
    "1": "Risposta di esempio: la Giunta ha attivato il percorso con una delibera.",
    "2": "Risposta di esempio: le politiche familiari sono una delega della Sindaca.",
    "3": "Risposta di esempio: se ne occupano la dirigente dei servizi sociali e una persona dell'ufficio.",
    "4": "",
}


def make_applicant(cast: Cast) -> None:
    """The agreement, and the comune as an organisation."""
    _make_agreement(cast)
    if not Organisation.objects.filter(name=APPLICANT).exists():
        register_organisation(
            by=cast.person("istruttoria", "piemonte"),
            name=APPLICANT,
            kind=Organisation.Kind.MUNICIPALITY,
            municipality=Municipality.objects.current().get(cadastral_code="A124"),
            is_demo=True,
        )


def _make_agreement(cast: Cast) -> None:
    by = cast.person("dirigenza", "trento")
    made = protocols.create_protocol(
        by=by,
        slug="accordo-di-prova",
        title=AGREEMENT,
        parties=list(cast.administrations.values()),
        starts_on=FROM,
        ends_on=TO,
        note=NOTE,
        is_demo=True,
    )
    area = (str(ProtocolArea.Code.INSTRUMENTS), "Marchi e standard (esempio)", "")
    protocols.set_areas(by=by, protocol=made, areas=[area])
    act = Act(kind=Act.Kind.PROTOCOL, body="Atto di esempio", number="esempio", date=FROM, subject=AGREEMENT)
    act.save()
    protocols.sign_protocol(by=by, protocol=made, act=act, signed_on=FROM)
    protocols.start_protocol(by=by, protocol=made)


def make_applications(cast: Cast) -> None:
    """A draft for Family in Italia: four of the first five requirements answered, three with their document."""
    organisation = organisation_named(APPLICANT)
    clerk = organisation.members.current().select_related("user").get(role="contact").user
    category = Category.objects.select_related("scheme__administration").get(
        scheme__slug="family-in-italia", slug="comuni"
    )
    application = start_application(
        organisation=organisation, scheme=category.scheme, category=category, by=clerk, is_demo=True
    )
    save_facts(application=application, employees=180, services=[], by=clerk)
    said = {code: Said(True, None, note) for code, note in ANSWERS.items()}
    save_answers(application=application, answers=said, by=clerk)
    for code, note in ANSWERS.items():
        if note:
            _attach(application, code, clerk)


def _attach(application: Application, code: str, by: User) -> None:
    requirement = application.version.requirements.get(code=code)
    text = f"Documento di esempio per il requisito {code}: inventato per la prova."
    upload = ContentFile(text.encode(), name=f"requisito-{code}-esempio.txt")
    attach_evidence(application=application, requirement=requirement, upload=upload, by=by)
