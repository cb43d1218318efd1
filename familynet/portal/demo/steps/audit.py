"""Family Audit: an invented company in the middle of the second year of its plan."""

import datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from certifications import actions
from certifications.engine.figures import Typed
from certifications.models import Assessor, Certificate, CompanyPlan, Process, SchemeVersion
from familynet.accounts.actions import invite_person, join_by_invitation
from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.dates import add_months
from familynet.organisations.models import Organisation
from familynet.portal.demo.content import audit as words
from familynet.portal.demo.content.people import PASSWORD
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.portal.demo.steps.members import make_member

COMPANY = 16
MONTHS_AGO = 18


def make_audit(cast: Cast) -> None:
    organisation = invented(COMPANY)
    head, contact = (
        make_member(organisation, email=email, name=name, role=role, cast=cast)
        for email, name, role in words.PEOPLE
    )
    certificate = Certificate.objects.select_related("scheme", "organisation").get(
        organisation=organisation, scheme__slug="family-audit"
    )
    actions.name_contact(organisation=organisation, scheme=certificate.scheme, user=contact, by=head)
    evaluator = _evaluator(cast)
    _guest(words.COUNCIL, Role.AUDIT_COUNCIL, cast)
    start, officer = add_months(timezone.localdate(), -MONTHS_AGO), cast.person("istruttoria", "trento")
    process = _take_over(certificate, start, officer)
    appointment = actions.appoint(process=process, assessor=evaluator, by=officer)
    actions.declare(appointment=appointment, by=evaluator.user, has_conflict=False)
    _first_year(process, contact, evaluator.user, officer, add_months(start, 12))
    _second_year(process, contact)


def _take_over(certificate: Certificate, start: datetime.date, officer: User) -> Process:
    """The certificate is older than the portal: its process is brought in at the first year of the plan."""
    version = (
        SchemeVersion.objects.public().filter(scheme=certificate.scheme, cycles__isnull=False).distinct().get()
    )
    process = actions.take_over_process(
        certificate=certificate,
        phase=version.phasetemplates.get(code="e"),
        level=version.levels.get(code="base"),
        starts_on=start,
        size=Organisation.Size.MEDIUM,
        by=officer,
    )
    Process.objects.filter(pk=process.pk).update(is_demo=True)
    rule = actions.amount_due(process)
    actions.note_fee(
        process=process,
        by=officer,
        amount=rule.amount if rule else Decimal(0),
        reference="esempio 301000000000000016",
        issued_on=start,
    )
    actions.note_payment(process=process, by=officer, paid_on=start + datetime.timedelta(days=12))
    return process


def _first_year(process: Process, contact: User, evaluator: User, officer: User, end: datetime.date) -> None:
    plan = actions.start_plan(process=process, by=contact)
    _write(plan, contact)
    actions.send_plan(plan=plan, by=contact)
    _data(process, contact, words.YEARS[0])
    phase = process.phases.get(state="open")
    report = actions.save_report(
        phase=phase,
        by=evaluator,
        text=words.REPORT,
        visit_on=end - datetime.timedelta(days=20),
        outcome="favourable",
        recommendations=words.RECOMMENDATIONS,
        follow_ups={},
    )
    actions.send_report(report=report, by=evaluator)
    actions.close_phase(phase=phase, by=officer, on=end)


def _second_year(process: Process, contact: User) -> None:
    """The data are in, the plan is being brought up to date, the evaluator has not come yet."""
    _data(process, contact, words.YEARS[1])
    plan = actions.start_plan(process=process, by=contact)
    for activity in plan.activities.select_related("field")[:4]:
        actions.save_activity(
            plan=plan, by=contact, field=activity.field, activity=activity, update=words.UPDATE, state="done"
        )


def _write(plan: CompanyPlan, contact: User) -> None:
    for field in plan.process.version.planfields.all():
        title, times, description, women, men = words.ACTIVITIES[field.code]
        actions.save_activity(
            plan=plan,
            by=contact,
            field=field,
            title=title,
            responsible="Responsabile del personale",
            state="running",
            times=times,
            description=description,
            expected="Più persone usano la misura.",
            indicators="Persone che la usano, donne e uomini.",
            women=women,
            men=men,
            update=words.UPDATE,
        )


def _data(process: Process, contact: User, numbers: dict) -> None:
    collection = actions.start_collection(process=process, by=contact)
    values = {
        code: Typed(women=Decimal(given[0]), men=Decimal(given[1]))
        if isinstance(given, tuple)
        else Typed(total=Decimal(given))
        for code, given in numbers.items()
    }
    actions.save_values(collection=collection, by=contact, values=values)
    actions.send_collection(collection=collection, by=contact)


def _guest(person: tuple[str, str], role: str, cast: Cast) -> User:
    """Somebody from outside the administration, invited for one role of Trento."""
    invitation = invite_person(
        by=cast.person("amministrazione", "trento"),
        administration=cast.administrations["trento"],
        email=person[0],
        full_name=person[1],
        roles=[role],
    )
    user = join_by_invitation(invitation=invitation, full_name=person[1], password=None)
    user.is_demo, user.password = True, make_password(PASSWORD)
    user.save(update_fields=["is_demo", "password"])
    return user


def _evaluator(cast: Cast) -> Assessor:
    """Somebody of the register of evaluators."""
    return Assessor.objects.create(
        administration=cast.administrations["trento"],
        user=_guest(words.EVALUATOR, Role.EXTERNAL_ASSESSOR, cast),
        origin=Assessor.Origin.EXTERNAL,
        task=Assessor.Task.EVALUATOR,
        body="Libera professionista (esempio)",
        valid_from=datetime.date(2020, 1, 1),
    )
