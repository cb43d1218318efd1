"""Changes of state decided today with effect on a later day: planned, applied on that day, cancelled."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.certificates import move_state
from certifications.models import Certificate, PlannedChange, StatusChange
from certifications.workflow import CERTIFICATE_WORKFLOW, DECIDED_WORKFLOW, PLANNED_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.kernel.history import record
from familynet.kernel.workflow import Transition, TransitionConflict, advance


def state_on(certificate: Certificate, day: datetime.date) -> str:
    """The state that it will have before `day`, if all that is planned until then is applied."""
    waiting = certificate.planned_changes.waiting().filter(effective_on__lt=day).order_by("effective_on")
    last = waiting.last()
    return CERTIFICATE_WORKFLOW.get(last.name).target if last else certificate.state


def planned_transitions(certificate: Certificate, user: User) -> list[Transition]:
    """What may follow after everything that is planned, as far as `user` may decide it."""
    state = state_on(certificate, datetime.date.max)
    return [t for t in CERTIFICATE_WORKFLOW if state in t.sources and t.allowed(user, certificate)]


@transaction.atomic
def plan_change(
    *,
    certificate: Certificate,
    name: str,
    by: User,
    effective_on: datetime.date,
    comment: str = "",
    act: Act | None = None,
    document: Document | None = None,
) -> PlannedChange:
    """Decide today that one row of the workflow takes effect on a later day.

    Asks the same as the change itself. Raises PermissionDenied, ValidationError (day, act, reason),
    TransitionConflict when the state of that day does not allow it.
    """
    transition = CERTIFICATE_WORKFLOW.get(name)
    if not transition.allowed(by, certificate):
        raise PermissionDenied(f"certificate: {name}")
    # Two people who plan for one certificate take turns.
    Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
    if effective_on <= timezone.localdate():
        raise ValidationError({"effective_on": _("Per un cambio previsto serve un giorno futuro.")})
    if certificate.valid_to and effective_on > certificate.valid_to:
        raise ValidationError({"effective_on": _("A quella data la certificazione è già scaduta.")})
    if state_on(certificate, effective_on) not in transition.sources:
        raise TransitionConflict(certificate)
    if transition.needs_comment and not comment.strip():
        raise ValidationError({"comment": _("Scrivi il motivo: chi legge deve capire la decisione.")})
    if transition.needs_act and (act is None or not act.is_complete):
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    planned = PlannedChange(
        certificate=certificate,
        name=name,
        act=act,
        reason=comment.strip(),
        effective_on=effective_on,
        document=document,
        planned_by=by,
    )
    planned.validate_constraints(exclude={"act"})
    if act is not None:
        act.save()
        planned.act = act
    planned.save(force_insert=True)
    data = {"on": timezone.localdate(), "name": name, "effective_on": effective_on}
    label = lambda: _("Deciso un cambio con effetto futuro")  # noqa: E731
    record(certificate, "plan_change", label=label, by=by, comment=comment, act=act, data=data)
    emails.tell_planned(planned, transition.label, by=by)
    return planned


@transaction.atomic
def cancel_planned(*, planned: PlannedChange, by: User, reason: str) -> None:
    """Take a planned change back before its day, with the reason; the holder is told."""
    fields = {"closed_by": by, "closing_reason": reason.strip()}
    advance(PLANNED_WORKFLOW, planned, "cancel", by=by, comment=reason, fields=fields)
    label = lambda: _("Annullato un cambio con effetto futuro")  # noqa: E731
    data = {"name": planned.name, "planned_for": planned.effective_on}
    record(planned.certificate, "cancel_planned", label=label, by=by, comment=reason, data=data)
    emails.tell_cancelled(planned, CERTIFICATE_WORKFLOW.get(planned.name).label, by=by)


def apply_planned(*, today: datetime.date | None = None) -> int:
    """Apply what is due, the earliest first, also days late; how many. Safe to run twice.

    What the state of the certificate no longer allows is marked, and the managers are told.
    """
    today = today or timezone.localdate()
    due = PlannedChange.objects.waiting().filter(effective_on__lte=today).order_by("effective_on", "pk")
    return sum(_apply(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _apply(pk: int) -> bool:
    found = PlannedChange.objects.waiting().filter(pk=pk).select_for_update(of=("self",), skip_locked=True)
    planned = found.select_related("certificate__organisation", "certificate__scheme", "act").first()
    if planned is None:
        return False  # another worker has it, or it was cancelled
    try:
        # What was typed as a change may be refused whole, and the refusal itself is kept.
        with transaction.atomic():
            _check_term(planned)
            change = _changed(planned)
    except (TransitionConflict, ValidationError) as error:
        _fail(planned, error)
        return False
    advance(PLANNED_WORKFLOW, planned, "apply", by=None, fields={"status_change": change})
    return True


def _check_term(planned: PlannedChange) -> None:
    """After a standstill the term may have passed before the planned day: then it is too late."""
    if planned.certificate.valid_to and planned.certificate.valid_to < planned.effective_on:
        raise TransitionConflict(planned.certificate)


def _changed(planned: PlannedChange) -> StatusChange:
    return move_state(
        DECIDED_WORKFLOW,
        certificate=planned.certificate,
        name=planned.name,
        by=None,
        comment=planned.reason,
        act=planned.act,
        effective_on=planned.effective_on,
        document=planned.document,
        data={"planned": planned.pk, "planned_by": planned.planned_by_id},
    )


def _fail(planned: PlannedChange, error: Exception) -> None:
    certificate = Certificate.objects.get(pk=planned.certificate_id)
    if isinstance(error, ValidationError):
        reason = " ".join(error.messages)
    else:
        reason = _("Quel giorno la certificazione era: %(state)s.") % {"state": certificate.get_state_display()}
    fields = {"closing_reason": reason}
    advance(PLANNED_WORKFLOW, planned, "fail", by=None, comment=reason, fields=fields)
    emails.tell_failed(planned, CERTIFICATE_WORKFLOW.get(planned.name).label)
