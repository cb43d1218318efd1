"""Integrations: the officer asks about single requirements, the file reopens only there, the clock waits."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certifications import emails
from certifications.actions.clock import note_clock
from certifications.actions.drafts import locked_application
from certifications.models import Application, ClockEvent, IntegrationItem, IntegrationRequest
from certifications.permissions import can_answer_integration, can_handle, is_applicant
from certifications.procedure import clock_of
from certifications.self_assessment import Item, assess
from certifications.workflow import APPLICATION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.workflow import TransitionConflict, advance

MOST_TEXT = 5000


def obstacle_to_asking(application: Application) -> str:
    """Why no integrations can be asked, as a sentence; empty when they can (L. 241/1990, art. 2, c. 7)."""
    allowed = clock_of(application).max_stops
    if application.integrations.count() < allowed:
        return ""
    if allowed == 0:
        return _("Per questo procedimento le regole non prevedono richieste di integrazioni.")
    return ngettext(
        "Le integrazioni si chiedono una volta sola (L. 241/1990, art. 2, comma 7): sono già state chieste.",
        "Le integrazioni si chiedono al massimo %(n)d volte: sono già state chieste.",
        allowed,
    ) % {"n": allowed}


def proposed_day(application: Application, today: datetime.date) -> datetime.date:
    """The last day for the answer that the rules give."""
    clock = clock_of(application)
    return clock.after(today, clock.integration_days)


@transaction.atomic
def ask_integration(
    *,
    application: Application,
    questions: Mapping[int, str],
    due_on: datetime.date,
    by: User,
    message: str = "",
) -> IntegrationRequest:
    """Ask about the requirements named by key, each with its question; the clock stops and the applicant is told.

    Raises ValidationError for a second request where the rules allow one, without questions, for a day that is
    not in the future or beyond the longest stop.
    """
    current = locked_application(application)
    if not can_handle(by, current):
        raise PermissionDenied("application: ask integration")
    if current.state != Application.State.IN_REVIEW:
        raise TransitionConflict(current)
    if sentence := obstacle_to_asking(current):
        raise ValidationError(sentence, code="once")
    items = _items_asked(current, questions)
    _check_day(current, due_on)
    advance(APPLICATION_WORKFLOW, current, "ask_integration", by=by, fields={"waiting_since": timezone.now()})
    request = IntegrationRequest.objects.create(
        application=current, message=message.strip(), asked_by=by, due_on=due_on
    )
    IntegrationItem.objects.bulk_create(
        IntegrationItem(
            request=request,
            requirement=item.requirement,
            question=questions[item.requirement.pk].strip(),
            before=answer_as_data(item),
        )
        for item in items
    )
    note_clock(application=current, kind=ClockEvent.Kind.STOP, on=timezone.localdate(), by=by)
    emails.integration_asked(request, by=by)
    return request


def _items_asked(application: Application, questions: Mapping[int, str]) -> list[Item]:
    asked = {pk for pk, text in questions.items() if text.strip()}
    if not asked:
        raise ValidationError(_("Scrivi almeno una richiesta: che cosa manca, e a quale requisito."))
    if any(len(text) > MOST_TEXT for text in questions.values()):
        raise ValidationError(_("Una richiesta è troppo lunga: al massimo %d caratteri.") % MOST_TEXT)
    items = [item for item in assess(application).items if item.requirement.pk in asked]
    if len(items) != len(asked):
        raise ValidationError(_("Un requisito non è nel disciplinare della domanda."))
    return items


def _check_day(application: Application, due_on: datetime.date) -> None:
    today, clock = timezone.localdate(), clock_of(application)
    if due_on <= today:
        raise ValidationError({"due_on": _("Scegli un giorno nel futuro.")})
    if clock.max_stop_days is not None and due_on > clock.after(today, clock.max_stop_days):
        text = _("La sospensione non può superare %d giorni: scegli un giorno prima.")
        raise ValidationError({"due_on": text % clock.max_stop_days})
    if due_on > today + datetime.timedelta(days=366):
        raise ValidationError({"due_on": _("Scegli un giorno entro un anno.")})


def answer_as_data(item: Item) -> dict[str, Any]:
    """What an answer says, to be kept beside the question and compared later."""
    answer = item.answer
    return {
        "met": answer.met if answer else None,
        "points": str(answer.points) if answer and answer.points is not None else None,
        "note": answer.note if answer else "",
        "evidence": [
            {"uuid": str(e.document.uuid), "title": e.document.title, "sha256": e.document.sha256}
            for e in item.evidence
        ],
    }


@transaction.atomic
def save_replies(*, application: Application, replies: Mapping[int, str], by: User) -> IntegrationRequest:
    """Keep the replies (by key of the item) as one writes; nothing is sent yet."""
    current = locked_application(application)
    request = _open_request(current, by)
    for item in request.items.all():
        text = replies.get(item.pk, item.reply).strip()
        if len(text) > MOST_TEXT:
            raise ValidationError(_("Una risposta è troppo lunga: al massimo %d caratteri.") % MOST_TEXT)
        if text != item.reply:
            item.reply = text
            item.save(update_fields=["reply"])
    return request


@transaction.atomic
def answer_integration(*, application: Application, by: User) -> IntegrationRequest:
    """Send what was written: the round is closed, the clock resumes, the officer is told.

    Raises ValidationError, naming the requirements, while a question has neither a reply nor a change.
    """
    current = locked_application(application)
    request = _open_request(current, by)
    assessment = assess(current)
    found = {item.requirement.pk: item for item in assessment.items}
    open_codes = [
        item.requirement.code
        for item in request.items.select_related("requirement")
        if not item.reply and answer_as_data(found[item.requirement_id]) == item.before
    ]
    if open_codes:
        raise ValidationError(
            ngettext(
                "Manca la risposta sul requisito %(codes)s.",
                "Mancano le risposte sui requisiti %(codes)s.",
                len(open_codes),
            )
            % {"codes": ", ".join(open_codes)}
        )
    now = timezone.now()
    advance(
        APPLICATION_WORKFLOW,
        current,
        "answer_integration",
        by=by,
        fields={"waiting_since": now, "score": assessment.evaluation.total},
    )
    request.answered_by, request.answered_at, request.closed_at = by, now, now
    request.save(update_fields=["answered_by", "answered_at", "closed_at"])
    note_clock(application=current, kind=ClockEvent.Kind.RESUME, on=timezone.localdate(now), by=by)
    emails.integration_answered(request, by=by)
    return request


def _open_request(application: Application, by: User) -> IntegrationRequest:
    if not is_applicant(by, application):
        raise PermissionDenied("application: answer integration")
    request = application.integrations.open().first()
    if request is None or not can_answer_integration(by, application):
        raise TransitionConflict(application)
    return request


@transaction.atomic
def close_integration(*, application: Application, by: User | None) -> IntegrationRequest:
    """Go on without an answer once its day has passed; `by` None when the system does it by itself."""
    current = locked_application(application)
    if by is not None and not can_handle(by, current):
        raise PermissionDenied("application: close integration")
    request = current.integrations.open().first()
    if request is None or current.state != Application.State.INTEGRATION:
        raise TransitionConflict(current)
    if request.due_on >= timezone.localdate():
        raise ValidationError(_("Il termine per rispondere non è ancora passato."))
    advance(APPLICATION_WORKFLOW, current, "close_integration", by=by, fields={"waiting_since": timezone.now()})
    request.closed_at = timezone.now()
    request.save(update_fields=["closed_at"])
    # The term runs again from the day after the last one for the answer.
    note_clock(application=current, kind=ClockEvent.Kind.RESUME, on=request.due_on, by=by)
    emails.integration_closed(request, by=by)
    return request
