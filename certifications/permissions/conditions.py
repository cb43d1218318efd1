"""Who may do what in the life of a certificate: holder, officer, manager. Never an official for an own body."""

from typing import Any

from certifications.models import Certificate, Condition, OverdueNotice, PlannedChange, RenunciationRequest
from certifications.permissions.certificates import can_decide_certificate, can_manage_certificate
from familynet.accounts.roles import Capability
from familynet.organisations.models import OrganisationMember
from familynet.organisations.permissions import can_act_for, can_represent

C = Capability


def is_holder(user: Any, certificate: Certificate) -> bool:
    """Acts for the organisation that holds it."""
    return can_act_for(user, certificate.organisation)


def acts_for_someone(user: Any) -> bool:
    """Has a page "my certificates": acts for any organisation."""
    return bool(user.is_authenticated and OrganisationMember.objects.current().filter(user=user).exists())


def can_read_papers(user: Any, certificate: Certificate) -> bool:
    """The notes and documents behind a certificate (CertificateQuerySet.with_papers_for)."""
    if not user.is_authenticated:
        return False
    reading = user.administrations_with(C.APPLICATION_VIEW) & user.administrations_with(C.ORGANISATION_VIEW)
    offices = {certificate.administration_id, certificate.seat_administration_id}
    return bool(reading & offices) or is_holder(user, certificate)


def can_send_condition(user: Any, condition: Condition) -> bool:
    """Attach evidence, write the note and send: everybody who acts for the holder, while it is not ended."""
    return not condition.certificate.is_ended and is_holder(user, condition.certificate)


def can_check_condition(user: Any, condition: Condition) -> bool:
    """The certifier's officers and managers, except those who act for the holder."""
    return can_manage_certificate(user, condition.certificate)


def can_waive_condition(user: Any, condition: Condition) -> bool:
    """The certifier's managers, by an act."""
    return can_decide_certificate(user, condition.certificate)


def can_dismiss_notice(user: Any, notice: OverdueNotice) -> bool:
    """The manager who could suspend may also decide not to."""
    return can_decide_certificate(user, notice.certificate)


def can_see_notices(user: Any) -> bool:
    """The lists of conditions to check and of notices: whoever manages or decides certificates somewhere."""
    return bool(
        user.is_authenticated
        and (user.administrations_with(C.CERTIFICATE_MANAGE) or user.administrations_with(C.CERTIFICATE_DECIDE))
    )


def can_cancel_planned(user: Any, planned: PlannedChange) -> bool:
    """The certifier's managers."""
    return can_decide_certificate(user, planned.certificate)


def can_transfer(user: Any, certificate: Certificate) -> bool:
    """Pass a certificate that is not ended to the successor of its holder: the certifier's managers."""
    return can_decide_certificate(user, certificate) and not certificate.is_ended


def can_renew(user: Any, certificate: Certificate) -> bool:
    """Decide a renewal: the certifier's managers who do not act for the holder."""
    return can_decide_certificate(user, certificate)


def can_ask_renunciation(user: Any, certificate: Certificate) -> bool:
    """Only who binds the organisation gives a certificate up."""
    return not certificate.is_ended and can_represent(user, certificate.organisation)


def can_withdraw_renunciation(user: Any, request: RenunciationRequest) -> bool:
    return can_represent(user, request.certificate.organisation)
