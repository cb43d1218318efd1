"""Who may do what to certificates and imports: predicates, used by actions, workflow, views and templates."""

from typing import Any

from certifications.models import Certificate, ImportRun
from familynet.accounts.models import Administration, User
from familynet.accounts.roles import Capability
from familynet.organisations.permissions import can_act_for

C = Capability


def can_see_certificates(user: Any) -> bool:
    """The work list: officials of any administration; what it shows is `visible_to`."""
    return bool(user.is_authenticated and user.administrations_with(C.ORGANISATION_VIEW))


def can_manage_certificate(user: Any, certificate: Certificate) -> bool:
    """Complete its data and open or close a check: the certifier's officers and managers who do not hold it."""
    return bool(
        user.is_authenticated
        and (
            user.can(C.CERTIFICATE_MANAGE, certificate.administration_id)
            or user.can(C.CERTIFICATE_DECIDE, certificate.administration_id)
        )
        and not can_act_for(user, certificate.organisation)
    )


def can_complete_act(user: Any, certificate: Certificate) -> bool:
    """Add the act of the award where the source did not give it: the certifier's officers who do not hold it."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_MANAGE, certificate.administration_id)
        and not certificate.has_complete_act
        and not can_act_for(user, certificate.organisation)
    )


def can_decide_certificate(user: Any, certificate: Certificate) -> bool:
    """Suspend, lift, revoke and so on: the certifier's managers, never for an organisation they act for."""
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, certificate.administration_id)
        and not can_act_for(user, certificate.organisation)
    )


def can_import(user: Any, administration: Administration | int | None) -> bool:
    """Bring a register in: the officers of that administration."""
    return bool(user.is_authenticated and user.can(C.CERTIFICATE_IMPORT, administration))


def can_import_certificate(user: Any, certificate: Certificate) -> bool:
    """Let an import change a certificate: the certifier's officers."""
    return can_import(user, certificate.administration_id)


def can_import_run(user: Any, run: ImportRun) -> bool:
    """Check, start and discard one import: any officer of its administration."""
    return can_import(user, run.administration_id)


def may_import_somewhere(user: Any) -> bool:
    """True for whoever may import for at least one administration."""
    return bool(user.is_authenticated and user.administrations_with(C.CERTIFICATE_IMPORT))


def importing_administration(user: User) -> Administration | None:
    """The administration for which the user imports: the own one when allowed, else the first allowed."""
    allowed = user.administrations_with(C.CERTIFICATE_IMPORT)
    if user.administration_id in allowed:
        return user.administration
    return Administration.objects.filter(pk__in=allowed).first()
