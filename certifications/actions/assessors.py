"""The register of assessors: added, changed, ended; external people invited."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.models import Assessor, Scheme
from certifications.permissions import can_keep_assessors
from familynet.accounts.actions import invite_guest
from familynet.accounts.models import Administration, Invitation, User
from familynet.accounts.roles import Capability, Role
from familynet.kernel.history import record


@transaction.atomic
def add_assessor(
    *,
    administration: Administration,
    user: User,
    origin: str,
    task: str,
    valid_from: datetime.date,
    by: User,
    schemes: Iterable[Scheme] = (),
    body: str = "",
) -> Assessor:
    """Enter a person who may assess for the administration; ValidationError when the person has no such role."""
    _require(by, administration)
    if not user.can(Capability.CERTIFICATE_ASSESS, administration):
        raise ValidationError({"user": _("La persona non ha il ruolo di chi valuta per questa amministrazione.")})
    assessor = Assessor(
        administration=administration,
        user=user,
        origin=origin,
        task=task,
        body=body.strip(),
        valid_from=valid_from,
    )
    assessor.full_clean()
    assessor.save(force_insert=True)
    _set_schemes(assessor, schemes)
    record(assessor, "add", label=lambda: _("Iscrizione nel registro dei valutatori"), by=by, data=_data(assessor))
    return assessor


@transaction.atomic
def change_assessor(
    *,
    assessor: Assessor,
    task: str,
    by: User,
    schemes: Iterable[Scheme] = (),
    body: str = "",
    valid_to: datetime.date | None = None,
) -> Assessor:
    """Correct the task, the marks, the body and the last day of an entry."""
    _require(by, assessor.administration)
    assessor.task, assessor.body, assessor.valid_to = task, body.strip(), valid_to
    assessor.full_clean()
    assessor.save()
    _set_schemes(assessor, schemes)
    record(assessor, "change", label=lambda: _("Cambiata l'iscrizione"), by=by, data=_data(assessor))
    return assessor


@transaction.atomic
def end_assessor(*, assessor: Assessor, by: User, on: datetime.date | None = None) -> Assessor:
    """Close an entry; ValidationError while the person still has assessments to finish."""
    _require(by, assessor.administration)
    day = on or timezone.localdate()
    if assessor.assignments.active().exists():
        raise ValidationError(_("Ci sono valutazioni ancora aperte: prima ritira o attendi quelle assegnate."))
    if day < assessor.valid_from:
        raise ValidationError({"valid_to": _("La fine viene prima dell'iscrizione.")})
    assessor.valid_to = day
    assessor.save(update_fields=["valid_to", "updated_at"])
    record(
        assessor,
        "end",
        label=lambda: _("Chiusa l'iscrizione nel registro dei valutatori"),
        by=by,
        data={"ended_on": day},
    )
    return assessor


def invite_assessor(*, administration: Administration, email: str, full_name: str, by: User) -> Invitation:
    """Invite an external person; once accepted, the person can be entered in the register."""
    _require(by, administration)
    return invite_guest(
        by=by, administration=administration, email=email, full_name=full_name, role=Role.EXTERNAL_ASSESSOR
    )


def _require(by: User, administration: Administration) -> None:
    if not can_keep_assessors(by, administration):
        raise PermissionDenied("assessor")


def _set_schemes(assessor: Assessor, schemes: Iterable[Scheme]) -> None:
    chosen = list(schemes)
    if any(scheme.administration_id != assessor.administration_id for scheme in chosen):
        raise ValidationError({"schemes": _("Scegli i marchi dell'amministrazione.")})
    assessor.schemes.set(chosen)


def _data(assessor: Assessor) -> dict[str, object]:
    return {
        "task": assessor.task,
        "body": assessor.body,
        "valid_from": assessor.valid_from,
        "valid_to": assessor.valid_to,
        "schemes": sorted(assessor.schemes.values_list("slug", flat=True)),
    }
