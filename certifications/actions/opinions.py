"""The accompanying administration's opinion on an application that another one decides."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.emails.opinions import opinion_given
from certifications.models import AccompanyingOpinion, Application
from certifications.permissions import can_accompany
from familynet.accounts.models import User
from familynet.kernel.history import record


@transaction.atomic
def give_accompanying_opinion(
    *,
    application: Application,
    by: User,
    outcome: str,
    text: str = "",
    protocol_number: str = "",
    protocol_date: datetime.date | None = None,
) -> AccompanyingOpinion:
    """Give or change the opinion of the seat's administration; the responsible officer is told.

    Raises PermissionDenied (also after the decision), ValidationError.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not can_accompany(by, locked):
        raise PermissionDenied("application: opinion")
    if protocol_date and protocol_date > timezone.localdate():
        raise ValidationError({"protocol_date": _("La data di protocollo è nel futuro.")})
    opinion = AccompanyingOpinion.objects.filter(
        application=locked, administration=locked.seat_administration_id
    ).first() or AccompanyingOpinion(application=locked, administration=locked.seat_administration)
    before = opinion.outcome
    opinion.outcome, opinion.text, opinion.given_by = outcome, text.strip(), by
    opinion.protocol_number, opinion.protocol_date = protocol_number.strip(), protocol_date
    opinion.full_clean(exclude=["application", "administration", "given_by"])
    opinion.save()
    record(
        locked,
        "opinion",
        label=(lambda: _("Cambiato il parere di chi accompagna"))
        if before
        else (lambda: _("Dato il parere di chi accompagna")),
        by=by,
        administration=locked.seat_administration,
        data={"before": before, "outcome": opinion.outcome, "text": opinion.text},
    )
    opinion_given(opinion, by=by)
    return opinion
