"""The officer's steps: take a file, give it to somebody, record protocol numbers."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications import emails
from certifications.actions.clock import refresh_dates
from certifications.actions.drafts import locked_application
from certifications.models import (
    Application,
    AssessmentRound,
    Assignment,
    Decision,
    IntegrationRequest,
    RefusalNotice,
)
from certifications.permissions import can_assign_officer, can_handle
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

MOST_PROTOCOL = 40
# Where a protocol number may be recorded: the direction → its two columns.
OUT = ("protocol_out", "protocol_out_date")
IN = ("protocol_in", "protocol_in_date")
Exchange = IntegrationRequest | RefusalNotice | Decision
EXCHANGES = {IntegrationRequest: "integration", RefusalNotice: "notice", Decision: "decision"}
# Why an assessor is not responsible as well: whether a conflict was declared → the sentence.
ASSESSES = {
    False: gettext_lazy("Questa persona valuta la domanda: la pratica la segue qualcun altro."),
    True: gettext_lazy("Questa persona ha dichiarato un conflitto di interessi su questa domanda."),
}


@transaction.atomic
def take_application(*, application: Application, by: User, officer: User | None = None) -> Application:
    """Begin the review; `officer` (else `by`) is responsible, the applicant is told (L. 241/1990, art. 7, 8)."""
    current = locked_application(application)
    if not can_handle(by, current):
        raise PermissionDenied("application: take")
    responsible = officer or current.officer or by
    _check_officer(responsible, current)
    advance(
        APPLICATION_WORKFLOW,
        current,
        "take",
        by=by,
        fields={"officer": responsible, "waiting_since": timezone.now()},
        data={"officer": responsible.pk},
    )
    refresh_dates(application=current)
    emails.procedure_started(current, by=by)
    if responsible.pk != by.pk:
        emails.file_assigned(current, by=by)
    return current


@transaction.atomic
def assign_officer(*, application: Application, officer: User, by: User) -> Application:
    """Make somebody responsible for an open file; the state stays. The same person again changes nothing."""
    current = locked_application(application)
    if not can_assign_officer(by, current):
        raise PermissionDenied("application: assign officer")
    if current.is_concluded or current.state == Application.State.DRAFT:
        raise TransitionConflict(current)
    _check_officer(officer, current)
    if current.officer_id == officer.pk:
        return current
    before = current.officer_id
    current.officer = officer
    current.save(update_fields=["officer", "updated_at"])
    record(
        current,
        "assign_officer",
        label=lambda: _("Assegnato il responsabile del procedimento"),
        by=by,
        data={"officer": officer.pk, "before": before},
    )
    emails.file_assigned(current, by=by)
    if current.state != Application.State.SUBMITTED:
        emails.officer_changed(current, by=by)
    return current


@transaction.atomic
def reopen_review(*, application: Application, by: User, reason: str) -> None:
    """Take a file back from assessment or decision; the lot and what was handed in stay.

    The office closes the assessment again before anybody decides: no award stands on the closing of before.
    """
    current = locked_application(application)
    fields = {"waiting_since": timezone.now()}
    advance(APPLICATION_WORKFLOW, current, "reopen_review", by=by, comment=reason.strip(), fields=fields)
    AssessmentRound.objects.filter(application=current).update(
        closed_at=None, closed_by=None, updated_at=timezone.now()
    )
    application.refresh_from_db(fields=["state"])


def _check_officer(officer: User, application: Application) -> None:
    """The role, and four eyes: who assesses a file, or has a conflict of interest about it, does not run it."""
    if not officer.is_active or not can_handle(officer, application):
        raise ValidationError(
            {"officer": _("Questa persona non può istruire la pratica: scegli chi ha il ruolo di istruttoria.")}
        )
    asked = application.assignments.exclude(state=Assignment.State.WITHDRAWN).filter(assessor__user=officer)
    if state := asked.values_list("state", flat=True).first():
        raise ValidationError({"officer": str(ASSESSES[state == Assignment.State.CONFLICT])})


@transaction.atomic
def record_protocol(*, application: Application, number: str, date: datetime.date, by: User) -> Application:
    """The number under which the application was registered; the term begins with it where the rules say so."""
    current = locked_application(application)
    _check_protocol(by, current, number, date)
    current.protocol_number, current.protocol_date = number.strip(), date
    current.save(update_fields=["protocol_number", "protocol_date", "updated_at"])
    refresh_dates(application=current)
    _record_protocol(current, by, {"of": "application", "number": number.strip(), "on": date})
    return current


@transaction.atomic
def record_exchange_protocol(
    *, exchange: Exchange, incoming: bool, number: str, date: datetime.date, by: User
) -> None:
    """The number of an outgoing request, notice or letter, or of the incoming answer to the first two."""
    if incoming and isinstance(exchange, Decision):
        raise ValidationError(_("A una lettera di decisione non si registra una risposta."))
    current = locked_application(exchange.application)
    _check_protocol(by, current, number, date)
    names = IN if incoming else OUT
    for name, value in zip(names, (number.strip(), date), strict=True):
        setattr(exchange, name, value)
    exchange.save(update_fields=list(names))
    _record_protocol(
        current, by, {"of": EXCHANGES[type(exchange)], "incoming": incoming, "number": number.strip(), "on": date}
    )


def _record_protocol(application: Application, by: User, data: dict[str, Any]) -> None:
    record(application, "protocol", label=lambda: _("Registrato il numero di protocollo"), by=by, data=data)


def _check_protocol(by: User, application: Application, number: str, date: datetime.date) -> None:
    if not can_handle(by, application):
        raise PermissionDenied("application: protocol")
    errors = {}
    if not 0 < len(number.strip()) <= MOST_PROTOCOL:
        errors["number"] = _("Scrivi il numero di protocollo, al massimo 40 caratteri.")
    if date > timezone.localdate():
        errors["date"] = _("La data del protocollo è nel futuro.")
    if errors:
        raise ValidationError(errors)
