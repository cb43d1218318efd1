"""A file with something in every place where a secret can hide."""

import datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from certifications.models import (
    AnswerEvidence,
    Application,
    Assignment,
    ClockEvent,
    ConflictDeclaration,
    Decision,
    Declaration,
    FileRelease,
    IntegrationItem,
    IntegrationRequest,
    Judgement,
    Receipt,
    RefusalNotice,
    SiteVisit,
)
from familynet.kernel.documents import store_document
from familynet.kernel.history import record
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.applications import (
    AnswerFactory,
    ApplicationFactory,
    AssessmentRoundFactory,
    AssessorFactory,
    AssignmentFactory,
    SchemeVersionFactory,
)
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationMemberFactory

NAMES = ("Ludovica Quintavalle", "Ermenegilda Zanoni", "Osvaldo Brambilla", "Clotilde Pautasso", "Ivo Dellantonio")
CODE = "QNTLVC80A41L378K"
MAIL, PHONE = "ludovica.q@posta.example", "+39 347 123 45 67"
# Typed by somebody, each in another place.
NOTES = {
    place: f"segreto-{place} di Ludovica Quintavalle, {MAIL}, tel. {PHONE}, {CODE}, sig.ra QUINTAVALLE"
    for place in (
        "nota messaggio domanda risposta conflitto parere giudizio sopralluogo presenti sintesi motivi "
        "osservazioni decisione commento oggetto delega file evidenza lettera"
    ).split()
}
TYPED = [note.split()[0] for note in NOTES.values()]


def stored(content, title="Documento", name="x.txt"):
    return store_document(ContentFile(content.encode(), name=name), title=title, by=None, media_type="text/plain")


def whole_file(*, decided=True, evidence=1):
    """A refused (or still assessed) file in which every text holds the name, mail, phone and code of a person."""
    trento = AdministrationFactory(trento=True)
    mayor, officer, assessor, manager, clerk = (
        UserFactory(full_name=name, email=f"{name.split()[0].lower()}@posta.example") for name in NAMES
    )
    application = ApplicationFactory(
        state=Application.State.REFUSED if decided else Application.State.ASSESSED,
        version=SchemeVersionFactory(published=True, with_requirements=2, scheme__administration=trento),
        started_by=clerk,
        submitted_by=mayor,
        officer=officer,
        facts={"population": 4200},
    )
    OrganisationMemberFactory(organisation=application.organisation, user=mayor)
    _answers(application, clerk, evidence)
    _papers(application, mayor)
    _integration(application, officer, mayor)
    _assessment(application, assessor, officer)
    _ending(application, officer, mayor, manager, decided)
    ClockEvent.objects.create(application=application, kind="start", on=datetime.date(2026, 1, 8), by=officer)
    return application


def _answers(application, clerk, number):
    answer = AnswerFactory(application=application, note=NOTES["nota"], updated_by=clerk)
    for place in range(number):
        document = stored(
            f"{NOTES['evidenza']} {place}", NOTES["file"][:190], f"curriculum-Quintavalle-{place}.txt"
        )
        AnswerEvidence.objects.create(answer=answer, document=document, order=place, added_by=clerk)


def _papers(application, mayor):
    delegation = stored(NOTES["delega"], "Delega", "delega-Quintavalle.txt")
    Declaration.objects.create(
        application=application, capacity="delegate", delegation=delegation, texts=["Vero"], declared_by=mayor
    )
    Receipt.objects.create(
        application=application,
        document=stored(f"ricevuta di {NAMES[0]}", "Ricevuta", "ricevuta.txt"),
        application_document=stored(f"domanda di {NAMES[0]}", "Domanda", "domanda.txt"),
        issued_at=timezone.now(),
    )


def _integration(application, officer, mayor):
    request = IntegrationRequest.objects.create(
        application=application,
        message=NOTES["messaggio"],
        asked_by=officer,
        due_on=datetime.date(2026, 2, 1),
        answered_by=mayor,
        answered_at=timezone.now(),
        closed_at=timezone.now(),
    )
    IntegrationItem.objects.create(
        request=request,
        requirement=application.version.requirements.first(),
        question=NOTES["domanda"],
        reply=NOTES["risposta"],
    )


def _assessment(application, person, officer):
    AssessmentRoundFactory(application=application, summary=NOTES["sintesi"])
    assignment = AssignmentFactory(
        application=application,
        assessor=AssessorFactory(user=person, administration=application.administration),
        assigned_by=officer,
        state="working",
        opinion="unfavourable",
        opinion_text=NOTES["parere"],
        score=Decimal("12.5"),
    )
    ConflictDeclaration.objects.create(assignment=assignment, has_conflict=False, text=NOTES["conflitto"])
    requirement = application.version.requirements.first()
    Judgement.objects.create(
        assignment=assignment, requirement=requirement, outcome="not_met", note=NOTES["giudizio"]
    )
    SiteVisit.objects.create(
        assignment=assignment,
        on=datetime.date(2026, 3, 1),
        place="Municipio",
        people=NOTES["presenti"],
        findings=NOTES["sopralluogo"],
    )
    # A submitted assessment takes no more judgements.
    Assignment.objects.filter(pk=assignment.pk).update(state="submitted", submitted_at=timezone.now())


def _ending(application, officer, mayor, manager, decided):
    RefusalNotice.objects.create(
        application=application,
        reasons=NOTES["motivi"],
        sent_by=officer,
        observations_due_on=datetime.date(2026, 4, 1),
        observations=NOTES["osservazioni"],
        observations_by=mayor,
        observations_at=timezone.now(),
        closed_at=timezone.now(),
    )
    act = ActFactory(number="77", subject=NOTES["oggetto"], body=NAMES[3])
    if decided:
        Decision.objects.create(
            application=application,
            outcome="refused",
            reasons=NOTES["decisione"],
            act=act,
            letter=stored(NOTES["lettera"], "Lettera", "lettera.txt"),
            decided_by=manager,
        )
    record(
        application,
        "refuse",
        label=lambda: "Respinta",
        by=manager,
        from_state="assessed",
        to_state="refused",
        comment=NOTES["commento"],
        act=act,
        data={"who": NAMES[0]},
    )


class FileReleaseFactory(DjangoModelFactory):
    class Meta:
        model = FileRelease

    application = factory.SubFactory(ApplicationFactory, state=Application.State.SUBMITTED)
    request_reference = "PAT/2026/1"
    requested_on = datetime.date(2026, 5, 4)
    reason = "Interesse diretto."
    released_by = factory.SubFactory(UserFactory)
