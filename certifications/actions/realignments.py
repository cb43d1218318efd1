"""Realign the holders to a new version: ask them, hear them, confirm them with an act, remind them."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from certifications import emails
from certifications.actions.answers import points_sentence
from certifications.actions.certificates import change_state
from certifications.actions.dry_runs import judge_holder
from certifications.engine import AnswerFacts, Evidence
from certifications.engine.dry_run import Outcome, Verdict, codes_to_ask
from certifications.models import (
    Certificate,
    DryRun,
    DryRunResult,
    Realignment,
    RealignmentAnswer,
    RealignmentNotice,
    RealignmentPlan,
    Requirement,
    SchemeVersion,
)
from certifications.permissions import can_decide_realignment, can_plan_realignment
from certifications.wording.outcomes import lacks
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
    """What a holder declares about one requirement; `points` where it has a range."""

    met: bool
    note: str = ""
    document: Document | None = None
    points: Decimal | None = None

    @property
    def facts(self) -> AnswerFacts:
        return AnswerFacts(met=self.met, points=self.points, evidence=int(self.document is not None))


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
    codes = _codes(plan, certificate, result)
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


def _codes(plan: RealignmentPlan, certificate: Certificate, result: DryRunResult) -> list[str]:
    """What to ask: where the holder fails, and what can give it the points that it lacks.

    Nothing of both, for a holder of which nothing is on file: what everybody has to meet at the application.
    """
    codes = list(result.failing)
    if result.missing_points:
        _outcome, found = judge_holder(certificate=certificate, version=plan.version, day=_day(plan.version))
        codes = codes_to_ask(found, codes, result.missing_points)
    everybody = plan.version.requirements.filter(mandatory=True, due_months=0)
    return codes or list(everybody.values_list("code", flat=True))


def _day(version: SchemeVersion) -> datetime.date:
    """The one on which deferred requirements are looked at: when the version comes into force, or today."""
    today = timezone.localdate()
    return max(version.valid_from or today, today)


def outcome_of_realignment(realignment: Realignment, more: Mapping[str, AnswerFacts] | None = None) -> Outcome:
    """What the holder would reach under the new disciplinare with what is on file and what it declares.

    `more` is by code; by default what it has declared already.
    """
    outcome, _found = judge_holder(
        certificate=realignment.certificate,
        version=realignment.to_version,
        day=_day(realignment.to_version),
        more=_declared_in(realignment) if more is None else more,
    )
    return outcome


def _declared_in(realignment: Realignment) -> dict[str, AnswerFacts]:
    return {
        row.code: AnswerFacts(met=row.met, points=row.points, evidence=int(row.document_id is not None))
        for row in realignment.answers.all()
    }


@transaction.atomic
def answer_realignment(*, realignment: Realignment, answers: Mapping[str, Declared], by: User) -> Realignment:
    """Keep what the holder declares, and hand it to the certifier.

    Every mandatory requirement asked must be met; of the optional ones, as many as give the points that lack.
    ValidationError keyed by code for what is not met, lacks its document or has points out of its range, and
    for the whole when the points are not enough.
    """
    asked = {r.code: r for r in requirements_of(realignment)}
    said = {code: answers.get(code) or Declared(met=False) for code in asked}
    errors = {code: sentence for code, r in asked.items() if (sentence := _lack(r, said[code]))}
    if errors:
        raise ValidationError(errors)
    if realignment.missing_points:
        _check_points(realignment, asked.values(), said)
    fields = {"answered_at": timezone.now(), "answered_by": by}
    advance(REALIGNMENT_WORKFLOW, realignment, "answer", by=by, fields=fields)
    realignment.answers.all().delete()
    RealignmentAnswer.objects.bulk_create(
        RealignmentAnswer(
            realignment=realignment,
            code=code,
            met=each.met,
            points=each.points,
            note=each.note,
            document=each.document,
        )
        for code, each in said.items()
    )
    emails.realignment_answered(realignment, by=by)
    return realignment


def _lack(requirement: Requirement, declared: Declared) -> str:
    """What is wrong with one answer; empty when nothing is."""
    if not declared.met:
        sentence = _("Per confermare l'adeguamento il requisito deve essere soddisfatto.")
        return sentence if requirement.mandatory else ""
    if requirement.evidence == Evidence.REQUIRED and declared.document is None:
        return _("Allega il documento richiesto.")
    if declared.points is not None and not (
        requirement.has_range and requirement.points_min <= declared.points <= requirement.points_max
    ):
        return points_sentence(requirement)
    return ""


def _check_points(realignment: Realignment, asked: Iterable[Requirement], said: Mapping[str, Declared]) -> None:
    """Refuse points below the mark, unless nothing that was asked could reach it: then who confirms decides."""
    outcome = outcome_of_realignment(realignment, {code: each.facts for code, each in said.items()})
    if not outcome.missing_points or outcome.missing_facts:
        return
    everything = {r.code: AnswerFacts(met=True, points=r.points_max, evidence=1) for r in asked}
    if not outcome_of_realignment(realignment, everything).missing_points:
        raise ValidationError(" ".join((lacks(outcome), _("Indicate altri requisiti che soddisfate."))))


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
def confirm_realignment(*, realignment: Realignment, by: User, act: Act | None, reason: str = "") -> None:
    """Confirm with the act: the certificate is valid again, under the new version.

    The holder is judged again with what it declared. Who confirms one that would not pass all the same says why:
    the office may know what is not on file. ValidationError without that reason, or without the act.
    """
    if act is None:
        raise ValidationError({"act": _("Indica l'atto: senza un atto lo stato non può cambiare.")})
    if act.pk is None:
        act.save()
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=realignment.certificate_id)
    if not can_decide_realignment(by, realignment):
        raise PermissionDenied("realignment: confirm")
    outcome = outcome_of_realignment(realignment)
    if outcome.verdict == Verdict.FAILS and not reason.strip():
        sentences = (lacks(outcome), _("Scrivi perché confermi lo stesso."))
        raise ValidationError({"reason": " ".join(sentences)})
    advance(
        REALIGNMENT_WORKFLOW,
        realignment,
        "confirm",
        by=by,
        act=act,
        comment=reason.strip(),
        fields={"act": act, "confirmed_at": timezone.now()},
        data={"outcome": outcome.verdict, "failing": outcome.failing, "missing_points": outcome.missing_points},
    )
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
