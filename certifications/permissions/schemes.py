"""Who drafts and who publishes a disciplinare."""

from typing import Any

from certifications.models import Realignment, Scheme, SchemeVersion
from familynet.accounts.roles import Capability
from familynet.organisations.permissions import can_act_for

C = Capability


def can_manage_scheme(user: Any, scheme: Scheme) -> bool:
    """Keep the scheme, its categories and the drafts of its disciplinari: the owner's officers."""
    return bool(user.is_authenticated and user.can(C.SCHEME_MANAGE, scheme.administration_id))


def can_draft(user: Any, version: SchemeVersion) -> bool:
    return version.state == SchemeVersion.State.DRAFT and can_manage_scheme(user, version.scheme)


def can_send_to_review(user: Any, version: SchemeVersion) -> bool:
    return can_manage_scheme(user, version.scheme)


def can_publish(user: Any, version: SchemeVersion) -> bool:
    """The owner's managers, never who drafted it (four eyes)."""
    return bool(
        user.is_authenticated
        and user.can(C.SCHEME_PUBLISH, version.scheme.administration_id)
        and user.pk != version.drafted_by_id
    )


def can_create_scheme(user: Any, administration: Any) -> bool:
    """Make a new scheme of an administration: its officers."""
    return bool(user.is_authenticated and user.can(C.SCHEME_MANAGE, administration))


def can_see_schemes(user: Any) -> bool:
    """The work pages of schemes: officials who read the drafts of some administration."""
    return bool(user.is_authenticated and user.administrations_with(C.SCHEME_VIEW))


def can_dry_run(user: Any, version: SchemeVersion) -> bool:
    """Compute who would fail under a version: who drafts it or publishes it, also after it was published."""
    owner = version.scheme.administration_id
    return bool(
        user.is_authenticated
        and (user.can(C.SCHEME_MANAGE, owner) or user.can(C.SCHEME_PUBLISH, owner))
        and version.state != SchemeVersion.State.SUPERSEDED
    )


def can_plan_realignment(user: Any, version: SchemeVersion) -> bool:
    """Ask the holders to re-align: the owner's managers, once the version is published."""
    return bool(
        user.is_authenticated
        and user.can(C.SCHEME_PUBLISH, version.scheme.administration_id)
        and version.state == SchemeVersion.State.PUBLISHED
    )


def can_answer_realignment(user: Any, realignment: Realignment) -> bool:
    """Declare for the holder: everybody who acts for the organisation, until it is confirmed."""
    return realignment.state == Realignment.State.ASKED and can_act_for(user, realignment.certificate.organisation)


def can_decide_realignment(user: Any, realignment: Realignment) -> bool:
    """Confirm or give back: the certifier's managers, never for an organisation they act for."""
    certificate = realignment.certificate
    return bool(
        user.is_authenticated
        and user.can(C.CERTIFICATE_DECIDE, certificate.administration_id)
        and not can_act_for(user, certificate.organisation)
    )
