"""The life of a certificate: its missing act, its states, its end, its move to another record."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.notices import close_followed_notices
from certifications.actions.process_ends import follow_certificate
from certifications.models import Certificate, RenunciationRequest, StatusChange
from certifications.models.schemes import IN_FORCE
from certifications.permissions import can_complete_act, can_manage_certificate
from certifications.workflow import CERTIFICATE_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, Workflow, advance
from familynet.organisations.models import Organisation


def change_state(
    *,
    certificate: Certificate,
    name: str,
    by: User | None,
    comment: str = "",
    act: Act | None = None,
    effective_on: datetime.date | None = None,
    document: Document | None = None,
    data: dict[str, Any] | None = None,
) -> StatusChange:
    """Move a certificate by one row of its workflow; `effective_on` defaults to the act's date, else today.

    `act` may be new (unsaved). `by` is None for what the system does by itself. A day in the future is
    refused here: see `plan_change`.
    """
    return move_state(
        CERTIFICATE_WORKFLOW,
        certificate=certificate,
        name=name,
        by=by,
        comment=comment,
        act=act,
        effective_on=effective_on,
        document=document,
        data=data,
    )


@transaction.atomic
def move_state(
    workflow: Workflow,
    *,
    certificate: Certificate,
    name: str,
    by: User | None,
    comment: str = "",
    act: Act | None = None,
    effective_on: datetime.date | None = None,
    document: Document | None = None,
    data: dict[str, Any] | None = None,
) -> StatusChange:
    """`change_state` by any table of the certificate: the people's, or that of what was decided before."""
    transition = workflow.get(name)
    if not (transition.system if by is None else transition.allowed(by, certificate)):
        raise PermissionDenied(f"certificate: {name}")
    if certificate.state not in transition.sources:
        raise TransitionConflict(certificate)
    day = effective_on or (act.date if act and act.date else timezone.localdate())
    _check_effective_day(certificate, day)
    if act is not None:
        _check_act(act)
        act.save()
    before = certificate.state
    fields = {"ended_on": day if transition.target in Certificate.ENDED else None}
    advance(
        workflow,
        certificate,
        name,
        by=by,
        comment=comment,
        act=act,
        fields=fields,
        data={"effective_on": day, **(data or {})},
    )
    change = StatusChange.objects.create(
        certificate=certificate,
        from_state=before,
        to_state=certificate.state,
        effective_on=day,
        act=act,
        reason=comment,
        document=document,
    )
    _follow_up(certificate)
    follow_certificate(certificate)
    emails.tell_state_changed(certificate, change)
    return change


def _follow_up(certificate: Certificate) -> None:
    """What a new state settles: notices when it is no longer in force, a renunciation when it is ended."""
    if certificate.state not in IN_FORCE:
        close_followed_notices(certificate)
    if certificate.is_ended:
        certificate.renunciations.filter(closed_at=None).update(
            closed_at=timezone.now(), outcome=RenunciationRequest.Outcome.RECORDED
        )


def _check_effective_day(certificate: Certificate, day: datetime.date) -> None:
    """A change takes effect after what it changes, and not in the future."""
    if day > timezone.localdate():
        raise ValidationError({"effective_on": _("La data di effetto non può essere nel futuro.")})
    if certificate.award_date and day < certificate.award_date:
        raise ValidationError({"effective_on": _("La data di effetto viene prima dell'assegnazione.")})
    last = certificate.status_changes.exclude(effective_on=None).order_by("-effective_on").first()
    if last and last.effective_on and day < last.effective_on:
        raise ValidationError({"effective_on": _("La data di effetto viene prima dell'ultimo cambio di stato.")})


def _check_act(act: Act) -> None:
    if not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})


@transaction.atomic
def complete_act(*, certificate: Certificate, by: User, act: Act) -> Certificate:
    """Add the act of the award where the source did not give it; the award's date comes from the act."""
    if certificate.has_complete_act and can_manage_certificate(by, certificate):
        raise TransitionConflict(certificate)
    if not can_complete_act(by, certificate):
        raise PermissionDenied("certificate: complete_act")
    _check_act(act)
    if act.date and act.date > timezone.localdate():
        raise ValidationError({"date": _("La data dell'atto non può essere nel futuro.")})
    if act.date and certificate.ended_on and act.date > certificate.ended_on:
        raise ValidationError({"date": _("L'atto di assegnazione viene dopo la cessazione.")})
    act.save()
    before = certificate.act_id
    fields: dict[str, Any] = {"act": act, "award_date": act.date, "updated_at": timezone.now()}
    if not Certificate.objects.filter(pk=certificate.pk, act=before).update(**fields):
        raise TransitionConflict(certificate)
    for field, value in fields.items():
        setattr(certificate, field, value)
    first = certificate.status_changes.filter(from_state="").first()
    if first:
        StatusChange.objects.filter(pk=first.pk).update(act=act, effective_on=act.date)
    record(
        certificate,
        "complete_act",
        label=lambda: _("Aggiunto l'atto di assegnazione"),
        by=by,
        act=act,
        public=True,
        data={"previous_act": before},
    )
    return certificate


def lapse_certificates(*, today: datetime.date | None = None) -> int:
    """Close what is past its date; how many. Safe to run twice, each certificate in its own transaction."""
    today = today or timezone.localdate()
    lapsed = 0
    for certificate in Certificate.objects.open().filter(valid_to__lt=today).order_by("pk").iterator():
        try:
            change_state(certificate=certificate, name="lapse", by=None, effective_on=_end_of(certificate))
        except TransitionConflict:
            continue  # someone moved it first
        lapsed += 1
    return lapsed


def _end_of(certificate: Certificate) -> datetime.date:
    """The end of the term; when a change took effect after it, because the job stood still, that day."""
    last = certificate.status_changes.aggregate(day=Max("effective_on"))["day"]
    assert certificate.valid_to is not None
    return max(certificate.valid_to, last or certificate.valid_to)


@transaction.atomic
def move_certificates(source: Organisation, target: Organisation) -> int:
    """The certificates of a record that is merged into another one go along; how many.

    Called by the merge, which has checked who may and writes in its own history who did (see apps.py).
    ValidationError when both hold an open certificate of the same mark: the office ends one first.
    """
    held = {
        (c.scheme_id, c.category_id): c
        for c in Certificate.objects.open().filter(organisation=target).select_for_update()
    }
    moved = list(Certificate.objects.filter(organisation=source).select_for_update().order_by("pk"))
    for certificate in moved:
        if not certificate.is_ended and (certificate.scheme_id, certificate.category_id) in held:
            raise ValidationError(
                _("Le due schede hanno entrambe una certificazione aperta per «%(scheme)s»: chiudine una prima.")
                % {"scheme": certificate.scheme}
            )
    for certificate in moved:
        Certificate.objects.filter(pk=certificate.pk).update(organisation=target, updated_at=timezone.now())
        record(
            certificate,
            "move",
            label=lambda: _("Passata a un'altra scheda della stessa organizzazione"),
            by=None,
            data={"from": source.pk, "to": target.pk},
        )
    return len(moved)
