"""Who takes the whole file out as a package, and who gives a copy to somebody who asked for access."""

from typing import Any

from certifications.models import Application
from certifications.permissions.applications import is_applicant, is_certifier
from certifications.permissions.assessment import can_read_results
from familynet.accounts.roles import Capability

C = Capability


def can_take_dossier(user: Any, application: Application) -> bool:
    """The certifier's own officials: no guests, nobody who acts for the applicant.

    An official who assesses the file waits like for the results, since the package holds all assessments.
    """
    return bool(
        is_certifier(user, application)
        and user.can(C.ORGANISATION_VIEW, application.administration_id)
        and not is_applicant(user, application)
        and can_read_results(user, application)
    )


def can_release_file(user: Any, application: Application) -> bool:
    """Give a copy for an access request: officers and managers."""
    administration = application.administration_id
    decides = can_take_dossier(user, application)
    return decides and (
        user.can(C.CERTIFICATE_MANAGE, administration) or user.can(C.CERTIFICATE_DECIDE, administration)
    )
