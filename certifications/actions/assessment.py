"""How a file is assessed: the lot, assignments, conflicts, the end with its summary."""

import datetime
import secrets
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.assessing import mean, median
from certifications.emails import assessment as tell
from certifications.models import (
    Application,
    AssessmentRound,
    Assessor,
    Assignment,
    ConflictDeclaration,
)
from certifications.permissions import assessment_obstacle, can_assign, is_assessor_of
from certifications.workflow import APPLICATION_WORKFLOW, ASSIGNMENT_WORKFLOW
from familynet.accounts.models import User
from familynet.accounts.roles import Capability
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

OBSTACLES: dict[str, str | Promise] = {
    "ran": gettext_lazy("È la persona responsabile del procedimento di questa domanda."),
    "applied": gettext_lazy("Ha presentato o iniziato questa domanda."),
    "acts_for": gettext_lazy("Agisce per l'organizzazione che ha presentato la domanda."),
    "wrote": gettext_lazy("Ha scritto risposte di questa domanda."),
    "ended": gettext_lazy("L'iscrizione nel registro dei valutatori non è in corso."),
    "role": gettext_lazy("Non ha più il ruolo di chi valuta."),
    "scheme": gettext_lazy("Non è nel registro per questo marchio."),
    "already": gettext_lazy("Valuta già questa domanda, o ha dichiarato un conflitto."),
}


def lock_application(pk: int) -> Application:
    """The file, alone until the transaction ends: who decides, assigns and closes takes turns."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("organisation", "scheme", "category", "version", "administration", "officer")
        .get(pk=pk)
    )


@transaction.atomic
def start_assessment(*, application: Application, by: User) -> AssessmentRound:
    """Hand the file over to assessment; the lot decides once whether it goes blind to two assessors."""
    locked = lock_application(application.pk)
    advance(APPLICATION_WORKFLOW, locked, "start_assessment", by=by, fields={"waiting_since": timezone.now()})
    version = locked.version
    drawn = secrets.randbelow(100)
    blind = drawn < version.blind_percent
    assessment_round, made = AssessmentRound.objects.get_or_create(
        application=locked,
        defaults={
            "drawn": drawn,
            "blind_percent": version.blind_percent,
            "blind": blind,
            "needed": max(2, version.assessors_needed) if blind else version.assessors_needed,
        },
    )
    if not made:
        # Back from the review: the lot stays as it was drawn, and the office closes again.
        assessment_round.closed_at, assessment_round.closed_by = None, None
        assessment_round.save(update_fields=["closed_at", "closed_by", "updated_at"])
    application.refresh_from_db(fields=["state"])
    return assessment_round


def _round_of(application: Application) -> AssessmentRound:
    """How the file is assessed; ValidationError for one that goes through phases instead (see open_process)."""
    found = AssessmentRound.objects.filter(application=application).first()
    if found is None:
        raise ValidationError(_("Questa domanda segue un percorso a fasi: si valuta lì."))
    return found


def no_place(assessment_round: AssessmentRound, taken: list[bool]) -> str:
    """Why the file takes no other assessor; `taken`: of each assignment that counts, whether it is the third."""
    if assessment_round.third_called_at is not None:
        return _("La terza valutazione è già assegnata.") if any(taken) else ""
    if len(taken) >= assessment_round.needed:
        return _("La domanda ha già tutti i valutatori che servono: ritira prima un'assegnazione.")
    return ""


def obstacle_to(assessor: Assessor, application: Application) -> str:
    """Why the file cannot be given to this assessor, as a code of OBSTACLES; empty when it can."""
    if not assessor.is_in_force:
        return "ended"
    if not assessor.user.is_active or not assessor.user.can(
        Capability.CERTIFICATE_ASSESS, application.administration_id
    ):
        return "role"
    if not Assessor.objects.for_scheme(application.scheme).filter(pk=assessor.pk).exists():
        return "scheme"
    if reason := assessment_obstacle(assessor.user, application):
        return reason
    taken = application.assignments.exclude(state=Assignment.State.WITHDRAWN)
    return "already" if taken.filter(assessor__user=assessor.user).exists() else ""


@transaction.atomic
def assign(
    *, application: Application, assessor: Assessor, by: User, due_on: datetime.date | None = None
) -> Assignment:
    """Give a file to an assessor, who is told and first declares whether there is a conflict.

    ValidationError with the reason when this person may not assess it. Where a third was called, this is it.
    """
    locked = lock_application(application.pk)
    if locked.state != Application.State.IN_ASSESSMENT:
        raise TransitionConflict(locked)
    if not can_assign(by, locked):
        raise PermissionDenied("assign")
    if reason := obstacle_to(assessor, locked):
        raise ValidationError({"assessor": str(OBSTACLES[reason])})
    if due_on and due_on < timezone.localdate():
        raise ValidationError({"due_on": _("Il giorno di consegna è già passato.")})
    assessment_round = _round_of(locked)
    third = assessment_round.third_called_at is not None
    if reason := no_place(assessment_round, [a.is_third for a in locked.assignments.counting()]):
        raise ValidationError({"assessor": reason})
    assignment = Assignment.objects.create(
        application=locked,
        assessor=assessor,
        assigned_by=by,
        due_on=due_on,
        blind=assessment_round.blind or third,
        is_third=third,
    )
    record(
        assignment,
        "assign",
        label=lambda: _("Domanda assegnata per la valutazione"),
        by=by,
        to_state=assignment.state,
        data={"assessor": assessor.pk, "third": third},
    )
    tell.assigned(assignment, by=by)
    return assignment


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, by: User, comment: str) -> None:
    """Take a file back from an assessor; what was written stays, and counts no more."""
    advance(ASSIGNMENT_WORKFLOW, assignment, "withdraw", by=by, comment=comment)
    tell.assignment_withdrawn(assignment, by=by)


@transaction.atomic
def declare_conflict(*, assignment: Assignment, has_conflict: bool, by: User, text: str = "") -> None:
    """What the assessor declares before seeing the file (L. 241/1990, art. 6-bis); a conflict blocks for good."""
    if not is_assessor_of(by, assignment):
        raise PermissionDenied("declare_conflict")
    if not has_conflict and (reason := assessment_obstacle(by, assignment.application)):
        raise ValidationError({"has_conflict": _("Risulta un conflitto: %(why)s") % {"why": OBSTACLES[reason]}})
    name = "declare_conflict" if has_conflict else "declare_free"
    text = text.strip()
    advance(ASSIGNMENT_WORKFLOW, assignment, name, by=by, comment=text if has_conflict else "")
    ConflictDeclaration.objects.create(assignment=assignment, has_conflict=has_conflict, text=text)
    if has_conflict:
        tell.conflict_declared(assignment, by=by)


def closing_obstacle(assessment_round: AssessmentRound, assignments: list[Assignment]) -> str:
    """Why the assessment cannot be closed yet, as a sentence; empty when it can."""
    counting = [a for a in assignments if a.state not in (Assignment.State.CONFLICT, Assignment.State.WITHDRAWN)]
    submitted = [a for a in counting if a.state == Assignment.State.SUBMITTED]
    if len([a for a in submitted if not a.is_third]) < assessment_round.needed:
        return _("Mancano valutazioni: ne servono %(needed)d, consegnate %(there)d.") % {
            "needed": assessment_round.needed,
            "there": len(submitted),
        }
    if assessment_round.third_called_at and not any(a.is_third for a in submitted):
        return _("Serve una terza valutazione: le altre sono molto diverse fra loro.")
    if len(submitted) < len(counting):
        return _("Ci sono valutazioni ancora aperte: aspetta la consegna, o ritirale.")
    return ""


@transaction.atomic
def close_assessment(*, application: Application, by: User, summary: str) -> AssessmentRound:
    """The office closes with its summary; mean and median of the points are fixed, and managers are told."""
    locked = lock_application(application.pk)
    if locked.state != Application.State.IN_ASSESSMENT:
        raise TransitionConflict(locked)
    assessment_round = _round_of(locked)
    assignments = list(locked.assignments.all())
    if not can_assign(by, locked):
        raise PermissionDenied("close_assessment")
    if obstacle := closing_obstacle(assessment_round, assignments):
        raise ValidationError(obstacle)
    if not summary.strip():
        raise ValidationError({"summary": _("Scrivi la sintesi: la legge chi decide.")})
    scores = [a.score or Decimal(0) for a in assignments if a.state == Assignment.State.SUBMITTED]
    assessment_round.summary = summary.strip()
    assessment_round.mean_score, assessment_round.median_score = mean(scores), median(scores)
    assessment_round.closed_by, assessment_round.closed_at = by, timezone.now()
    assessment_round.save()
    advance(APPLICATION_WORKFLOW, locked, "close_assessment", by=by, fields={"waiting_since": timezone.now()})
    # What the office wrote is kept beside the file, not in the history that the applicant may read.
    record(
        assessment_round,
        "close",
        label=lambda: _("Valutazione chiusa"),
        by=by,
        administration=locked.administration,
        comment=assessment_round.summary,
        data={"mean": assessment_round.mean_score, "median": assessment_round.median_score},
    )
    tell.ready_to_decide(locked, by=by)
    application.refresh_from_db(fields=["state"])
    return assessment_round
