"""Realign the holders to a new version: ask them, hear them, confirm them with an act, remind them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from certifications import emails
from certifications.actions.certificates import change_state
from certifications.engine import Evidence
from certifications.models import (
    Certificate,
    DryRun,
    DryRunResult,
    Realignment,
    RealignmentAnswer,
    RealignmentNotice,
    RealignmentPlan,
    Requirement,
)
from certifications.permissions import can_plan_realignment
from certifications.workflow.realignments import REALIGNMENT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

TASK = "certifications.tasks.ask_realignments"
LEAST_DAYS = 15
Kind = RealignmentNotice.Kind


@dataclass(frozen=True)
class Declared:
    """What a holder declares about one requirement."""

    met: bool
    note: str = ""
    document: Document | None = None


@transaction.atomic
def plan_realignment(
    *, run: DryRun, due_on: datetime.date, reason: str, by: User, with_unknown: bool = False
) -> RealignmentPlan:
    """Plan to ask the holders that a dry run of a published version found lacking; a job asks them.

    ValidationError when the run is not done, the version has changed since, or the day is too near.
    """
    version = run.version
    if not can_plan_realignment(by, version):
        raise PermissionDenied("realignment: plan")
    if run.state != DryRun.State.DONE or run.is_stale:
        raise ValidationError(_("Serve una prova conclusa e aggiornata di questo disciplinare: ripetila."))
    if due_on < timezone.localdate() + datetime.timedelta(days=LEAST_DAYS):
        raise ValidationError({"due_on": _("Lascia almeno %(n)d giorni per adeguarsi.") % {"n": LEAST_DAYS}})
    if not reason.strip():
        raise ValidationError({"reason": _("Scrivi che cosa si chiede: lo leggono le organizzazioni.")})
    if not to_ask(run, with_unknown=with_unknown).exists():
        raise ValidationError(_("Non c'è nessuno a cui chiederlo: la prova non ha trovato mancanze."))
    plan = RealignmentPlan(
        version=version,
        run=run,
        due_on=due_on,
        reason=reason.strip(),
        with_unknown=with_unknown,
        planned_by=by,
    )
    plan.full_clean()
    plan.save()
    data = {"due_on": due_on, "run": str(run.uuid)}
    record(version, "plan_realignment", label=lambda: _("Adeguamento chiesto ai titolari"), by=by, data=data)
    app.configure_task(TASK, lock=f"realignment-{plan.pk}").defer(plan_id=plan.pk)
    return plan


def to_ask(run: DryRun, *, with_unknown: bool) -> Any:
    """The results of a run whose holders would be asked."""
    outcomes = [DryRunResult.Outcome.FAILS]
    if with_unknown:
        outcomes.append(DryRunResult.Outcome.UNKNOWN)
    return run.results.filter(outcome__in=outcomes)


def perform_plan(*, plan_id: int) -> int:
    """Ask every holder of a plan, each in its own transaction; how many. Safe to run twice."""
    plan = RealignmentPlan.objects.select_related("version__scheme", "run", "planned_by").get(pk=plan_id)
    asked = 0
    results = to_ask(plan.run, with_unknown=plan.with_unknown).select_related(
        "certificate__organisation", "certificate__administration", "certificate__scheme", "certificate__category"
    )
    for result in results.iterator(chunk_size=200):
        try:
            asked += _ask(plan, result)
        except (TransitionConflict, ValidationError):
            continue  # its certificate has changed since the run: the office sees it among those not asked
    RealignmentPlan.objects.filter(pk=plan.pk, done_at=None).update(done_at=timezone.now())
    return asked


@transaction.atomic
def _ask(plan: RealignmentPlan, result: DryRunResult) -> bool:
    """Ask one holder; False when it is asked already, or its certificate is not simply valid any more.

    By this plan once only: a job that runs again does not ask whoever has been confirmed since.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=result.certificate_id)
    by_this_plan_or_open = Q(plan=plan) | ~Q(state=Realignment.State.CONFIRMED)
    asked_already = Realignment.objects.filter(by_this_plan_or_open, certificate=certificate).exists()
    if certificate.state != Certificate.State.VALID or asked_already:
        return False
    codes = list(result.failing) or _mandatory_codes(plan)
    realignment = Realignment.objects.create(
        plan=plan,
        certificate=certificate,
        from_version=certificate.version,
        to_version=plan.version,
        codes=codes,
        missing_points=result.missing_points,
        due_on=plan.due_on,
    )
    change_state(
        certificate=certificate,
        name="require_realignment",
        by=None,
        comment=plan.reason,
        effective_on=timezone.localdate(),
        data={"realignment": str(realignment.uuid), "planned_by": plan.planned_by_id},
    )
    record(realignment, "ask", label=lambda: _("Adeguamento chiesto"), by=plan.planned_by, comment=plan.reason)
    emails.realignment_asked(realignment)
    return True


def _mandatory_codes(plan: RealignmentPlan) -> list[str]:
    """For a holder of which nothing is on file: what everybody has to meet at the application."""
    found = plan.version.requirements.filter(mandatory=True, due_months=0)
    return list(found.values_list("code", flat=True))


@transaction.atomic
def answer_realignment(*, realignment: Realignment, answers: Mapping[str, Declared], by: User) -> Realignment:
    """Keep what the holder declares, and hand it to the certifier. Every requirement asked must be met.

    ValidationError keyed by code for what is not met, or lacks its document.
    """
    asked = {r.code: r for r in requirements_of(realignment)}
    errors = {code: sentence for code, r in asked.items() if (sentence := _lack(r, answers.get(code)))}
    if errors:
        raise ValidationError(errors)
    fields = {"answered_at": timezone.now(), "answered_by": by}
    advance(REALIGNMENT_WORKFLOW, realignment, "answer", by=by, fields=fields)
    realignment.answers.all().delete()
    RealignmentAnswer.objects.bulk_create(
        RealignmentAnswer(
            realignment=realignment,
            code=code,
            met=answers[code].met,
            note=answers[code].note,
            document=answers[code].document,
        )
        for code in asked
    )
    emails.realignment_answered(realignment, by=by)
    return realignment


def _lack(requirement: Requirement, declared: Declared | None) -> str:
    if declared is None or not declared.met:
        return _("Per confermare l'adeguamento il requisito deve essere soddisfatto.")
    if requirement.evidence == Evidence.REQUIRED and declared.document is None:
        return _("Allega il documento richiesto.")
    return ""


def requirements_of(realignment: Realignment) -> list[Requirement]:
    """The requirements that the holder was asked about, in their order."""
    rows = Requirement.objects.filter(version=realignment.to_version_id, code__in=realignment.codes)
    return list(rows.select_related("section"))


@transaction.atomic
def give_back_realignment(*, realignment: Realignment, by: User, comment: str) -> None:
    """Ask again, with the reason."""
    advance(REALIGNMENT_WORKFLOW, realignment, "give_back", by=by, comment=comment)
    emails.realignment_given_back(realignment, comment=comment, by=by)


@transaction.atomic
def confirm_realignment(*, realignment: Realignment, by: User, act: Act | None) -> None:
    """Confirm with the act: the certificate is valid again, under the new version."""
    if act is None:
        raise ValidationError({"act": _("Indica l'atto: senza un atto lo stato non può cambiare.")})
    if act.pk is None:
        act.save()
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=realignment.certificate_id)
    fields = {"act": act, "confirmed_at": timezone.now()}
    advance(REALIGNMENT_WORKFLOW, realignment, "confirm", by=by, act=act, fields=fields)
    if certificate.state == Certificate.State.TO_REALIGN:
        change_state(
            certificate=certificate,
            name="confirm_realignment",
            by=by,
            act=act,
            effective_on=timezone.localdate(),
            data={"realignment": str(realignment.uuid)},
        )
    elif certificate.is_ended:
        raise TransitionConflict(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(version=realignment.to_version_id)
    emails.realignment_confirmed(realignment, by=by)


def remind_realignments(*, today: datetime.date | None = None) -> int:
    """Remind the holders a month and a week before the day, and after it; how many. Safe to run twice."""
    today, sent = today or timezone.localdate(), 0
    asked = Realignment.objects.filter(state=Realignment.State.ASKED).select_related(
        "certificate__organisation", "certificate__scheme", "certificate__administration", "to_version"
    )
    for realignment in asked.filter(due_on__lte=today + datetime.timedelta(days=30)).iterator(chunk_size=200):
        sent += _remind(realignment, _notice_of(realignment, today))
    return sent


def _notice_of(realignment: Realignment, today: datetime.date) -> Kind:
    left = (realignment.due_on - today).days
    if left < 0:
        return Kind.OVERDUE
    return Kind.WEEK_BEFORE if left <= 7 else Kind.MONTH_BEFORE


@transaction.atomic
def _remind(realignment: Realignment, kind: Kind) -> bool:
    _notice, is_new = RealignmentNotice.objects.get_or_create(realignment=realignment, kind=kind)
    if is_new:
        emails.realignment_due(realignment, kind)
    return is_new
