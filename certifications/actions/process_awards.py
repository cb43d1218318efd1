"""What an act of a phase grants: the certificate in the register, its term, the level of the process."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.decisions import award
from certifications.models import Application, Certificate, Phase, Process
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.history import record


def grant_level(*, phase: Phase, by: User, act: Act) -> None:
    """Give the process the level that the phase grants, with the certificate behind it.

    Called by the action that closes the phase, in its transaction; the act is complete.
    """
    level, process = phase.template.grants, phase.process
    if level is None or act.date is None:
        return
    if level.makes_certificate and process.certificate is None:
        process.certificate = _award(phase=phase, by=by, act=act)
    before = process.level
    if before is None or level.order >= before.order:
        process.level, process.level_on, process.level_act = level, act.date, act
    process.save(update_fields=["certificate", "level", "level_on", "level_act", "updated_at"])
    if process.certificate is not None and process.certificate.act_id != act.pk:
        record(
            process.certificate,
            "level",
            label=lambda: _("Riconosciuto il livello «%s»") % level.title,
            by=by,
            act=act,
            public=True,
            data={"on": act.date},
        )


def extend_certificate(process: Process, until: datetime.date | None) -> None:
    """The certificate lasts as long as the cycle that runs, and its months of grace."""
    if process.certificate is None or until is None:
        return
    valid_to = add_months(until, process.cycle.grace_months)
    Certificate.objects.filter(pk=process.certificate.pk).update(valid_to=valid_to, updated_at=timezone.now())
    process.certificate.valid_to = valid_to


def _award(*, phase: Phase, by: User, act: Act) -> Certificate:
    """The decision on the application of the process, with all that follows from every decision."""
    application = phase.process.application
    if application is None:
        raise ValidationError(_("Il percorso non ha una domanda: registra il certificato che ha già."))
    if application.state != Application.State.ASSESSED:
        raise ValidationError(_("La pratica non è pronta per la decisione: chiudi prima la valutazione."))
    return award(application=application, by=by, act=act, phase=phase)
