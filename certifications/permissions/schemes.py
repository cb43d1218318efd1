"""Who drafts and who publishes a disciplinare."""

from typing import Any

from certifications.models import Scheme, SchemeVersion
from familynet.accounts.roles import Capability

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
