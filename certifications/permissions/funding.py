"""Who keeps the calls for funding, and who reads and gives an accompanying opinion."""

from typing import Any

from django.db.models import QuerySet

from certifications.models import Application, Certificate, FundedProject, FundingCall
from certifications.permissions.applications import is_accompanying, is_applicant, is_certifier
from familynet.accounts.models import Administration
from familynet.accounts.roles import Capability
from familynet.organisations.models import Organisation
from familynet.organisations.permissions import can_act_for

C = Capability


def can_see_opinion(user: Any, application: Application) -> bool:
    """The two administrations; where one certifies its own organisations there is nothing to accompany.

    An official who acts for the applicant is on its side, and knows it after the decision like all others there.
    """
    if application.seat_administration_id == application.administration_id:
        return False
    if is_applicant(user, application) and not application.is_decided:
        return False
    return is_certifier(user, application) or is_accompanying(user, application)


def can_know_opinion(user: Any, application: Application) -> bool:
    """That there is an opinion, and what it says: the applicant's people after the decision, never before."""
    return can_see_opinion(user, application) or (application.is_decided and is_applicant(user, application))


def may_see_calls(user: Any) -> bool:
    """The work pages of calls: whoever reads the applications of an administration."""
    return bool(user.is_authenticated and user.administrations_with(C.APPLICATION_VIEW))


def can_keep_calls(user: Any, administration: Administration | int | None) -> bool:
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_ACCOMPANY, administration))


def can_edit_call(user: Any, call: FundingCall) -> bool:
    """A published call is changed by its increases only."""
    return call.state == FundingCall.State.DRAFT and can_keep_calls(user, call.administration_id)


def can_publish_call(user: Any, call: FundingCall) -> bool:
    """A manager who did not write it (four eyes)."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, call.administration_id)
        and user.pk != call.drafted_by_id
    )


def can_add_project(user: Any, call: FundingCall) -> bool:
    return call.state == FundingCall.State.PUBLISHED and can_keep_calls(user, call.administration_id)


def can_increase(user: Any, call: FundingCall) -> bool:
    return bool(
        user.is_authenticated
        and call.state == FundingCall.State.PUBLISHED
        and user.can(C.CERTIFICATE_DECIDE, call.administration_id)
    )


def can_tie_project(user: Any, project: FundedProject) -> bool:
    """Say which file and which certificate a project belongs to, whatever its state."""
    return can_follow_project(user, project)


def files_to_tie(user: Any, organisation: Organisation | None = None) -> QuerySet[Application]:
    """The submitted files that a project may be tied to: those the user sees, of one organisation or of all."""
    found = Application.objects.visible_to(user).filter(submitted_at__isnull=False)
    return found if organisation is None else found.filter(organisation=organisation)


def certificates_to_tie(user: Any, organisation: Organisation | None = None) -> QuerySet[Certificate]:
    """The same for certificates."""
    found = Certificate.objects.on_file_for(user)
    return found if organisation is None else found.filter(organisation=organisation)


def can_follow_project(user: Any, project: FundedProject) -> bool:
    """Record report and payment, never of an organisation of one's own."""
    keeps = can_keep_calls(user, project.call.administration_id)
    return keeps and not can_act_for(user, project.organisation)


def can_decide_project(user: Any, project: FundedProject) -> bool:
    """Grant, refuse, revoke: managers, never for an organisation of their own."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, project.call.administration_id)
        and not can_act_for(user, project.organisation)
    )
