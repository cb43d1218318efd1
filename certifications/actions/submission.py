"""The application leaves the applicant's hands: checks, declarations, receipt; or it is taken back."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certifications import emails
from certifications.actions.clock import note_clock
from certifications.actions.drafts import locked_application
from certifications.actions.eligibility import Eligibility, check_eligibility
from certifications.actions.receipts import issue_receipt
from certifications.actions.retention import keep_until
from certifications.models import Application, ClockEvent, Declaration
from certifications.permissions import can_submit, can_withdraw
from certifications.self_assessment import SelfAssessment, assess
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.documents import Document, inspect_upload, store_document
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.organisations.permissions import can_represent

Capacity = Declaration.Capacity
# What everybody declares, whatever the disciplinare adds (DPR 445/2000, art. 46, 47 and 76).
TRUTH = gettext_lazy(
    "Dichiaro che quanto scritto in questa domanda è vero. So che chi dichiara il falso ne risponde anche "
    "penalmente e perde ciò che ha ottenuto (DPR 445/2000, articoli 75 e 76)."
)


@dataclass(frozen=True)
class Readiness:
    """Whether an application can be submitted today; `blockers` says, as sentences, what stands in the way."""

    eligibility: Eligibility
    assessment: SelfAssessment
    is_current_version: bool

    @property
    def blockers(self) -> list[str]:
        found = [reason.text for reason in self.eligibility.reasons]
        if not self.is_current_version:
            found.append(_("Il disciplinare è cambiato: porta la domanda in quello in vigore."))
        return found + _gates(self.assessment)

    @property
    def is_ready(self) -> bool:
        return (
            self.eligibility.allowed
            and self.is_current_version
            and self.assessment.is_complete
            and self.assessment.evaluation.passes
        )


def _gates(assessment: SelfAssessment) -> list[str]:
    """Self-assessment complete, all mandatory requirements met, points reached (domain: machine A)."""
    found, evaluation = [], assessment.evaluation
    if number := len(assessment.open_items):
        found.append(
            ngettext("%d requisito è da completare.", "%d requisiti sono da completare.", number) % number
        )
    if evaluation.missing_facts:
        found.append(_("Mancano alcuni dati dell'organizzazione."))
    unmet = [item for item in assessment.items if item.line.blocks and not item.is_open]
    if unmet:
        found.append(
            ngettext(
                "%(n)d requisito obbligatorio non è soddisfatto: %(codes)s.",
                "%(n)d requisiti obbligatori non sono soddisfatti: %(codes)s.",
                len(unmet),
            )
            % {"n": len(unmet), "codes": ", ".join(item.requirement.code for item in unmet)}
        )
    if evaluation.missing_points:
        found.append(_("Il punteggio non raggiunge il minimo."))
    elif not evaluation.band_known and not evaluation.missing_facts:
        found.append(_("Per la vostra organizzazione il disciplinare non prevede una classe di punteggio."))
    return found


def readiness(application: Application, *, on: datetime.date | None = None) -> Readiness:
    """Judge a draft as its submission on that day would."""
    day = on or timezone.localdate()
    verdict = check_eligibility(
        organisation=application.organisation,
        scheme=application.scheme,
        category=application.category,
        on=day,
        kind=application.kind,
        application=application,
    )
    is_current = verdict.version is None or verdict.version.pk == application.version_id
    return Readiness(verdict, assess(application, on=day), is_current)


def declaration_texts(application: Application) -> list[str]:
    """The sentences that whoever submits confirms, one by one."""
    return [str(TRUTH), *application.version.declaration_lines]


@transaction.atomic
def submit_application(
    *,
    application: Application,
    by: User,
    capacity: str,
    delegation: File | None = None,
    confirmed: Collection[str],
) -> Application:
    """Submit a draft: state, facts, score, declaration, receipt and mail, all or nothing.

    `capacity` is one of Declaration.Capacity; a delegate gives the document of the delegation; `confirmed` holds
    the texts of declaration_texts(). Raises ValidationError with what is missing.
    """
    current = locked_application(application)
    if not can_submit(by, current):
        raise PermissionDenied("submit application")
    if current.state != Application.State.DRAFT:
        raise TransitionConflict(current)
    texts = declaration_texts(current)
    _check_declarations(current, by, capacity, delegation, texts, confirmed)
    ready = readiness(current)
    if not ready.is_ready:
        raise ValidationError(ready.blockers, code="not_ready")
    now = timezone.now()
    advance(
        APPLICATION_WORKFLOW,
        current,
        "submit",
        by=by,
        fields={
            "submitted_by": by,
            "submitted_at": now,
            "waiting_since": now,
            "facts": snapshot(current, ready.assessment),
            "score": ready.assessment.evaluation.total,
        },
        data={"score": ready.assessment.evaluation.total, "version": current.version.label},
    )
    Declaration.objects.create(
        application=current,
        capacity=capacity,
        delegation=_store_delegation(delegation, by) if capacity == Capacity.DELEGATE else None,
        texts=texts,
        declared_by=by,
    )
    # The term runs from the day on which the application was received (L. 241/1990, art. 2, c. 6).
    note_clock(application=current, kind=ClockEvent.Kind.START, on=timezone.localdate(now), by=by)
    issue_receipt(application=current, assessment=assess(current), by=by)
    emails.application_submitted(current, by=by)
    emails.application_arrived(current, by=by)
    return current


def _check_declarations(
    application: Application,
    by: User,
    capacity: str,
    delegation: File | None,
    texts: list[str],
    confirmed: Collection[str],
) -> None:
    errors: dict[str, Any] = {}
    if capacity not in Capacity.values:
        errors["capacity"] = _("Scegli in quale veste presenti la domanda.")
    elif capacity == Capacity.LEGAL_REPRESENTATIVE and not can_represent(by, application.organisation):
        errors["capacity"] = _("Non risulti legale rappresentante: presenta la domanda con una delega.")
    elif capacity == Capacity.DELEGATE and delegation is None:
        errors["delegation"] = _("Allega la delega firmata dal legale rappresentante.")
    if set(texts) - set(confirmed):
        errors["confirmed"] = _("Leggi e conferma tutte le dichiarazioni.")
    if errors:
        raise ValidationError(errors)


def snapshot(application: Application, assessment: SelfAssessment) -> dict[str, Any]:
    """The facts as they are judged from now on, with the year of the population."""
    year = application.organisation.municipality.population_year
    return {**assessment.facts, "population_year": year}


def _store_delegation(delegation: File | None, by: User) -> Document | None:
    if delegation is None:
        return None
    media_type = inspect_upload(delegation)
    return store_document(delegation, title=_("Delega"), by=by, media_type=media_type)


@transaction.atomic
def withdraw_application(*, application: Application, by: User, comment: str = "") -> Application:
    """Take an application back, at any time before its conclusion; what was written stays to be read."""
    current = locked_application(application)
    if not can_withdraw(by, current):
        raise PermissionDenied("withdraw application")
    today = timezone.localdate()
    was_draft = current.state == Application.State.DRAFT
    advance(
        APPLICATION_WORKFLOW,
        current,
        "withdraw",
        by=by,
        comment=comment,
        fields={"concluded_on": today, "stopped_on": None, "waiting_since": timezone.now()},
    )
    if not was_draft:
        current.integrations.open().update(closed_at=timezone.now())
        note_clock(application=current, kind=ClockEvent.Kind.CONCLUDE, on=today, by=by)
        emails.application_withdrawn(current, by=by)
        emails.application_taken_back(current, by=by)
    keep_until(application=current, concluded_on=today)
    return current
