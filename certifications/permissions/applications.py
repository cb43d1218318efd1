"""Who may do what to an application (domain: machine A). Predicates of a user and an application."""

from typing import Any

from certifications.models import Application
from familynet.accounts.roles import Capability
from familynet.kernel.history import HistoryEntry
from familynet.organisations.permissions import can_act_for, can_represent

C = Capability
S = Application.State
# Verbs of the history by which a person has run a file: the steps that only `can_handle` allows.
RUNNING_STEPS = (
    *("take", "ask_integration", "close_integration", "start_assessment"),
    *("skip_assessment", "close_assessment", "reopen_review"),
)


def is_certifier(user: Any, application: Application) -> bool:
    """Reads the files of the administration that certifies, assessments included."""
    return bool(user.is_authenticated and user.can(C.APPLICATION_VIEW, application.administration_id))


def is_accompanying(user: Any, application: Application) -> bool:
    """Official of the administration of the seat, where another one certifies: reads, and gives an opinion."""
    return bool(
        user.is_authenticated
        and application.seat_administration_id != application.administration_id
        and user.can(C.APPLICATION_VIEW, application.seat_administration_id)
    )


def can_accompany(user: Any, application: Application) -> bool:
    """Add the accompanying administration's opinion, until the decision; not for one's own organisation."""
    return bool(
        is_accompanying(user, application)
        and not is_applicant(user, application)
        and user.can(C.CERTIFICATE_ACCOMPANY, application.seat_administration_id)
        and application.state != S.DRAFT
        and not application.is_concluded
    )


def is_applicant(user: Any, application: Application) -> bool:
    """Acts for the organisation that applies."""
    return can_act_for(user, application.organisation)


def can_write(user: Any, application: Application) -> bool:
    """Fill in the draft: everybody who acts for the organisation."""
    return application.state == S.DRAFT and is_applicant(user, application)


def can_submit(user: Any, application: Application) -> bool:
    """Legal representative, or a contact with a delegation (checked with the declaration)."""
    return is_applicant(user, application)


def can_withdraw(user: Any, application: Application) -> bool:
    """Only who binds the organisation takes an application back; a draft everybody who writes it."""
    if application.state == S.DRAFT:
        return is_applicant(user, application)
    return can_represent(user, application.organisation)


def can_handle(user: Any, application: Application) -> bool:
    """Run the file: the certifier's officers, never for an organisation they act for."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_MANAGE, application.administration_id)
        and not is_applicant(user, application)
    )


def can_skip_assessment(user: Any, application: Application) -> bool:
    """A renewal needs no new assessment unless who runs the file asks for one."""
    return application.kind == Application.Kind.RENEWAL and can_handle(user, application)


def has_assessed(user: Any, application: Application) -> bool:
    """Was asked to assess this file and neither had a conflict nor was replaced."""
    known: dict[int, bool] = user.__dict__.setdefault("_assessed", {})
    if application.pk not in known:
        known[application.pk] = application.assignments.counting().filter(assessor__user=user).exists()
    return known[application.pk]


def has_run(user: Any, application: Application) -> bool:
    """Took a step of the review, whoever is responsible now. A trigger asks the same (migration 0091)."""
    known: dict[int, bool] = user.__dict__.setdefault("_ran", {})
    if application.pk not in known:
        entries = HistoryEntry.objects.of(application).order_by()
        known[application.pk] = entries.filter(actor=user, verb__in=RUNNING_STEPS).exists()
    return known[application.pk]


def can_decide(user: Any, application: Application) -> bool:
    """The certifier's manager who neither applied, nor ran the file, nor assessed it (four eyes)."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, application.administration_id)
        and user.pk not in (application.officer_id, application.submitted_by_id, application.started_by_id)
        and not is_applicant(user, application)
        and not has_run(user, application)
        and not has_assessed(user, application)
    )


def can_send_notice(user: Any, application: Application) -> bool:
    """The notice before a refusal: who runs the file or who decides it."""
    return can_handle(user, application) or can_decide(user, application)


def can_see_assessments(user: Any, application: Application) -> bool:
    """The certifier's officials always; the applicant and the accompanying side only after the decision.

    An official who acts for the applicant is on its side.
    """
    if is_certifier(user, application) and not is_applicant(user, application):
        return True
    after = application.state in (S.AWARDED, S.REFUSED)
    return after and (is_applicant(user, application) or is_accompanying(user, application))


def can_answer_integration(user: Any, application: Application) -> bool:
    return application.state == S.INTEGRATION and is_applicant(user, application)


def can_observe(user: Any, application: Application) -> bool:
    """Send observations on a notice before refusal."""
    return application.state == S.NOTICE and is_applicant(user, application)
