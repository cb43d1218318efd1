"""Files of Family in Trentino in every state, so that every desk of the certifier has something to do.

All bodies and people are invented; every step is the one that a person would take on the pages.
"""

import datetime
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.utils import timezone

from certifications import actions
from certifications.actions.judging import requirements_to_judge
from certifications.assessing import Found
from certifications.models import Application, Assessor, Assignment, Category, Requirement
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.portal.demo.steps.members import make_member

S = Application.State
EVENTS = "eventi-temporanei"
# number of the invented body, category, how far its file has come
FILES = (
    (9, EVENTS, S.SUBMITTED),
    (10, EVENTS, S.IN_REVIEW),
    (11, EVENTS, S.INTEGRATION),
    (12, EVENTS, S.IN_ASSESSMENT),
    (13, EVENTS, S.ASSESSED),
    (14, EVENTS, S.NOTICE),
    (15, EVENTS, S.AWARDED),
)
NOTE = "Risposta di esempio: inventata per la prova."


def make_files(cast: Cast) -> None:
    """One file for each state, oldest first."""
    for number, category, state in FILES:
        organisation = invented(number)
        head = make_member(
            organisation,
            email=f"presidente-{number}@example.org",
            name=f"Presidente Inventato {number}",
            role=OrganisationMember.Role.LEGAL_REPRESENTATIVE,
            cast=cast,
        )
        application = submit_file(organisation, "family-in-trentino", category, head)
        for step in WAY[state]:
            application.refresh_from_db()
            step(application, cast)


def submit_file(
    organisation: Organisation, scheme: str, slug: str, head: User, *, employees: int = 4
) -> Application:
    """All requirements met, with their documents; confirmed and handed in."""
    category = Category.objects.select_related("scheme__administration").get(scheme__slug=scheme, slug=slug)
    application = actions.start_application(
        organisation=organisation, scheme=category.scheme, category=category, by=head, is_demo=True
    )
    actions.save_facts(application=application, employees=employees, services=[], by=head)
    asked = list(application.version.requirements.filter(due_months=0))
    said = {row.code: actions.Said(True, row.points_max if row.has_range else None, NOTE) for row in asked}
    actions.save_answers(application=application, answers=said, by=head)
    for row in asked:
        if row.evidence == "required":
            _attach(application, row, head)
    return hand_in(application, head)


def hand_in(application: Application, by: User) -> Application:
    """Confirmed and presented by the legal representative."""
    return actions.submit_application(
        application=application,
        by=by,
        capacity="legal_representative",
        confirmed=actions.declaration_texts(application),
    )


def _attach(application: Application, requirement: Requirement, by: User) -> None:
    text = f"Documento di esempio per il requisito {requirement.code}: inventato per la prova."
    upload = ContentFile(text.encode(), name=f"requisito-{requirement.code}-esempio.txt")
    actions.attach_evidence(application=application, requirement=requirement, upload=upload, by=by)


def take(application: Application, cast: Cast) -> None:
    actions.take_application(application=application, by=cast.person("istruttoria", "trento"))


def _ask(application: Application, cast: Cast) -> None:
    first = application.version.requirements.filter(due_months=0).first()
    assert first is not None
    actions.ask_integration(
        application=application,
        questions={first.pk: "Il programma non dice gli orari per le famiglie: aggiungeteli (esempio)."},
        due_on=actions.proposed_day(application, timezone.localdate()),
        by=cast.person("istruttoria", "trento"),
    )


def hand_out(application: Application, cast: Cast) -> None:
    officer, assessor = cast.person("istruttoria", "trento"), cast.person("valutazione", "trento")
    actions.start_assessment(application=application, by=officer)
    record = Assessor.objects.get(user=assessor, administration=application.administration_id)
    actions.assign(application=application, assessor=record, by=officer)


def assess(application: Application, cast: Cast) -> None:
    by = cast.person("valutazione", "trento")
    assignment = Assignment.objects.select_related("assessor").get(application=application)
    actions.declare_conflict(assignment=assignment, has_conflict=False, by=by)
    assignment.refresh_from_db()
    met = dict(application.answers.values_list("requirement_id", "met"))
    found = {row.pk: _found(row, met.get(row.pk)) for row in requirements_to_judge(application)}
    actions.save_judgements(assignment=assignment, found=found, by=by)
    actions.save_opinion(
        assignment=assignment, opinion="favourable", opinion_text="Parere di esempio: tutto risulta.", by=by
    )
    actions.submit_assessment(assignment=assignment, by=by)
    application.refresh_from_db()
    actions.close_assessment(
        application=application, by=cast.person("istruttoria", "trento"), summary="Sintesi di esempio."
    )


def _found(requirement: Requirement, met: bool | None) -> Found:
    """The assessor finds what the applicant said."""
    if not met:
        return Found("not_met", None, "Nota di esempio: anche il richiedente dice che manca.")
    return Found("met", requirement.points_max if requirement.has_range else None, "")


def _warn(application: Application, cast: Cast) -> None:
    actions.send_notice(
        application=application,
        reasons="Motivo di esempio: il regolamento dell'evento non è stato allegato.",
        by=cast.person("istruttoria", "trento"),
    )


def _award(application: Application, cast: Cast) -> None:
    today: datetime.date = timezone.localdate()
    act = Act(
        kind=Act.Kind.DETERMINATION,
        body="Atto di esempio",
        number="esempio 7",
        date=today,
        subject="Assegnazione del marchio (esempio)",
    )
    actions.award(application=application, by=cast.person("dirigenza", "trento"), act=act)


Step = Callable[[Application, Cast], None]
WAY: dict[str, tuple[Step, ...]] = {
    S.SUBMITTED: (),
    S.IN_REVIEW: (take,),
    S.INTEGRATION: (take, _ask),
    S.IN_ASSESSMENT: (take, hand_out),
    S.ASSESSED: (take, hand_out, assess),
    S.NOTICE: (take, hand_out, assess, _warn),
    S.AWARDED: (take, hand_out, assess, _award),
}
