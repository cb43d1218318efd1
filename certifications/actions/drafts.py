"""Beginning an application: the draft, its facts, answers taken over from an earlier one."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.actions.eligibility import check_eligibility, version_on
from certifications.models import Answer, AnswerEvidence, Application, Category, Certificate, Requirement, Scheme
from certifications.permissions import can_write, is_applicant
from certifications.renewing import must_confirm
from certifications.shown import Shown, shown_since
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from familynet.organisations.models import Organisation
from familynet.organisations.permissions import can_act_for

MOST_EMPLOYEES = 1_000_000


@transaction.atomic
def start_application(
    *,
    organisation: Organisation,
    scheme: Scheme,
    category: Category | None,
    by: User,
    kind: str = Application.Kind.FIRST,
    certificate: Certificate | None = None,
    copy_from: Application | None = None,
    is_demo: bool = False,
) -> Application:
    """A new draft, or the one that is already open: two clicks make one draft.

    Raises ValidationError with every reason when the organisation may not apply today.
    """
    if not can_act_for(by, organisation):
        raise PermissionDenied("start application")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    today = timezone.localdate()
    verdict = check_eligibility(organisation=locked, scheme=scheme, category=category, on=today, kind=kind)
    if verdict.codes == {"draft"} and verdict.application is not None:
        return verdict.application
    if not verdict.allowed or verdict.version is None:
        raise ValidationError([reason.text for reason in verdict.reasons])
    application = Application.objects.create(
        organisation=locked,
        scheme=scheme,
        category=category,
        version=verdict.version,
        administration=scheme.administration,
        seat_administration=locked.administration,
        kind=kind,
        certificate=None if kind == Application.Kind.FIRST else certificate or verdict.certificate,
        started_by=by,
        is_demo=is_demo,
    )
    record(application, "start", label=lambda: _("Domanda iniziata"), by=by, to_state=application.state)
    if copy_from is not None:
        copy_answers(application=application, source=copy_from, by=by)
    return application


@transaction.atomic
def copy_answers(*, application: Application, source: Application, by: User) -> int:
    """Take over what an earlier application of the same organisation said, by the code of the requirement, and
    what its holder has shown since: conditions met, declarations that were confirmed (`certifications.shown`).

    Every answer is marked "to check" until somebody has looked at it; at a renewal only those whose requirement
    changed or ages. Documents are attached again as references. What this draft says already stays. Returns how
    many answers came over.
    """
    current = locked_draft(application, by)
    if source.organisation_id != current.organisation_id or not is_applicant(by, source):
        raise PermissionDenied("copy answers")
    said = set(current.answers.values_list("requirement__code", flat=True))
    target = {row.code: row for row in current.version.requirements.all()}
    earlier = {code: shown for code, shown in shown_since(source).items() if shown.facts.met is not None}
    wanted = [code for code in target if code in earlier and code not in said]
    for code in wanted:
        _copy_answer(earlier[code], current, target[code], by)
    Application.objects.filter(pk=current.pk).update(
        copied_from=source,
        employees=current.employees if current.employees is not None else source.employees,
        services=current.services or _known_services(current, source.services),
    )
    data = {"source": source.public_id, "answers": len(wanted)}
    record(current, "copy", label=lambda: _("Riprese le risposte di una domanda di prima"), by=by, data=data)
    application.refresh_from_db()
    return len(wanted)


def _copy_answer(shown: Shown, application: Application, requirement: Requirement, by: User) -> None:
    points = shown.facts.points if requirement.has_range else None
    if points is not None:
        points = min(max(points, requirement.points_min), requirement.points_max)
    same = shown.requirement is not None and not must_confirm(shown.requirement, requirement)
    made = Answer.objects.create(
        application=application,
        requirement=requirement,
        met=shown.facts.met,
        points=points,
        note=shown.note,
        to_check=application.kind != Application.Kind.RENEWAL or not same,
        updated_by=by,
    )
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=made, document_id=document, order=order, added_by=by, copied=True)
        for order, document in enumerate(shown.documents)
    )


def _known_services(application: Application, codes: Iterable[str]) -> list[str]:
    return list(application.version.services.filter(code__in=list(codes)).values_list("code", flat=True))


@transaction.atomic
def save_facts(
    *, application: Application, employees: int | None, services: Iterable[str], by: User
) -> Application:
    """What conditions ask about the applicant. Raises ValidationError for an unknown service or a wild number."""
    current = locked_draft(application, by)
    wanted = list(dict.fromkeys(services))
    known = set(current.version.services.values_list("code", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise ValidationError({"services": _("Servizio sconosciuto: %s.") % ", ".join(unknown)})
    if employees is not None and not 0 <= employees <= MOST_EMPLOYEES:
        raise ValidationError({"employees": _("Scrivi un numero tra 0 e 1.000.000.")})
    if (current.employees, current.services) != (employees, wanted):
        fields = {"employees": employees, "services": wanted, "updated_at": timezone.now()}
        Application.objects.filter(pk=current.pk).update(**fields)
        data = {"employees": employees, "services": wanted}
        record(current, "facts", label=lambda: _("Dati dell'organizzazione aggiornati"), by=by, data=data)
    application.refresh_from_db()
    return application


@transaction.atomic
def bring_up_to_date(*, application: Application, by: User) -> Application:
    """Move a draft to the disciplinare of today, with the answers to requirements of the same code, to be
    checked again. Answers without a counterpart stay with their old requirement and count for nothing."""
    current = locked_draft(application, by)
    version = version_on(current.scheme, current.category, timezone.localdate())
    if version is None:
        raise ValidationError(_("Oggi non c'è un disciplinare in vigore."))
    if version.pk == current.version_id:
        return application
    target = {row.code: row for row in version.requirements.all()}
    for answer in current.answers.filter(requirement__version=current.version_id).select_related("requirement"):
        if requirement := target.get(answer.requirement.code):
            points = answer.points if requirement.has_range else None
            if points is not None:
                points = min(max(points, requirement.points_min), requirement.points_max)
            Answer.objects.filter(pk=answer.pk).update(
                requirement=requirement, points=points, to_check=True, revision=answer.revision + 1
            )
    before = current.version
    known = set(version.services.values_list("code", flat=True))
    services = [code for code in current.services if code in known]
    Application.objects.filter(pk=current.pk).update(version=version, services=services, updated_at=timezone.now())
    record(
        current,
        "new_version",
        label=lambda: _("Domanda portata nel disciplinare in vigore"),
        by=by,
        data={"from": before.label, "to": version.label},
    )
    return Application.objects.get(pk=current.pk)


def locked_draft(application: Application, by: User) -> Application:
    """The row, held until the end of the transaction, if `by` may write the draft."""
    current = locked_application(application)
    if not is_applicant(by, current):
        raise PermissionDenied("write application")
    if not can_write(by, current):
        raise TransitionConflict(current)
    return current


def locked_application(application: Application) -> Application:
    """The row as it is now, held until the end of the transaction."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "organisation__municipality",
        "organisation__administration",
        "scheme__administration",
        "category",
        "version",
        "administration",
        "certificate",
    )
    return rows.get(pk=application.pk)
