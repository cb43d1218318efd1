"""Calls for funding and the projects that they pay for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certifications.actions.call_documents import DOCUMENT_VERBS
from certifications.engine.conditions import holds
from certifications.models import Application, BudgetIncrease, Certificate, FundedProject, FundingCall
from certifications.permissions import (
    can_add_project,
    can_decide_project,
    can_edit_call,
    can_increase,
    can_keep_calls,
    can_tie_project,
    certificates_to_tie,
    files_to_tie,
)
from certifications.workflow import CALL_WORKFLOW, PROJECT_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import advance
from familynet.organisations.models import Organisation

HUNDRED = Decimal(100)


@transaction.atomic
def save_call(*, call: FundingCall, by: User) -> FundingCall:
    """Store a new draft, or the changes to one. Raises PermissionDenied, ValidationError."""
    is_new = call.pk is None
    if not (can_keep_calls(by, call.administration_id) if is_new else can_edit_call(by, call)):
        raise PermissionDenied("funding_call: save")
    if is_new:
        call.drafted_by = by
    call.full_clean(exclude=["administration", "drafted_by"])
    call.save()
    label = (lambda: _("Bando preparato")) if is_new else (lambda: _("Bando modificato"))
    record(call, "start" if is_new else "save", label=label, by=by)
    return call


@transaction.atomic
def move_call(*, call: FundingCall, name: str, by: User, act: Act | None = None, comment: str = "") -> FundingCall:
    """Publish with its act, or conclude; ValidationError for who wrote a part of what they publish (four eyes)."""
    wrote = HistoryEntry.objects.of(call).filter(actor=by, verb__in=("start", "save", *DOCUMENT_VERBS))
    if name == "publish" and wrote.exists():
        raise ValidationError(_("Hai scritto una parte di questo bando: lo pubblica un'altra persona."))
    fields = {"act": act} if name == "publish" else {}
    advance(CALL_WORKFLOW, call, name, by=by, act=act, comment=comment, fields=fields)
    return call


@transaction.atomic
def increase_budget(
    *, call: FundingCall, amount: Decimal, by: User, act: Act | None = None, note: str = ""
) -> BudgetIncrease:
    """Add money to a published call, with the act or with a note that says why it is not known."""
    if not can_increase(by, call):
        raise PermissionDenied("funding_call: increase")
    increase = BudgetIncrease(call=call, amount=amount, act=act, note=note.strip(), recorded_by=by)
    increase.full_clean(exclude=["call", "recorded_by"])
    increase.save()
    record(
        call,
        "increase",
        label=lambda: _("Stanziamento aumentato"),
        by=by,
        act=act,
        public=True,
        data={"amount": amount},
    )
    return increase


def ineligible_because(call: FundingCall, organisation: Organisation) -> str:
    """Why an organisation cannot be funded by this call; empty when nothing is known against it."""
    facts = {
        "kind": organisation.kind,
        "public_body": organisation.is_public_body,
        "size": organisation.size or None,
        "population": organisation.municipality.population,
    }
    fits = holds(call.condition, facts)
    if fits is None:
        return _("Manca un dato per sapere se l'organizzazione può chiedere il contributo.")
    return "" if fits else _("L'organizzazione non rientra tra quelle che possono chiedere il contributo.")


@transaction.atomic
def add_project(*, project: FundedProject, partners: Iterable[Organisation] = (), by: User) -> FundedProject:
    """Record what an organisation asked for. Raises PermissionDenied, ValidationError with the reason."""
    call = project.call
    if not can_add_project(by, call):
        raise PermissionDenied("funded_project: add")
    if reason := ineligible_because(call, project.organisation):
        raise ValidationError({"organisation": reason})
    _check_ties(project, project.application, project.certificate, by)
    _check_amounts(project, project.asked, "asked")
    project.full_clean(exclude=["call"])
    project.save()
    project.partners.set(partners)
    record(project, "add", label=lambda: _("Progetto registrato"), by=by, data={"asked": project.asked})
    return project


@transaction.atomic
def tie_project(
    *, project: FundedProject, application: Application | None, certificate: Certificate | None, by: User
) -> FundedProject:
    """Say to which file and certificate a project belongs. Raises PermissionDenied, ValidationError."""
    locked = FundedProject.objects.select_for_update(of=("self",)).select_related("call").get(pk=project.pk)
    if not can_tie_project(by, locked):
        raise PermissionDenied("funded_project: tie")
    before = {"application": locked.application_id, "certificate": locked.certificate_id}
    _check_ties(locked, application, certificate, by)
    locked.application, locked.certificate = application, certificate
    after = {"application": locked.application_id, "certificate": locked.certificate_id}
    if after != before:
        locked.save(update_fields=["application", "certificate", "updated_at"])
        label = lambda: _("Cambiati la domanda o il certificato del progetto")  # noqa: E731
        record(locked, "tie", label=label, by=by, data={"before": before, "after": after})
    return locked


@transaction.atomic
def move_project(
    *,
    project: FundedProject,
    name: str,
    by: User,
    act: Act | None = None,
    comment: str = "",
    granted: Decimal | None = None,
) -> FundedProject:
    """One step of a project; a grant has its amount and never takes the call beyond its budget."""
    fields: dict[str, Any] = {}
    if name == "grant":
        if granted is None:
            raise ValidationError({"granted": _("Indica l'importo concesso.")})
        _check_amounts(project, granted, "granted")
        fields = {"granted": granted, "act": act}
    try:
        with transaction.atomic():
            data = {"granted": granted} if granted is not None else None
            advance(PROJECT_WORKFLOW, project, name, by=by, act=act, comment=comment, fields=fields, data=data)
    except IntegrityError as error:
        if "funding_within_budget" in str(error) or "exceed the budget" in str(error):
            raise ValidationError(
                {"granted": _("Le risorse del bando non bastano per questo importo.")}
            ) from error
        raise
    return project


@transaction.atomic
def record_known_grant(*, project: FundedProject, by: User) -> FundedProject:
    """A grant that public sources name: its act or amount may be unknown, and then the note says so.

    Raises PermissionDenied, ValidationError.
    """
    if not can_decide_project(by, project) or project.call.state == FundingCall.State.DRAFT:
        raise PermissionDenied("funded_project: known grant")
    if reason := ineligible_because(project.call, project.organisation):
        raise ValidationError({"organisation": reason})
    project.state = FundedProject.State.GRANTED
    project.full_clean(exclude=["call"])
    project.save()
    record(
        project,
        "known_grant",
        label=lambda: _("Contributo registrato dalle fonti pubbliche"),
        by=by,
        act=project.act,
        public=True,
    )
    return project


def _check_ties(
    project: FundedProject, application: Application | None, certificate: Certificate | None, by: User
) -> None:
    """Of the same organisation, and such as the person may see; what was tied before may stay."""
    kept = project if project.pk else FundedProject()
    files, certificates = files_to_tie(by, project.organisation), certificates_to_tie(by, project.organisation)
    if application and application.pk != kept.application_id and not files.filter(pk=application.pk).exists():
        raise ValidationError({"application": _("La domanda non è di questa organizzazione, o non la vedi.")})
    if (
        certificate
        and certificate.pk != kept.certificate_id
        and not certificates.filter(pk=certificate.pk).exists()
    ):
        raise ValidationError({"certificate": _("Il certificato non è di questa organizzazione, o non lo vedi.")})


def _check_amounts(project: FundedProject, amount: Decimal | None, field: str) -> None:
    """Within the most for one project, and with the least co-funding."""
    call = project.call
    if amount is None:
        return
    if call.max_per_project is not None and amount > call.max_per_project:
        raise ValidationError({field: _("Supera il massimo per progetto.")})
    if project.cost is not None and amount > project.cost * (HUNDRED - (call.cofunding_percent or 0)) / HUNDRED:
        raise ValidationError({field: _("Resta un cofinanziamento inferiore al minimo.")})
