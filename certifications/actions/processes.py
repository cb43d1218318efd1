"""A process with phases: opened, activated, its cycles started, ended."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.certificates import change_state
from certifications.actions.phases import start_phases
from certifications.actions.process_ends import close_process
from certifications.models import (
    Application,
    Assessor,
    Certificate,
    Cycle,
    IntakeWindow,
    InternalContact,
    Level,
    Phase,
    PhaseTemplate,
    Process,
    Scheme,
    SchemeVersion,
)
from certifications.permissions import can_decide_process, can_name_contact, can_open_process, can_run_process
from certifications.workflow import APPLICATION_WORKFLOW, PROCESS_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import record
from familynet.kernel.workflow import advance
from familynet.organisations.models import Organisation
from familynet.organisations.permissions import can_act_for


@transaction.atomic
def name_contact(*, organisation: Organisation, scheme: Scheme, user: User, by: User) -> InternalContact:
    """Name the internal contact, before applying or in the place of the one of today."""
    if not can_name_contact(by, organisation):
        raise PermissionDenied("name_contact")
    if not can_act_for(user, organisation):
        raise ValidationError({"user": _("Il referente interno è una persona che agisce per l'organizzazione.")})
    today = timezone.localdate()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    InternalContact.objects.current().filter(organisation=organisation, scheme=scheme).update(ended_on=today)
    contact = InternalContact.objects.create(
        organisation=organisation, scheme=scheme, user=user, named_on=today, named_by=by
    )
    Process.objects.open().filter(organisation=organisation, scheme=scheme).update(contact=contact)
    record(
        organisation,
        "name_contact",
        label=lambda: _("Nominato il referente interno per «%s»") % scheme,
        by=by,
        data={"contact": contact.pk},
    )
    return contact


def contact_on(organisation: Organisation, scheme: Scheme, day: datetime.date) -> InternalContact | None:
    """The internal contact that had been named by that day and is still in charge."""
    return (
        InternalContact.objects.current()
        .filter(organisation=organisation, scheme=scheme, named_on__lte=day)
        .first()
    )


def intake_is_open(scheme: Scheme, kind: str, day: datetime.date) -> bool:
    """May a body of this kind apply for the first time on that day? Where no window names its kind: yes."""
    windows = list(IntakeWindow.objects.filter(scheme=scheme, kinds__contains=[kind]))
    return not windows or any(window.holds(day) for window in windows)


@transaction.atomic
def open_process(*, application: Application, size: str, by: User) -> Process:
    """Begin the way of an application that the office has taken up (domain 10.2 B: domanda → attivata).

    ValidationError without phases in the disciplinare, without an internal contact named before applying, and
    for a first application of a kind of body that could not apply on that day.
    """
    if not can_open_process(by, application.administration_id) or can_act_for(by, application.organisation):
        raise PermissionDenied("open_process")
    if application.state != Application.State.IN_REVIEW or application.submitted_at is None:
        raise ValidationError(_("Il percorso si apre quando la domanda è in istruttoria."))
    day = timezone.localdate(application.submitted_at)
    if application.kind == Application.Kind.FIRST and not intake_is_open(
        application.scheme, application.organisation.kind, day
    ):
        raise ValidationError(_("Nel giorno della domanda questo tipo di ente non poteva chiedere il marchio."))
    contact = contact_on(application.organisation, application.scheme, day)
    if contact is None:
        raise ValidationError(_("Prima della domanda l'organizzazione doveva nominare il referente interno."))
    process = Process.objects.create(
        organisation=application.organisation,
        scheme=application.scheme,
        version=application.version,
        administration=application.administration,
        application=application,
        size=size,
        cycle=_first_cycle(application.version),
        contact=contact,
        officer=by,
        is_demo=application.is_demo,
    )
    advance(APPLICATION_WORKFLOW, application, "start_assessment", by=by)
    _note_opening(process, by)
    return process


@transaction.atomic
def take_over_process(
    *,
    certificate: Certificate,
    phase: PhaseTemplate,
    level: Level,
    starts_on: datetime.date,
    size: str,
    by: User,
) -> Process:
    """Bring a holder that is on its way already into the portal, at the phase that began on `starts_on`.

    Those running go on whatever the windows for new applications say.
    """
    if not can_open_process(by, certificate.administration_id) or can_act_for(by, certificate.organisation):
        raise PermissionDenied("take_over_process")
    if certificate.is_ended:
        raise ValidationError(_("Il certificato è cessato: il percorso non può continuare."))
    version = phase.version
    if version.scheme_id != certificate.scheme_id or level.version_id != version.pk:
        raise ValidationError(_("La fase e il livello sono di un altro disciplinare."))
    if starts_on > timezone.localdate():
        raise ValidationError({"starts_on": _("La fase non può essere cominciata nel futuro.")})
    process = Process.objects.create(
        organisation=certificate.organisation,
        scheme=certificate.scheme,
        version=version,
        administration=certificate.administration,
        certificate=certificate,
        size=size,
        state=Process.State.RUNNING,
        cycle=phase.cycle,
        started_on=starts_on,
        level=level,
        level_on=certificate.award_date or starts_on,
        level_act=certificate.act,
        contact=contact_on(certificate.organisation, certificate.scheme, timezone.localdate()),
        officer=by,
        is_demo=certificate.is_demo,
    )
    _note_opening(process, by)
    start_phases(process=process, on=starts_on, first=phase)
    return process


def _first_cycle(version: SchemeVersion) -> Cycle:
    cycle = version.cycles.filter(follows=[]).first()
    if cycle is None:
        raise ValidationError(_("Il disciplinare di questa domanda non prevede fasi."))
    return cycle


def _note_opening(process: Process, by: User) -> None:
    record(process, "open", label=lambda: _("Aperto il percorso"), by=by, to_state=process.state)


@transaction.atomic
def activate_process(*, process: Process, by: User, starts_on: datetime.date) -> Process:
    """Start the first cycle, once consultant and evaluator have accepted; phases get their dates."""
    if not can_run_process(by, process):
        raise PermissionDenied("activate_process")
    tasks = set(process.appointments.filter(state="accepted").values_list("task", flat=True))
    missing = [
        str(task.label) for task in (Assessor.Task.CONSULTANT, Assessor.Task.EVALUATOR) if task not in tasks
    ]
    if missing:
        raise ValidationError(_("Manca chi ha accettato l'incarico di: %s.") % ", ".join(missing))
    if starts_on > timezone.localdate():
        raise ValidationError({"starts_on": _("Il percorso non può cominciare nel futuro.")})
    advance(PROCESS_WORKFLOW, process, "activate", by=by, fields={"started_on": starts_on}, data={"on": starts_on})
    start_phases(process=process, on=starts_on)
    emails.tell_process(process, _("Il percorso %s è attivo") % process.scheme, by=by)
    return process


def next_cycles(process: Process) -> list[Cycle]:
    """The cycles that may start now: after the last one, and with the level they need."""
    granted = set(process.phases.filter(state=Phase.State.CLOSED).values_list("template__grants", flat=True)) | {
        process.level_id
    }
    return [
        cycle
        for cycle in process.version.cycles.select_related("needs_level")
        if process.cycle.code in cycle.follows and cycle.needs_level_id in {None, *granted}
    ]


@transaction.atomic
def start_cycle(*, process: Process, cycle: Cycle, by: User, starts_on: datetime.date) -> Process:
    """Begin a maintenance, a consolidation or what else the disciplinare lets follow."""
    if not can_run_process(by, process):
        raise PermissionDenied("start_cycle")
    if cycle not in next_cycles(process):
        raise ValidationError({"cycle": _("Dopo «%s» questo ciclo non può cominciare.") % process.cycle.title})
    last = process.phases.filter(state=Phase.State.CLOSED).order_by("-place").first()
    if last and last.closed_on and starts_on < last.closed_on:
        raise ValidationError({"starts_on": _("Il nuovo ciclo comincia prima della fine di quello precedente.")})
    if starts_on > timezone.localdate():
        raise ValidationError({"starts_on": _("Il ciclo non può cominciare nel futuro.")})
    fields = {"cycle": cycle, "cycle_number": process.cycle_number + 1}
    data = {"cycle": cycle.code, "on": starts_on}
    advance(PROCESS_WORKFLOW, process, "start_cycle", by=by, comment=cycle.title, fields=fields, data=data)
    start_phases(process=process, on=starts_on)
    emails.tell_process(process, _("Comincia un nuovo ciclo: %s") % cycle.title, by=by)
    return process


@transaction.atomic
def end_process(*, process: Process, name: str, by: User, act: Act | None, comment: str) -> Process:
    """Revoke, or record the renunciation, by an act: the certificate, where there is one, ends with it."""
    if not can_decide_process(by, process):
        raise PermissionDenied(f"process: {name}")
    if act is None or not act.date or not act.is_complete:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    act.save()
    close_process(process=process, name=name, by=by, on=act.date, reason=comment, act=act)
    if process.certificate is not None:
        change_state(certificate=process.certificate, name=name, by=by, comment=comment, act=act)
    else:
        emails.tell_process(process, _("Il percorso %s è chiuso") % process.scheme, by=by)
    return process
