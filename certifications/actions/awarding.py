"""What an award makes of a certificate: a new one with its number, or a known one for longer."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

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
    open_deferred_requirements(application, certificate, day)
    return certificate


def prolong(*, application: Application, act: Act, score: Decimal | None, by: User) -> Certificate:
    """The certificate of a renewal or a realignment: it keeps its number, and follows the new disciplinare.

    A renewal runs from the day on which the old term ends (see `renew_certificate`).
    """
    day = _day(act)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=application.certificate_id)
    if (
        application.kind == Application.Kind.RENEWAL
        and certificate.valid_to
        and application.version.validity_months
    ):
        renew_certificate(certificate=certificate, application=application, by=by, act=act)
    else:
        _note_realignment(application, certificate, act, by)
    fields = {"version": application.version, "score": score, "updated_at": timezone.now()}
    if certificate.state == Certificate.State.TO_REALIGN:
        StatusChange.objects.create(
            certificate=certificate,
            from_state=certificate.state,
            to_state=Certificate.State.VALID,
            effective_on=day,
            act=act,
        )
        fields["state"] = Certificate.State.VALID
    Certificate.objects.filter(pk=certificate.pk).update(**fields)
    for name, value in fields.items():
        setattr(certificate, name, value)
    open_deferred_requirements(application, certificate, day)
    return certificate


def _note_realignment(application: Application, certificate: Certificate, act: Act, by: User) -> None:
    """The public history of a certificate that follows a new disciplinare for the term that it has."""
    moves = certificate.state == Certificate.State.TO_REALIGN
    renewal = application.kind == Application.Kind.RENEWAL
    record(
        certificate,
        "renew" if renewal else "realign",
        label=lambda: _("Certificazione rinnovata") if renewal else _("Certificazione adeguata"),
        by=by,
        from_state=certificate.state if moves else "",
        to_state=Certificate.State.VALID if moves else "",
        act=act,
        public=True,
        data={"application": application.public_id, "valid_to": certificate.valid_to},
    )


def open_deferred_requirements(application: Application, certificate: Certificate, day: datetime.date) -> None:
    """Requirements that are due months after the award become conditions of the certificate.

    At a renewal those that have come due by now were asked in the application.
    """
    if certificate.award_date is not None:
        open_conditions(
            certificate=certificate,
            version=application.version,
            award_date=certificate.award_date,
            facts=application.facts,
            after=day,
        )


def _day(act: Act) -> datetime.date:
    assert act.date is not None
    return act.date
