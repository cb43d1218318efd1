"""Phases: placed in time, opened on their day, closed when nothing is missing, granted by an act."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.actions.process_awards import extend_certificate, grant_level
from certifications.closing import missing_for
from certifications.engine.phases import Span, expand, place_phases
from certifications.models import (
    Application,
    CouncilOpinion,
    Phase,
    PhaseDocument,
    PhaseTemplate,
    Process,
)
from certifications.permissions import can_advise, can_bring_documents
from certifications.workflow import APPLICATION_WORKFLOW, PHASE_WORKFLOW, PROCESS_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.documents import store_document
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict, advance

S = Phase.State
Closing = PhaseTemplate.Closing


def start_phases(*, process: Process, on: datetime.date, first: PhaseTemplate | None = None) -> None:
    """Place all phases of the cycle that begins, or those from `first` on, and open the first."""
    templates = list(process.cycle.phases.select_related("grants"))
    if first is not None:
        templates = [template for template in templates if template.order >= first.order]
    terms = place_phases(on, expand([(_span(template), template.repeats) for template in templates]))
    place = process.phases.count()
    rounds = [(template, number) for template in templates for number in range(1, template.repeats + 1)]
    for (template, number), term in zip(rounds, terms, strict=True):
        place += 1
        Phase.objects.create(
            process=process,
            template=template,
            cycle_number=process.cycle_number,
            place=place,
            round=number,
            starts_on=term.starts_on,
            due_on=term.due_on,
        )
    extend_certificate(process, terms[-1].due_on if terms else None)
    open_due_phase(process=process, today=max(on, timezone.localdate()), closed_on=on)


def _span(template: PhaseTemplate) -> Span:
    return Span(template.months, grants=template.grants_id is not None)


@transaction.atomic
def open_due_phase(
    *, process: Process, today: datetime.date, closed_on: datetime.date | None = None
) -> Phase | None:
    """Open the next planned phase when nothing else runs and its day has come; None when not.

    A phase that is not on schedule begins as soon as the one before is closed, on that day.
    """
    phases = list(process.phases.select_related("template", "process").order_by("place"))
    if process.state != Process.State.RUNNING or any(phase.is_open for phase in phases):
        return None
    following = next((phase for phase in phases if phase.state == S.PLANNED), None)
    if following is None:
        return None
    fields = {}
    if following.template.on_schedule:
        if following.starts_on > today:
            return None
    else:
        starts = closed_on or today
        fields = {"starts_on": min(starts, following.due_on) if following.due_on else starts}
    advance(PHASE_WORKFLOW, following, "open", by=None, fields=fields)
    return following


@transaction.atomic
def close_phase(*, phase: Phase, by: User, act: Act | None = None, on: datetime.date | None = None) -> Phase:
    """Close a phase, by an act where it grants something; open the next one or end the cycle.

    `on` is the day for a phase without an act, today when not said. ValidationError names what is missing.
    """
    Process.objects.select_for_update(no_key=True).get(pk=phase.process_id)
    process = phase.process
    name = "grant" if Closing.ACT in phase.template.closes_with else "close"
    if not PHASE_WORKFLOW.get(name).allowed(by, phase):
        raise PermissionDenied(f"phase: {name}")
    if phase.state != S.OPEN:
        raise TransitionConflict(phase)
    if missing := [item.text for item in missing_for(phase) if item.kind != Closing.ACT]:
        raise ValidationError([_("La fase non si può chiudere."), *missing])
    if act is not None:
        _check_act(act, phase)
        act.save()
    elif on is not None and not phase.starts_on <= on <= timezone.localdate():
        raise ValidationError({"on": _("Il giorno viene dopo l'inizio della fase e non è nel futuro.")})
    on = act.date if act and act.date else on or timezone.localdate()
    fields = {"closed_on": on, "act": act}
    advance(PHASE_WORKFLOW, phase, name, by=by, act=act, fields=fields, data={"on": on})
    if phase.template.grants is not None and act is not None:
        grant_level(phase=phase, by=by, act=act)
        _place_again(process, phase, on)
    elif process.application_id and Closing.OPINION in phase.template.closes_with:
        _close_assessment(process, by)
    _go_on(process, by, on)
    return phase


def _check_act(act: Act, phase: Phase) -> None:
    if not act.is_complete or act.date is None:
        raise ValidationError({"act": _("Dell'atto servono il numero e la data.")})
    if act.date > timezone.localdate():
        raise ValidationError({"date": _("La data dell'atto è nel futuro.")})
    if act.date < phase.starts_on:
        raise ValidationError({"date": _("L'atto viene prima dell'inizio della fase.")})


def _close_assessment(process: Process, by: User) -> None:
    application = process.application
    if application is not None and application.state == Application.State.IN_ASSESSMENT:
        advance(APPLICATION_WORKFLOW, application, "close_assessment", by=by)


def _place_again(process: Process, granted: Phase, on: datetime.date) -> None:
    """The terms after an act are counted from it."""
    later = list(process.phases.filter(state=S.PLANNED).select_related("template").order_by("place"))
    terms = place_phases(on, [_span(phase.template) for phase in later])
    for phase, term in zip(later, terms, strict=True):
        Phase.objects.filter(pk=phase.pk).update(starts_on=term.starts_on, due_on=term.due_on)
    extend_certificate(process, terms[-1].due_on if terms else granted.due_on or on)


def _go_on(process: Process, by: User | None, on: datetime.date) -> None:
    """Open the next phase, or end the cycle when none is left."""
    if process.phases.filter(state__in=(S.PLANNED, S.OPEN)).exists():
        opened = open_due_phase(process=process, today=timezone.localdate(), closed_on=on)
        if opened:
            emails.tell_process(process, _("Comincia la fase «%s»") % opened.title, by=by)
        return
    advance(PROCESS_WORKFLOW, process, "finish_cycle", by=None, comment=process.cycle.title, data={"on": on})
    emails.tell_process(process, _("Concluso il ciclo «%s»") % process.cycle.title, by=by)


@transaction.atomic
def add_phase_document(*, phase: Phase, by: User, title: str, file: File, media_type: str) -> PhaseDocument:
    """Hand over a document that the phase asks for."""
    if not can_bring_documents(by, phase):
        raise PermissionDenied("add_phase_document")
    document = store_document(file, title=title, by=by, media_type=media_type)
    record(phase, "document", label=lambda: _("Consegnato il documento «%s»") % title, by=by)
    return PhaseDocument.objects.create(phase=phase, document=document, added_by=by)


@transaction.atomic
def give_opinion(*, phase: Phase, by: User, outcome: str, session_on: datetime.date, text: str) -> CouncilOpinion:
    """Record what the council said. A favourable opinion needs all that comes before it."""
    Process.objects.select_for_update(no_key=True).get(pk=phase.process_id)
    if not can_advise(by, phase):
        raise PermissionDenied("give_opinion")
    if not text.strip():
        raise ValidationError({"text": _("Scrivi la motivazione: chi legge deve capire il parere.")})
    if session_on > timezone.localdate():
        raise ValidationError({"session_on": _("La seduta è nel futuro.")})
    if phase.opinions.filter(session_on__gt=session_on).exists():
        raise ValidationError({"session_on": _("La seduta viene prima di quella dell'ultimo parere registrato.")})
    missing = missing_for(phase)
    if Closing.OPINION not in {item.kind for item in missing}:
        raise ValidationError(_("Il Consiglio ha già dato un parere favorevole su questa fase."))
    before = [item.text for item in missing if item.kind not in (Closing.OPINION, Closing.ACT)]
    if outcome == CouncilOpinion.Outcome.FAVOURABLE and before:
        raise ValidationError([_("Il parere favorevole viene dopo tutto il resto."), *before])
    opinion = CouncilOpinion.objects.create(
        phase=phase, outcome=outcome, session_on=session_on, text=text, given_by=by
    )
    label = opinion.get_outcome_display()
    record(
        phase,
        "opinion",
        label=lambda: _("Parere del Consiglio: %s") % label.lower(),
        by=by,
        administration=phase.process.administration,
        comment=text,
        data={"on": session_on},
    )
    emails.tell_process(phase.process, _("Parere del Consiglio sulla fase «%s»") % phase.title, by=by)
    return opinion


def open_due_phases(*, today: datetime.date | None = None) -> int:
    """Open the phases whose day has come; how many. Safe to run twice, each process in its own transaction."""
    today, opened = today or timezone.localdate(), 0
    due = Process.objects.filter(
        state=Process.State.RUNNING, phases__state=S.PLANNED, phases__starts_on__lte=today
    )
    waiting = due.exclude(phases__state=S.OPEN).distinct()
    for process in waiting.order_by("pk").iterator():
        try:
            with transaction.atomic():
                phase = open_due_phase(process=process, today=today)
                if phase:
                    emails.tell_process(process, _("Comincia la fase «%s»") % phase.title, by=None)
                    opened += 1
        except TransitionConflict:
            continue
    return opened
