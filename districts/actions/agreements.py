"""The area agreement: proposed, approved by an act, signed, then renewed, expired or revoked."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from districts import emails
from districts.actions.dates import check_outcome, refuse_future
from districts.models import AgreementAmendment, AreaAgreement, District
from districts.permissions import can_manage_district, can_manage_part
from districts.workflow import AGREEMENT_WORKFLOW, DISTRICT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance

S = AreaAgreement.State


@transaction.atomic
def propose_agreement(
    district: District, *, by: User, subject: str, renews: AreaAgreement | None = None
) -> AreaAgreement:
    """Prepare the agreement of a district; at most one is in preparation."""
    if not can_manage_district(by, district):
        raise PermissionDenied("agreement: propose")
    if district.state == District.State.REVOKED:
        raise ValidationError(_("Il distretto è stato revocato: non può avere un nuovo accordo."))
    agreement = AreaAgreement(district=district, subject=subject, renews=renews)
    agreement.full_clean()
    agreement.save()
    record(agreement, "proposed", label=lambda: _("Accordo proposto"), by=by, to_state=agreement.state)
    return agreement


@transaction.atomic
def approve_agreement(agreement: AreaAgreement, *, by: User, act: Act | None) -> HistoryEntry:
    """Record the act that approves the text of the agreement."""
    _require(by, agreement)
    return advance(AGREEMENT_WORKFLOW, agreement, "approve", by=by, act=act, fields={"approval_act": act})


@transaction.atomic
def sign_agreement(
    agreement: AreaAgreement,
    *,
    by: User,
    signed_on: datetime.date,
    valid_from: datetime.date,
    valid_to: datetime.date,
) -> HistoryEntry:
    """Record the signature and the period; the district becomes active and public."""
    _require(by, agreement)
    refuse_future(signed_on, "signed_on")
    fields = {"signed_on": signed_on, "valid_from": valid_from, "valid_to": valid_to}
    check_outcome(AGREEMENT_WORKFLOW, agreement, "sign", fields)
    data = {"signed_on": signed_on, "valid_from": valid_from, "valid_to": valid_to}
    entry = advance(AGREEMENT_WORKFLOW, agreement, "sign", by=by, fields=fields, data=data)
    if agreement.district.state != District.State.ACTIVE:
        opened = {"on": valid_from}
        advance(DISTRICT_WORKFLOW, agreement.district, "activate", by=by, act=agreement.approval_act, data=opened)
    return entry


@transaction.atomic
def renew_agreement(
    agreement: AreaAgreement,
    *,
    by: User,
    act: Act | None,
    signed_on: datetime.date,
    valid_from: datetime.date,
    valid_to: datetime.date,
) -> AreaAgreement:
    """Close an agreement the day before its successor begins; returns the successor, signed."""
    _require(by, agreement)
    refuse_future(signed_on, "signed_on")
    last = agreement.ended_on or valid_from - datetime.timedelta(days=1)
    if agreement.valid_to:
        last = min(last, agreement.valid_to)
    if agreement.valid_from and valid_from <= agreement.valid_from:
        raise ValidationError({"valid_from": _("Il rinnovo comincia dopo l'inizio dell'accordo che rinnova.")})
    fields = {"ended_on": last}
    check_outcome(AGREEMENT_WORKFLOW, agreement, "renew", fields)
    advance(AGREEMENT_WORKFLOW, agreement, "renew", by=by, act=act, fields=fields, data={"ended_on": last})
    successor = propose_agreement(agreement.district, by=by, subject=agreement.subject, renews=agreement)
    approve_agreement(successor, by=by, act=act)
    sign_agreement(successor, by=by, signed_on=signed_on, valid_from=valid_from, valid_to=valid_to)
    return successor


@transaction.atomic
def revoke_agreement(
    agreement: AreaAgreement, *, by: User, act: Act | None, on: datetime.date, comment: str
) -> HistoryEntry:
    """Revoke the agreement, and with it the district, by an act."""
    _require(by, agreement)
    refuse_future(on)
    fields = {"revocation_act": act, "ended_on": on}
    if act is not None:
        check_outcome(AGREEMENT_WORKFLOW, agreement, "revoke", fields)
    entry = advance(
        AGREEMENT_WORKFLOW, agreement, "revoke", by=by, act=act, comment=comment, fields=fields, data={"on": on}
    )
    advance(DISTRICT_WORKFLOW, agreement.district, "revoke", by=by, act=act, comment=comment, data={"on": on})
    return entry


@transaction.atomic
def expire_agreement(agreement: AreaAgreement) -> HistoryEntry:
    """The system ends an agreement whose last day has passed; the district stays public, as lapsed."""
    fields = {"ended_on": agreement.valid_to}
    entry = advance(AGREEMENT_WORKFLOW, agreement, "expire", by=None, fields=fields)
    advance(DISTRICT_WORKFLOW, agreement.district, "lapse", by=None)
    return entry


@transaction.atomic
def amend_agreement(
    agreement: AreaAgreement, *, by: User, act: Act | None, amended_on: datetime.date, subject: str
) -> AgreementAmendment:
    """Record a change of an agreement in force, with its act."""
    _require(by, agreement)
    if act is None:
        raise ValidationError({"act": _("Indica l'atto: senza un atto l'accordo non può cambiare.")})
    current = AreaAgreement.objects.select_for_update().get(pk=agreement.pk)
    if current.state != S.ACTIVE:
        raise TransitionConflict(current)
    amendment = AgreementAmendment(agreement=agreement, act=act, amended_on=amended_on, subject=subject)
    amendment.full_clean()
    amendment.save()
    record(
        agreement,
        "amended",
        label=lambda: _("Accordo modificato: %(subject)s") % {"subject": subject[:150]},
        by=by,
        act=act,
        public=True,
        data={"amended_on": amended_on},
    )
    return amendment


@transaction.atomic
def remind_of_end(agreement: AreaAgreement, *, on: datetime.date) -> bool:
    """Tell the officers and the lead organisation that the agreement ends, once; False when already told."""
    waiting = AreaAgreement.objects.filter(pk=agreement.pk, state=S.ACTIVE, reminded_on=None)
    if not waiting.update(reminded_on=on):
        return False
    record(agreement, "reminded", label=lambda: _("Promemoria sulla fine dell'accordo"), by=None, data={"on": on})
    emails.agreement_ending(agreement)
    return True


def _require(by: User, agreement: AreaAgreement) -> None:
    if not can_manage_part(by, agreement):
        raise PermissionDenied("agreement: manage")
