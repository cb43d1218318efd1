"""What one assessor writes: judgements as one goes, visits, the opinion at the end."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certifications.assessing import Found, Result, difference, problem_with, worth
from certifications.emails import assessment as tell
from certifications.models import Application, AssessmentRound, Assignment, Judgement, Requirement, SiteVisit
from certifications.permissions import assessment_obstacle, can_work_on
from certifications.self_assessment import assess
from certifications.workflow import ASSIGNMENT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.documents import Document
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

PROBLEMS: dict[str, str | Promise] = {
    "no_outcome": gettext_lazy("Manca il giudizio."),
    "no_note": gettext_lazy("Scrivi nella nota perché il requisito non è soddisfatto del tutto."),
    "no_points": gettext_lazy("Mancano i punti."),
    "points_outside": gettext_lazy("I punti non stanno fra il minimo e il massimo del requisito."),
}


def requirements_to_judge(application: Application) -> list[Requirement]:
    """What the version asks of this applicant on the day of the submission, in order."""
    submitted = application.submitted_at or timezone.now()
    items = assess(application, on=timezone.localdate(submitted)).items
    return [item.requirement for item in items if item.is_asked]


def problems_of(requirements: Iterable[Requirement], found: Mapping[int, Found]) -> dict[int, str]:
    """Requirement → what its judgement lacks, in words; empty when all are complete."""
    codes = {r.pk: problem_with(r, found.get(r.pk, Found())) for r in requirements}
    return {pk: str(PROBLEMS[code]) for pk, code in codes.items() if code}


def found_of(assignment: Assignment) -> dict[int, Found]:
    """Requirement → judgement, as values."""
    return {j.requirement_id: Found(j.outcome, j.points, j.note) for j in assignment.judgements.all()}


@transaction.atomic
def save_judgements(*, assignment: Assignment, found: Mapping[int, Found], by: User) -> int:
    """Keep what is written so far, complete or not; how many judgements changed."""
    locked = _lock_working(assignment, by)
    asked = {r.pk for r in requirements_to_judge(locked.application)}
    if not set(found) <= asked:
        raise ValidationError(_("Un giudizio riguarda un requisito che questa domanda non ha."))
    known = {judgement.requirement_id: judgement for judgement in locked.judgements.all()}
    changed = []
    for pk, value in found.items():
        judgement = known.get(pk) or Judgement(assignment=locked, requirement_id=pk)
        if (judgement.outcome, judgement.points, judgement.note) != (value.outcome, value.points, value.note):
            judgement.outcome, judgement.points, judgement.note = value.outcome, value.points, value.note
            judgement.updated_at = timezone.now()
            changed.append(judgement)
    Judgement.objects.bulk_create([j for j in changed if j.pk is None])
    Judgement.objects.bulk_update([j for j in changed if j.pk], ["outcome", "points", "note", "updated_at"])
    return len(changed)


@transaction.atomic
def save_opinion(*, assignment: Assignment, opinion: str, opinion_text: str, by: User) -> None:
    """Keep the opinion as it stands; submitting makes it final."""
    locked = _lock_working(assignment, by)
    if opinion and opinion not in Assignment.Opinion.values:
        raise ValidationError({"opinion": _("Scegli un parere dall'elenco.")})
    values = {"opinion": opinion, "opinion_text": opinion_text.strip(), "updated_at": timezone.now()}
    Assignment.objects.filter(pk=locked.pk).update(**values)
    for name, value in values.items():
        setattr(assignment, name, value)


@transaction.atomic
def submit_assessment(*, assignment: Assignment, by: User) -> Assignment:
    """Hand the assessment over: all judged, an opinion with its reasons. A large difference calls a third.

    ValidationError says what is missing. Nothing of it can be changed afterwards (a trigger holds it).
    """
    locked = _lock_working(assignment, by)
    application = locked.application
    # Who has become officer or member of the organisation meanwhile assesses no more.
    if assessment_obstacle(by, application):
        raise PermissionDenied("submit_assessment")
    requirements = requirements_to_judge(application)
    found = found_of(locked)
    missing = problems_of(requirements, found)
    if missing:
        raise ValidationError(
            _("Mancano o sono incompleti %(n)d giudizi: %(codes)s.")
            % {"n": len(missing), "codes": ", ".join(r.code for r in requirements if r.pk in missing)}
        )
    if not locked.opinion or not locked.opinion_text.strip():
        raise ValidationError({"opinion_text": _("Scegli il parere e scrivi la motivazione.")})
    score = sum((worth(r, found[r.pk]) for r in requirements), Decimal(0))
    advance(
        ASSIGNMENT_WORKFLOW,
        locked,
        "submit",
        by=by,
        fields={"score": score, "submitted_at": timezone.now()},
        data={"opinion": locked.opinion, "score": score},
    )
    tell.assessment_submitted(locked, by=by)
    _call_third(application, by)
    return locked


def _call_third(application: Application, by: User) -> None:
    """Once all that were called at the start have been submitted and differ too much."""
    assessment_round = AssessmentRound.objects.select_for_update().get(application=application)
    if assessment_round.third_called_at is not None:
        return
    done = list(application.assignments.submitted())
    if len(done) < assessment_round.needed:
        return
    results = [Result(a.is_favourable, a.score or Decimal(0)) for a in done]
    reason = difference(results, application.version.disagreement_points)
    if not reason:
        return
    assessment_round.third_called_at, assessment_round.third_reason = timezone.now(), reason
    assessment_round.save(update_fields=["third_called_at", "third_reason", "updated_at"])
    record(
        assessment_round,
        "call_third",
        label=lambda: _("Chiamata una terza valutazione"),
        by=None,
        administration=application.administration,
        data={"reason": reason},
    )
    tell.third_called(application, by=by)


@transaction.atomic
def save_visit(
    *,
    assignment: Assignment,
    on: datetime.date,
    place: str,
    by: User,
    people: str = "",
    findings: str = "",
    documents: Iterable[Document] = (),
    visit: SiteVisit | None = None,
) -> SiteVisit:
    """Write down a visit on the spot, or more about it; photos and documents are added, never taken away."""
    locked = _lock_working(assignment, by)
    if on > timezone.localdate():
        raise ValidationError({"on": _("Il sopralluogo non può essere nel futuro.")})
    values: dict[str, Any] = {
        "on": on,
        "place": place.strip(),
        "people": people.strip(),
        "findings": findings.strip(),
    }
    if visit is None:
        visit = SiteVisit.objects.create(assignment=locked, **values)
    else:
        if visit.assignment_id != locked.pk:
            raise PermissionDenied("save_visit")
        for name, value in values.items():
            setattr(visit, name, value)
        visit.save()
    visit.documents.add(*documents)
    return visit


def _lock_working(assignment: Assignment, by: User) -> Assignment:
    """The assignment, alone, while its assessor may write; PermissionDenied or TransitionConflict otherwise.

    The file is locked first, as those do who close the assessment or decide.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("organisation", "scheme", "category", "version", "administration", "officer")
        .get(pk=assignment.application_id)
    )
    locked = Assignment.objects.select_related("assessor__user").get(pk=assignment.pk)
    locked.application = application
    if locked.assessor.user_id != by.pk:
        raise PermissionDenied("assignment")
    if locked.state != Assignment.State.WORKING:
        raise TransitionConflict(locked)
    if not can_work_on(by, locked):
        if application.state != Application.State.IN_ASSESSMENT:
            raise TransitionConflict(application)
        raise PermissionDenied("assignment")
    return locked
