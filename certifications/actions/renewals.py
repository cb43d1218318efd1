"""A certificate goes on for another term: when it may be asked for, and the decision."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.certificates import change_state
from certifications.models import Application, Certificate, Renewal, SchemeVersion
from certifications.models.schemes import IN_FORCE
from certifications.permissions import can_renew
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance


def renewal_opens_on(certificate: Certificate, *, on: datetime.date | None = None) -> datetime.date | None:
    """From which day the holder may ask for the renewal; None without a term, or without a disciplinare."""
    return may_ask_from([certificate], on=on or timezone.localdate()).get(certificate.pk)


def may_ask_from(certificates: Iterable[Certificate], *, on: datetime.date) -> dict[int, datetime.date]:
    """Certificate → the day from which its renewal may be asked for, where there is one. One query.

    It would be renewed by the disciplinare in force on the day `on`, of its category before that of all; by its
    own when none is in force.
    """
    ending = [certificate for certificate in certificates if certificate.valid_to is not None]
    in_force: dict[tuple[int, int | None], SchemeVersion] = {}
    schemes = {certificate.scheme_id for certificate in ending}
    for version in SchemeVersion.objects.in_force(on).filter(scheme__in=schemes).order_by("-valid_from"):
        in_force.setdefault((version.scheme_id, version.category_id), version)
    found = {}
    for certificate in ending:
        scheme = certificate.scheme_id
        rules = in_force.get((scheme, certificate.category_id)) or in_force.get((scheme, None))
        rules = rules or certificate.version
        if rules is not None and certificate.valid_to is not None:
            found[certificate.pk] = add_months(certificate.valid_to, -rules.renewal_months)
    return found


def may_ask_renewal(
    certificate: Certificate, *, opens: datetime.date | None, on: datetime.date | None = None
) -> bool:
    """In force, from the day `opens` on, and no renewal under way. After the term a first application is due."""
    day = on or timezone.localdate()
    if certificate.state not in IN_FORCE or certificate.valid_to is None or opens is None:
        return False
    return opens <= day <= certificate.valid_to and not certificate.applications.open().exists()


@transaction.atomic
def skip_assessment(*, application: Application, by: User, reason: str) -> None:
    """The officer hands a renewal over to the decision without a new assessment, and says why that is enough."""
    now = {"waiting_since": timezone.now()}
    advance(APPLICATION_WORKFLOW, application, "skip_assessment", by=by, comment=reason.strip(), fields=now)


def asked_in_time(certificate: Certificate, application: Application) -> bool:
    """A certificate that lapsed while its renewal, asked before the end, was being examined."""
    end = certificate.valid_to
    lapsed = certificate.state == Certificate.State.EXPIRED and certificate.ended_on == end
    asked = application.submitted_at
    return lapsed and asked is not None and end is not None and timezone.localdate(asked) <= end


@transaction.atomic
def renew_certificate(*, certificate: Certificate, application: Application, by: User, act: Act) -> Renewal:
    """Prolong a certificate by the term of the disciplinare, from the day on which it would have ended.

    Called by the decision on a renewal. Same certificate, same register number; its version becomes that of
    the application. A renewal that was asked in time may be decided after the term: a certificate that lapsed
    meanwhile is in force again from the same day, so that no day is missing. Raises PermissionDenied,
    ValidationError (act, no term, asked too late), TransitionConflict (not in force, renewed meanwhile).
    """
    if not can_renew(by, certificate):
        raise PermissionDenied("certificate: renew")
    current = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if (current.state, current.valid_to) != (certificate.state, certificate.valid_to):
        raise TransitionConflict(current)
    old_end = _check(current, application)
    if act.date is None or not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    months = application.version.validity_months
    if months is None:
        raise ValidationError(_("Il disciplinare non dà una durata: questa certificazione non si rinnova."))
    act.save()
    renewal = Renewal.objects.create(
        certificate=certificate,
        application=application,
        act=act,
        renewed_on=act.date,
        valid_from=old_end + datetime.timedelta(days=1),
        valid_to=add_months(old_end, months),
        renewed_by=by,
    )
    fields = {"valid_to": renewal.valid_to, "version": application.version, "updated_at": timezone.now()}
    Certificate.objects.filter(pk=certificate.pk).update(**fields)
    for name, value in fields.items():
        setattr(certificate, name, value)
    if certificate.state == Certificate.State.EXPIRED:
        change_state(certificate=certificate, name="renew_lapsed", by=by, act=act, effective_on=renewal.valid_from)
    record(
        certificate,
        "renew",
        label=lambda: _("Certificazione rinnovata"),
        by=by,
        act=act,
        public=True,
        data={"on": act.date, "from": old_end, "to": renewal.valid_to, "application": application.public_id},
    )
    emails.tell_renewed(renewal, by=by)
    return renewal


def _check(current: Certificate, application: Application) -> datetime.date:
    """The day on which the certificate would end; what does not fit is refused."""
    if application.certificate_id != current.pk or application.kind != Application.Kind.RENEWAL:
        raise ValidationError(_("La domanda non è il rinnovo di questa certificazione."))
    if current.valid_to is None:
        raise ValidationError(_("Questa certificazione non ha scadenza: non si rinnova."))
    if application.submitted_at is None or timezone.localdate(application.submitted_at) > current.valid_to:
        raise ValidationError(_("Il rinnovo è stato chiesto dopo la scadenza: serve una nuova domanda."))
    lapsed = asked_in_time(current, application)
    if current.state not in IN_FORCE and not lapsed:
        raise TransitionConflict(current)
    if lapsed and _has_another(current):
        raise ValidationError(_("L'organizzazione ha già una nuova certificazione per questo marchio."))
    return current.valid_to


def _has_another(certificate: Certificate) -> bool:
    same = Certificate.objects.open().filter(
        organisation=certificate.organisation_id, scheme=certificate.scheme_id, category=certificate.category_id
    )
    return same.exclude(pk=certificate.pk).exists()
