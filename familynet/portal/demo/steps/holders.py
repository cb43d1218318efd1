"""An invented mark with points, and eleven holders of both territories that were certified with one act.

Their answers are what the dry run of the next disciplinare is about.
"""

import datetime
from decimal import Decimal

from django.utils import timezone

from certifications import actions
from certifications.actions.schemes import example_scheme
from certifications.models import Application, Requirement, Scheme
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.portal.demo.content import register
from familynet.portal.demo.content.hospitality import HOLDERS, IMPORTED, SCHEME, Holder
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.portal.demo.steps.certificates import BODY, import_register
from familynet.portal.demo.steps.files import assess, hand_in, hand_out, take
from familynet.portal.demo.steps.members import make_member

BEGINS = datetime.date(2024, 1, 1)
AWARDED = datetime.date(2024, 3, 11)
NOTE = "Risposta di esempio: inventata per la prova."
OPINION = "Parere di esempio: la Regione conosce l'organizzazione e non ha osservazioni."


def make_holders(cast: Cast) -> None:
    scheme = _publish(cast)
    rows = register.imported_csv(IMPORTED, scheme.name, AWARDED)
    import_register("titolari-senza-domanda.csv", rows, cast)
    applications = [_apply(holder, scheme, cast) for holder in HOLDERS]
    for application in applications:
        for step in (take, hand_out, assess):
            step(application, cast)
            application.refresh_from_db()
    _accompany(applications, cast)
    act = example_act("assegna", "Assegnazione del marchio Accoglienza famiglia (esempio)")
    actions.decide_batch(
        applications=applications, outcome="awarded", by=cast.person("dirigenza", "trento"), act=act
    )


def example_act(number: str, subject: str, day: datetime.date | None = None) -> Act:
    """An act that says it is an example; of today unless a day is given."""
    return Act(
        kind=Act.Kind.DETERMINATION,
        body=BODY,
        number=f"esempio {number}",
        date=day or timezone.localdate(),
        subject=subject,
    )


def _publish(cast: Cast) -> Scheme:
    """The mark with its first disciplinare: written by the officer, published by the manager."""
    officer = cast.person("istruttoria", "trento")
    scheme = actions.import_scheme(
        example_scheme(SCHEME), administration=cast.administrations["trento"], by=officer
    )
    version = scheme.versions.get()
    actions.send_to_review(version=version, by=officer)
    act = example_act("disciplinare", "Disciplinare Accoglienza (esempio)", BEGINS)
    actions.publish_version(version=version, by=cast.person("dirigenza", "trento"), act=act, valid_from=BEGINS)
    return scheme


def _apply(holder: Holder, scheme: Scheme, cast: Cast) -> Application:
    """What the holder says of itself, presented by its legal representative."""
    organisation = invented(holder.number)
    head = _head(organisation, holder, cast)
    application = actions.start_application(
        organisation=organisation, scheme=scheme, category=None, by=head, is_demo=True
    )
    services = ["ristorazione"] if holder.food else []
    actions.save_facts(application=application, employees=holder.employees, services=services, by=head)
    asked = application.version.requirements.filter(due_months=0)
    said = {row.code: _say(row, holder) for row in asked if holder.food or row.applies_if is None}
    actions.save_answers(application=application, answers=said, by=head)
    return hand_in(application, head)


def _head(organisation: Organisation, holder: Holder, cast: Cast) -> User:
    role = OrganisationMember.Role.LEGAL_REPRESENTATIVE
    known = organisation.members.current().select_related("user").filter(role=role).first()
    if known is not None:
        return known.user
    return make_member(
        organisation,
        email=f"presidente-{holder.number}@example.org",
        name=f"Presidente Inventato {holder.number}",
        role=role,
        cast=cast,
    )


def _say(requirement: Requirement, holder: Holder) -> actions.Said:
    if not holder.meets(requirement.code):
        return actions.Said(False, None, NOTE)
    points: Decimal | None = requirement.points_max if requirement.has_range else None
    return actions.Said(True, points, NOTE)


def _accompany(applications: list[Application], cast: Cast) -> None:
    """Piemonte says what it thinks of its own."""
    piemonte = cast.administrations["piemonte"]
    for application in applications:
        if application.seat_administration_id == piemonte.pk:
            actions.give_accompanying_opinion(
                application=application,
                by=cast.person("istruttoria", "piemonte"),
                outcome="favourable",
                text=OPINION,
            )
