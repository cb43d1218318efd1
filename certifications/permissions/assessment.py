"""Who keeps the register of assessors, assigns, declares, assesses and reads assessments."""

from typing import Any

from certifications.models import Application, AssessmentRound, Assignment
from certifications.permissions.applications import (
    can_decide,
    can_handle,
    can_see_assessments,
    has_run,
    is_applicant,
)
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability

C = Capability
A = Assignment.State


def can_keep_assessors(user: Any, administration: Administration | int | None) -> bool:
    """Add, change and end entries of the register: the officers who run files."""
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_MANAGE, administration))


def may_see_assessors(user: Any) -> bool:
    """The register and the agreement of assessors: officers, managers, controllers."""
    return bool(user.is_authenticated and user.administrations_with(C.APPLICATION_VIEW))


def can_assign(user: Any, application: Application) -> bool:
    """Give a file to assessors while it is assessed: who runs it."""
    return application.state == Application.State.IN_ASSESSMENT and can_handle(user, application)


def can_withdraw_assignment(user: Any, assignment: Assignment) -> bool:
    return can_handle(user, assignment.application)


def is_assessor_of(user: Any, assignment: Assignment) -> bool:
    """The person of the assignment, who still holds the role."""
    return bool(
        user.is_authenticated
        and assignment.assessor.user_id == user.pk
        and user.can(C.CERTIFICATE_ASSESS, assignment.application.administration_id)
    )


def can_work_on(user: Any, assignment: Assignment) -> bool:
    """Declare, judge, submit: while the file is being assessed."""
    return assignment.application.state == Application.State.IN_ASSESSMENT and is_assessor_of(user, assignment)


def can_read_file(user: Any, assignment: Assignment) -> bool:
    """The file through an assignment: only after declaring that there is no conflict."""
    return assignment.state in (A.WORKING, A.SUBMITTED) and is_assessor_of(user, assignment)


def can_read_results(user: Any, application: Application, *, assignments: Any = None) -> bool:
    """The assessments of a file, as far as they are submitted.

    An official who is one of its assessors waits until the own assessment is submitted, and, where they are
    independent, until those called at the start all are.
    """
    if not can_see_assessments(user, application):
        return False
    known = list(application.assignments.select_related("assessor") if assignments is None else assignments)
    mine = [a for a in known if a.assessor.user_id == user.pk and a.state not in (A.CONFLICT, A.WITHDRAWN)]
    return all(may_compare(assignment, known) for assignment in mine)


def may_compare(mine: Assignment, all_of_file: Any) -> bool:
    """Whether an assessor may see what the others found."""
    if mine.state != A.SUBMITTED:
        return False
    others = [a for a in all_of_file if a.blind and not a.is_third and a.state not in (A.CONFLICT, A.WITHDRAWN)]
    return not mine.blind or all(a.state == A.SUBMITTED for a in others)


def can_close_assessment(user: Any, assessment_round: AssessmentRound) -> bool:
    return can_assign(user, assessment_round.application)


def may_assess(user: Any) -> bool:
    """Has a list of assessments."""
    return bool(user.is_authenticated and user.administrations_with(C.CERTIFICATE_ASSESS))


def may_decide_somewhere(user: Any) -> bool:
    return bool(user.is_authenticated and user.administrations_with(C.CERTIFICATE_DECIDE))


def can_edit_letters(user: Any, administration: Administration | int | None) -> bool:
    """The wording of the letters: who signs them."""
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_DECIDE, administration))


def can_read_letter(user: Any, application: Application) -> bool:
    """The letter of a decision: the certifier's officials, the applicant, the accompanying side."""
    return can_see_assessments(user, application)


def decision_obstacle(user: Any, application: Application) -> str:
    """Why this manager may not decide this file, as a code; empty when the manager may."""
    if can_decide(user, application):
        return ""
    if not (user.is_authenticated and user.can(C.CERTIFICATE_DECIDE, application.administration_id)):
        return "role"
    if user.pk == application.officer_id or has_run(user, application):
        return "ran"
    if user.pk in (application.submitted_by_id, application.started_by_id):
        return "applied"
    return "assessed_or_acts"


def assessment_obstacle(person: Any, application: Application) -> str:
    """Why a person can never assess a file, as a code; empty when nothing is known against it.

    A trigger holds the first three as well (migration 0041).
    """
    if person.pk == application.officer_id:
        return "ran"
    if person.pk in (application.submitted_by_id, application.started_by_id):
        return "applied"
    if is_applicant(person, application):
        return "acts_for"
    if application.answers.filter(updated_by=person).exists():
        return "wrote"
    return ""
