"""Piemonte beside its comuni: files that Trento certifies with its opinion, a call for funding, its projects.

The comuni, the call and the people are invented; every step is the one that a person would take on the pages.
"""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from certifications import actions
from certifications.models import Application, FundedProject, FundingCall
from familynet.kernel.acts import Act
from familynet.organisations.actions import register_organisation
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.portal.demo.content import accompanying as content
from familynet.portal.demo.content.accompanying import AccompaniedFile, ExampleProject
from familynet.portal.demo.documents import render
from familynet.portal.demo.steps.cast import Cast
from familynet.portal.demo.steps.files import WAY, submit_file
from familynet.portal.demo.steps.members import make_member
from familynet.territories.models import Municipality

OPENED_DAYS_AGO, OPEN_DAYS = 90, 60


def make_accompanying(cast: Cast) -> None:
    files = {row.key: _make_file(row, cast) for row in content.FILES}
    call = _make_call(cast)
    for project in content.PROJECTS:
        _make_project(call, project, files[project.key], cast)


def _make_file(row: AccompaniedFile, cast: Cast) -> Application:
    """The file on its way; the opinion comes before the last step, which may be the decision."""
    organisation = register_organisation(
        by=cast.person("istruttoria", "piemonte"),
        name=row.name,
        kind=Organisation.Kind.MUNICIPALITY,
        municipality=Municipality.objects.current().get(cadastral_code=row.cadastral_code),
        is_demo=True,
    )
    head = make_member(
        organisation,
        email=row.email,
        name=f"Sindaca Inventata di {row.key.capitalize()}",
        role=OrganisationMember.Role.LEGAL_REPRESENTATIVE,
        cast=cast,
    )
    application = submit_file(organisation, "family-in-italia", "comuni", head, employees=40)
    *steps, last = WAY[row.state]
    for step in steps:
        application.refresh_from_db()
        step(application, cast)
    if row.outcome:
        actions.give_accompanying_opinion(
            application=application,
            by=cast.person("istruttoria", "piemonte"),
            outcome=row.outcome,
            text=row.text,
            protocol_number=row.protocol_number,
            protocol_date=timezone.localdate() if row.protocol_number else None,
        )
    application.refresh_from_db()
    last(application, cast)
    application.refresh_from_db()
    return application


def _make_call(cast: Cast) -> FundingCall:
    """Published with its act; text and form for everybody, one document for the office."""
    opened = timezone.localdate() - datetime.timedelta(days=OPENED_DAYS_AGO)
    call = FundingCall(
        administration=cast.administrations["piemonte"],
        is_demo=True,
        opens_on=opened,
        closes_on=opened + datetime.timedelta(days=OPEN_DAYS),
        **content.CALL,
    )
    officer = cast.person("istruttoria", "piemonte")
    actions.save_call(call=call, by=officer)
    for document, is_public in ((content.TEXT, True), (content.FORM, True), (content.GRID, False)):
        upload = ContentFile(render(document), name=document.name)
        actions.add_call_document(call=call, upload=upload, title=document.title, is_public=is_public, by=officer)
    act = _act("Giunta regionale (atto di esempio)", "esempio 21", opened, "Bando Famiglie al centro (esempio)")
    actions.move_call(call=call, name="publish", by=cast.person("dirigenza", "piemonte"), act=act)
    return call


def _make_project(call: FundingCall, row: ExampleProject, application: Application, cast: Cast) -> None:
    """Asked for by the officer's hand, tied to file and certificate; granted by the manager with an act."""
    project = FundedProject(
        call=call,
        organisation=application.organisation,
        title=row.title,
        cost=row.cost,
        asked=row.asked,
        application=application,
        certificate=application.certificate,
    )
    actions.add_project(project=project, by=cast.person("istruttoria", "piemonte"))
    if row.granted is not None:
        actions.move_project(
            project=project,
            name="grant",
            by=cast.person("dirigenza", "piemonte"),
            act=_act("Atto di esempio", f"esempio {project.pk}", timezone.localdate(), "Concessione (esempio)"),
            granted=row.granted,
        )


def _act(body: str, number: str, day: datetime.date, subject: str) -> Act:
    return Act.objects.create(kind=Act.Kind.DETERMINATION, body=body, number=number, date=day, subject=subject)
