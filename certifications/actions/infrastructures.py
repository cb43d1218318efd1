"""The register of family infrastructures: write, publish, close."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.features import clean_features, codes_of
from certifications.models import Infrastructure
from certifications.permissions import can_edit_infrastructure, can_propose_for
from certifications.workflow import INFRASTRUCTURE_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import advance


@transaction.atomic
def save_infrastructure(
    *, infrastructure: Infrastructure, features: Mapping[str, Any], by: User
) -> Infrastructure:
    """Store a new draft or the changes to a place. Raises PermissionDenied, ValidationError."""
    is_new = infrastructure.pk is None
    if is_new:
        infrastructure.administration = infrastructure.owner.administration
        infrastructure.written_by = by
    allowed = can_propose_for(by, infrastructure.owner)
    if not is_new:
        stored = Infrastructure.objects.select_for_update().get(pk=infrastructure.pk)
        allowed = allowed and can_edit_infrastructure(by, stored)
    if not allowed:
        raise PermissionDenied("infrastructure: save")
    asked = infrastructure.kind.features
    try:
        infrastructure.features = clean_features(asked, features)
    except ValueError as error:
        raise ValidationError({f"feature_{error}": _("Il valore non è tra quelli previsti.")}) from error
    infrastructure.feature_codes = codes_of(asked, infrastructure.features)
    _check(infrastructure)
    infrastructure.full_clean(exclude=["owner", "administration", "written_by", "folded_name"])
    infrastructure.save()
    label = (lambda: _("Infrastruttura segnalata")) if is_new else (lambda: _("Infrastruttura modificata"))
    record(infrastructure, "start" if is_new else "save", label=label, by=by)
    return infrastructure


def _check(infrastructure: Infrastructure) -> None:
    if infrastructure.checked_on and infrastructure.checked_on > timezone.localdate():
        raise ValidationError({"checked_on": _("La data della verifica è nel futuro.")})
    certificate = infrastructure.certificate
    if certificate is not None and certificate.organisation_id != infrastructure.owner_id:
        raise ValidationError({"certificate": _("La certificazione è di un'altra organizzazione.")})


@transaction.atomic
def move_infrastructure(
    *, infrastructure: Infrastructure, name: str, by: User, comment: str = ""
) -> Infrastructure:
    """Publish, or close with the reason."""
    advance(INFRASTRUCTURE_WORKFLOW, infrastructure, name, by=by, comment=comment)
    return infrastructure
