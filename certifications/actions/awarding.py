"""What an award makes of a certificate: a new one with its number, or a known one for longer."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.certificates import change_state
from certifications.actions.conditions import open_conditions
from certifications.actions.renewals import renew_certificate
from certifications.models import Application, Certificate, StatusChange
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import record
from familynet.kernel.numbering import next_number


def grant(*, application: Application, act: Act, score: Decimal | None, by: User) -> Certificate:
    """A new certificate with the next number of its register and year. Needs the transaction of the decision."""
    day = _day(act)
    version, scheme = application.version, application.scheme
    certificate = Certificate.objects.create(
        organisation=application.organisation,
        scheme=scheme,
        category=application.category,
        version=version,
        administration=application.administration,
        register_year=day.year,
        register_number=next_number(scheme.register or scheme.slug, day.year),
        act=act,
        award_date=day,
        valid_to=add_months(day, version.validity_months) if version.validity_months else None,
        score=score,
        is_demo=application.is_demo,
    )
    StatusChange.objects.create(
        certificate=certificate, from_state="", to_state=certificate.state, effective_on=day, act=act
    )
    record(
        certificate,
        "award",
        label=lambda: _("Certificazione assegnata"),
        by=by,
        to_state=certificate.state,
        act=act,
        public=True,
        data={"application": application.public_id, "number": certificate.number},
    )
    _open_deferred(certificate, day, application.facts)
    return certificate


def prolong(*, application: Application, act: Act, score: Decimal | None, by: User) -> Certificate:
    """The certificate of a renewal or a realignment: it keeps its number, and follows the new disciplinare."""
    assert application.certificate_id is not None
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=application.certificate_id)
    if application.kind == Application.Kind.RENEWAL:
        renew_certificate(certificate=certificate, application=application, by=by, act=act)
    if certificate.state == Certificate.State.TO_REALIGN:
        change_state(certificate=certificate, name="confirm_realignment", by=by, act=act)
    fields = {"version": application.version, "score": score, "updated_at": timezone.now()}
    Certificate.objects.filter(pk=certificate.pk).update(**fields)
    for name, value in fields.items():
        setattr(certificate, name, value)
    record(
        certificate,
        "judge_again",
        label=lambda: _("Valutata secondo il disciplinare in vigore"),
        by=by,
        act=act,
        public=True,
        data={"application": application.public_id, "score": score, "version": application.version_id},
    )
    _open_deferred(certificate, _day(act), application.facts)
    return certificate


def _open_deferred(certificate: Certificate, day: datetime.date, facts: Any) -> None:
    """Requirements that are due months after the award become conditions of the certificate.

    At a renewal those that have come due by the day of the decision were asked in the application.
    """
    assert certificate.version is not None
    open_conditions(
        certificate=certificate,
        version=certificate.version,
        award_date=certificate.award_date or day,
        facts=facts,
        after=day,
    )


def _day(act: Act) -> datetime.date:
    assert act.date is not None
    return act.date
