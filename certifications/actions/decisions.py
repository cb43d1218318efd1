"""The decision: an award or a refusal with everything that follows from it, in one transaction or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications import letters
from certifications.actions.assessment import lock_application
from certifications.actions.awarding import grant, prolong
from certifications.actions.clock import note_clock
from certifications.emails import assessment as tell
from certifications.engine import evaluate
from certifications.engine.loading import load_rules
from certifications.models import (
    Application,
    AssessmentRound,
    Certificate,
    ClockEvent,
    CouncilOpinion,
    Decision,
    DecisionBatch,
    Phase,
    Process,
)
from certifications.permissions import can_decide
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import Administration, User
from familynet.kernel.acts import Act
from familynet.kernel.dates import add_months
from familynet.kernel.documents import Document, store_document
from familynet.kernel.workflow import TransitionConflict, advance

AWARDED, REFUSED = Decision.Outcome.AWARDED, Decision.Outcome.REFUSED
PROBLEMS: dict[str, str | Promise] = {
    "state": gettext_lazy("La domanda non aspetta una decisione."),
    "eyes": gettext_lazy(
        "Non puoi decidere questa domanda: decide chi non l'ha presentata, istruita o valutata e non agisce per "
        "l'organizzazione."
    ),
    "not_assessed": gettext_lazy("La valutazione non è stata chiusa: riporta la domanda in istruttoria."),
    "process": gettext_lazy(
        "Questo marchio ha un percorso: si decide dal percorso, chiudendo la fase con l'atto."
    ),
    "held": gettext_lazy("L'organizzazione ha già una certificazione aperta per questo marchio."),
    "ended": gettext_lazy("La certificazione da rinnovare è cessata: serve una nuova domanda."),
    "no_notice": gettext_lazy("Prima del rigetto va inviato il preavviso, e va chiuso."),
    "below": gettext_lazy("Il punteggio non raggiunge il minimo: per assegnare scrivi la motivazione."),
    "no_reasons": gettext_lazy("Scrivi la motivazione del rigetto."),
}


def decision_problem(
    application: Application, outcome: str, *, by: User, reasons: str = "", phase: Phase | None = None
) -> str:
    """Why this person cannot take this decision now, as a code of PROBLEMS; empty when nothing does."""
    if application.state != Application.State.ASSESSED:
        return "state"
    # What was known about the person may be older than the last assignment.
    by.__dict__.pop("_assessed", None)
    by.__dict__.pop("_ran", None)
    if not can_decide(by, application):
        return "eyes"
    if outcome == REFUSED:
        return _refusal_problem(application, reasons)
    return _award_problem(application, reasons, phase)


def _refusal_problem(application: Application, reasons: str) -> str:
    if not application.refusal_notices.exclude(closed_at=None).exists():
        return "no_notice"
    return "" if reasons.strip() else "no_reasons"


def _award_problem(application: Application, reasons: str, phase: Phase | None) -> str:
    first = application.kind == Application.Kind.FIRST
    if phase is None and Process.objects.open().filter(application=application).exists():
        return "process"
    if first and not _was_assessed(application, phase):
        return "not_assessed"
    if not first and not (application.certificate and _may_go_on(application.certificate)):
        return "ended"
    held = Certificate.objects.open().filter(
        organisation=application.organisation_id, scheme=application.scheme_id, category=application.category_id
    )
    if first and held.exists():
        return "held"
    return "below" if is_below_minimum(application) and not reasons.strip() else ""


def _was_assessed(application: Application, phase: Phase | None) -> bool:
    """By assessors, in a round that was closed; on the way of a multi-year scheme by the council."""
    if phase is not None:
        favourable = CouncilOpinion.objects.filter(outcome=CouncilOpinion.Outcome.FAVOURABLE)
        return favourable.filter(phase__process=phase.process_id, phase__process__application=application).exists()
    return AssessmentRound.objects.filter(application=application).exclude(closed_at=None).exists()


def _may_go_on(certificate: Certificate) -> bool:
    """Not ended, or only because its term passed while the renewal was judged."""
    lapsed = certificate.state == Certificate.State.EXPIRED and certificate.ended_on == certificate.valid_to
    return lapsed or not certificate.is_ended


def final_score(application: Application) -> Decimal | None:
    """The points that a decision stands on: the median of the assessments, else the own ones of the file.

    None where the disciplinare gives no points.
    """
    if not application.version.gives_points:
        return None
    assessment_round = AssessmentRound.objects.filter(application=application).exclude(closed_at=None).first()
    return assessment_round.median_score if assessment_round else application.score


def minimum_score(application: Application) -> Decimal | None:
    """The pass mark of the class that the applicant is in; None when there is none or nobody can tell."""
    return evaluate(load_rules(application.version), application.facts, {}).minimum


def is_below_minimum(application: Application) -> bool:
    minimum, score = minimum_score(application), final_score(application)
    return minimum is not None and (score is None or score < minimum)


@transaction.atomic
def award(
    *,
    application: Application,
    by: User,
    act: Act,
    reasons: str = "",
    batch: DecisionBatch | None = None,
    phase: Phase | None = None,
) -> Certificate:
    """Grant the mark: decision, state, number in the register, certificate, conditions, clock, letter, notice.

    `act` may be new (unsaved). A renewal keeps its certificate and prolongs it. `phase` is the one that the act
    closes in a multi-year scheme, which decides in no other way. Raises ValidationError with the reason,
    PermissionDenied, or TransitionConflict for whoever comes second.
    """
    locked = _ready(application, AWARDED, act, by=by, reasons=reasons, phase=phase)
    score = final_score(locked)
    if locked.kind == Application.Kind.FIRST:
        certificate = grant(application=locked, act=act, score=score, by=by)
    else:
        certificate = prolong(application=locked, act=act, score=score, by=by)
    _conclude(locked, Conclusion(AWARDED, "award", act, reasons.strip(), certificate, score, batch), by=by)
    _follow(application, locked)
    return certificate


@transaction.atomic
def refuse(
    *, application: Application, by: User, act: Act, reasons: str, batch: DecisionBatch | None = None
) -> Decision:
    """Refuse, after the notice was sent and closed; the letter says why and how to appeal. Raises as `award`."""
    locked = _ready(application, REFUSED, act, by=by, reasons=reasons)
    conclusion = Conclusion(REFUSED, "refuse", act, reasons.strip(), None, final_score(locked), batch)
    decision = _conclude(locked, conclusion, by=by)
    _follow(application, locked)
    return decision


@transaction.atomic
def decide_batch(
    *, applications: Iterable[Application], outcome: str, by: User, act: Act, reasons: str = ""
) -> DecisionBatch:
    """Decide many files with one act: all of them, or none and a ValidationError that names the files.

    A refusal without reasons of its own takes those of the file's notice.
    """
    ordered = sorted(applications, key=lambda application: application.pk)
    if not ordered:
        raise ValidationError(_("Scegli almeno una domanda."))
    locked = [lock_application(application.pk) for application in ordered]
    administrations = {application.administration_id for application in locked}
    if len(administrations) != 1:
        raise ValidationError(_("Un atto decide le domande di una sola amministrazione."))
    problems = check_batch(locked, outcome, by=by, reasons=reasons)
    if problems:
        raise ValidationError([f"{item.application}: {item.sentence}" for item in problems])
    _store_act(act)
    batch = DecisionBatch.objects.create(
        administration=Administration.objects.get(pk=administrations.pop()), act=act, decided_by=by
    )
    # Registers in one order, so that two batches never wait for each other.
    for application in sorted(locked, key=lambda a: (register_of(a), a.pk)):
        if outcome == AWARDED:
            award(application=application, by=by, act=act, reasons=reasons, batch=batch)
        else:
            refuse(application=application, by=by, act=act, reasons=_reasons(application, reasons), batch=batch)
    return batch


@dataclass(frozen=True)
class BatchProblem:
    """One file that a batch cannot take, and why."""

    application: Application
    code: str

    @property
    def sentence(self) -> str:
        return str(PROBLEMS[self.code])


def check_batch(
    applications: Sequence[Application], outcome: str, *, by: User, reasons: str = ""
) -> list[BatchProblem]:
    """Dry run: the files that cannot be decided so, with the reason. Writes nothing."""
    found = (
        BatchProblem(a, decision_problem(a, outcome, by=by, reasons=_batch_reasons(a, outcome, reasons)))
        for a in applications
    )
    return [problem for problem in found if problem.code]


def _batch_reasons(application: Application, outcome: str, reasons: str) -> str:
    return _reasons(application, reasons) if outcome == REFUSED else reasons


def _reasons(application: Application, reasons: str) -> str:
    """Those given for all, else those of the notice that this file had."""
    if reasons.strip():
        return reasons
    notice = application.refusal_notices.exclude(closed_at=None).order_by("-sent_at").first()
    return notice.reasons if notice else ""


def register_of(application: Application) -> str:
    """The register in which the mark counts its certificates."""
    return application.scheme.register or application.scheme.slug


@dataclass(frozen=True)
class Conclusion:
    """All that one decision says."""

    outcome: str
    step: str
    act: Act
    reasons: str
    certificate: Certificate | None
    score: Decimal | None
    batch: DecisionBatch | None


def _ready(
    application: Application, outcome: str, act: Act, *, by: User, reasons: str, phase: Phase | None = None
) -> Application:
    """The file, locked and fit for this decision, with the act stored."""
    locked = lock_application(application.pk)
    problem = decision_problem(locked, outcome, by=by, reasons=reasons, phase=phase)
    if problem == "state":
        raise TransitionConflict(locked)
    if problem == "eyes":
        raise PermissionDenied("decide")
    if problem:
        sentence = str(PROBLEMS[problem])
        about_reasons = problem in ("below", "no_reasons")
        raise ValidationError({"reasons": sentence} if about_reasons else sentence)
    _check_day(locked, act)
    _store_act(act)
    return locked


def _check_day(application: Application, act: Act) -> None:
    if act.date and application.submitted_at and act.date < timezone.localdate(application.submitted_at):
        raise ValidationError({"date": _("L'atto viene prima della domanda che decide.")})


def _store_act(act: Act) -> None:
    if not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    if act.date and act.date > timezone.localdate():
        raise ValidationError({"date": _("La data dell'atto è nel futuro.")})
    if act.pk is None:
        act.save()


def _conclude(application: Application, conclusion: Conclusion, *, by: User) -> Decision:
    """What every decision does: the state with its history, the clock, the letter, the record, the message."""
    act = conclusion.act
    assert act.date is not None
    fields: dict[str, Any] = {
        "waiting_since": timezone.now(),
        "retention_until": add_months(act.date, application.version.retention_months),
    }
    if conclusion.certificate is not None:
        fields["certificate"] = conclusion.certificate
    advance(
        APPLICATION_WORKFLOW,
        application,
        conclusion.step,
        by=by,
        comment=conclusion.reasons,
        act=act,
        fields=fields,
        data={"batch": conclusion.batch.pk} if conclusion.batch else None,
    )
    note_clock(application=application, kind=ClockEvent.Kind.CONCLUDE, on=act.date, by=by)
    decision = Decision.objects.create(
        application=application,
        outcome=conclusion.outcome,
        reasons=conclusion.reasons,
        act=act,
        batch=conclusion.batch,
        letter=_letter(application, conclusion, by=by),
        decided_by=by,
    )
    tell.decided(decision, by=by)
    return decision


def _letter(application: Application, conclusion: Conclusion, *, by: User) -> Document:
    """The letter of the decision, as the office words it today."""
    act, organisation = conclusion.act, application.organisation
    assert act.date is not None
    values = letters.letter_values(
        application,
        act=act,
        reasons=conclusion.reasons,
        certificate=conclusion.certificate,
        score=conclusion.score,
    )
    recipient = [organisation.name, organisation.address, organisation.pec]
    content = letters.letter_pdf(
        letters.wording_for(application, conclusion.outcome),
        values,
        administration=application.administration,
        recipient=[line for line in recipient if line],
        day=act.date,
    )
    with translation.override("it"):
        title = _("Lettera di decisione: %(file)s") % {"file": application}
    name = f"decisione-{slugify(organisation.name)[:60] or 'domanda'}-{application.public_id}.pdf"
    return store_document(ContentFile(content, name=name), title=title[:200], by=by, media_type="application/pdf")


def _follow(application: Application, locked: Application) -> None:
    """The caller's object says what the database says."""
    for name in ("state", "certificate", "retention_until", "concluded_on", "waiting_since"):
        setattr(application, name, getattr(locked, name))
