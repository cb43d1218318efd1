"""A certificate changes hands or is given up: transfer to the successor of its holder, renunciation."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.models import Certificate, CertificateTransfer, RenunciationRequest
from certifications.permissions import can_ask_renunciation, can_transfer, can_withdraw_renunciation
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.documents import store_document
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.models import Organisation


@transaction.atomic
def transfer_certificate(
    *,
    certificate: Certificate,
    to: Organisation,
    by: User,
    act: Act | None,
    reason: str = "",
    effective_on: datetime.date | None = None,
) -> CertificateTransfer:
    """Pass a certificate to the body that took its holder's place; number, dates and conditions stay.

    Raises PermissionDenied, ValidationError (successor, act, day), TransitionConflict when it passed meanwhile.
    """
    if not can_transfer(by, certificate):
        raise PermissionDenied("certificate: transfer")
    if act is None or not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    day = effective_on or act.date or timezone.localdate()
    _check_transfer(certificate, to, day)
    before = certificate.organisation
    act.save()
    try:
        with transaction.atomic():
            moved = Certificate.objects.filter(pk=certificate.pk, organisation=before, state=certificate.state)
            if not moved.update(organisation=to, updated_at=timezone.now()):
                raise TransitionConflict(certificate)
    except IntegrityError:
        raise ValidationError(
            {"organisation": _("Questa organizzazione ha già una certificazione aperta per lo stesso marchio.")}
        ) from None
    certificate.organisation = to
    transfer = CertificateTransfer.objects.create(
        certificate=certificate,
        from_organisation=before,
        to_organisation=to,
        from_name=before.name,
        act=act,
        reason=reason.strip(),
        effective_on=day,
        recorded_by=by,
    )
    record(
        certificate,
        "transfer",
        label=lambda: (
            _("Passata da «%(before)s» a «%(after)s»") % {"before": before.name[:60], "after": to.name[:60]}
        ),
        by=by,
        comment=reason,
        act=act,
        public=True,
        data={"effective_on": day, "from": before.pk, "to": to.pk},
    )
    emails.tell_transferred(transfer, by=by)
    return transfer


def _check_transfer(certificate: Certificate, to: Organisation, day: datetime.date) -> None:
    if to.pk == certificate.organisation_id:
        raise ValidationError({"organisation": _("La certificazione è già di questa organizzazione.")})
    if to.state != Organisation.State.ACTIVE:
        raise ValidationError({"organisation": _("Scegli un'organizzazione attiva.")})
    if certificate.scheme.kinds and to.kind not in certificate.scheme.kinds:
        raise ValidationError({"organisation": _("Questo tipo di organizzazione non può avere questo marchio.")})
    if day > timezone.localdate():
        raise ValidationError({"effective_on": _("La data di effetto non può essere nel futuro.")})
    if certificate.award_date and day < certificate.award_date:
        raise ValidationError({"effective_on": _("La data di effetto viene prima dell'assegnazione.")})


@transaction.atomic
def ask_renunciation(
    *, certificate: Certificate, by: User, reason: str, upload: File | None = None
) -> RenunciationRequest:
    """The legal representative gives the certificate up; it stays as it is until the office records it."""
    if not can_ask_renunciation(by, certificate):
        raise PermissionDenied("certificate: ask renunciation")
    if not reason.strip():
        raise ValidationError({"reason": _("Scrivi perché rinunciate.")})
    request = RenunciationRequest(certificate=certificate, reason=reason.strip(), asked_by=by)
    request.validate_constraints()
    if upload is not None:
        media_type: str = upload.media_type  # type: ignore[attr-defined]
        title = _("Lettera di rinuncia")
        request.document = store_document(upload, title=title, by=by, media_type=media_type)
    request.save(force_insert=True)
    label = lambda: _("L'organizzazione ha chiesto di rinunciare")  # noqa: E731
    record(certificate, "ask_renunciation", label=label, by=by, comment=reason)
    emails.tell_renunciation_asked(request, by=by)
    return request


@transaction.atomic
def withdraw_renunciation(*, request: RenunciationRequest, by: User) -> None:
    """The legal representative thinks better of it, before the office recorded it."""
    if not can_withdraw_renunciation(by, request):
        raise PermissionDenied("certificate: withdraw renunciation")
    closed = {"closed_at": timezone.now(), "outcome": RenunciationRequest.Outcome.WITHDRAWN}
    if not RenunciationRequest.objects.open().filter(pk=request.pk).update(**closed):
        raise TransitionConflict(request)
    label = lambda: _("L'organizzazione ha ritirato la rinuncia")  # noqa: E731
    record(request.certificate, "withdraw_renunciation", label=label, by=by)
