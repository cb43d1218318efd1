"""The events of the exchange, each brought by its organiser to the state that it shows."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from familynet.portal.demo.content import events as content
from familynet.portal.demo.content.events import EventText
from familynet.portal.demo.content.texts import DocumentText
from familynet.portal.demo.documents import render
from familynet.portal.demo.steps.cast import Cast, past
from familynet.territories.models import Municipality
from practices.actions.events import (
    add_material,
    cancel_event,
    close_event,
    create_event,
    hold_event,
    link_practice,
    publish_event,
)
from practices.actions.registrations import add_participant, ask_to_join, confirm_registration, join_event
from practices.models import ExchangeEvent, Practice, Registration


def make_events(cast: Cast) -> None:
    """A workshop with minutes, a full study visit, a webinar, one cancelled, one for officials, a draft."""
    _hold_workshop(cast)
    _fill_visit(cast)
    _announce_webinar(cast)
    _cancel_walk(cast)
    publish_event(_plan(content.STAFF, cast), by=cast.person("redazione", "trento"))
    _plan(content.DRAFT, cast)


def _plan(text: EventText, cast: Cast) -> ExchangeEvent:
    """The draft with its practices and documents, by the editor of its administration."""
    editor = cast.person("redazione", text.administration)
    starts_at, ends_at = (_moment(text.day, hour) for hour in text.hours)
    event = create_event(
        administration=cast.administrations[text.administration],
        values={
            **{name: getattr(text, name) for name in ("title", "summary", "kind", "audience", "mode", "address")},
            **{name: getattr(text, name) for name in ("online_url", "capacity", "programme")},
            "protocol_area": text.area,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "municipality": Municipality.objects.current().filter(cadastral_code=text.municipality).first(),
        },
        co_organisers=[cast.administrations[slug] for slug in text.together],
        by=editor,
        is_demo=True,
    )
    for practice in Practice.objects.public().filter(title__in=text.practices):
        link_practice(event, practice=practice, by=editor)
    for document in text.documents:
        add_material(event, upload=_file(document), title=document.title, by=editor)
    return ExchangeEvent.objects.select_related("administration").get(pk=event.pk)


def _moment(day: str | int, hour: str) -> datetime.datetime:
    """An hour of a day by the clock of Italy; a day of the past is at the latest yesterday."""
    today = timezone.localdate()
    if isinstance(day, int):
        chosen = today + datetime.timedelta(days=day)
    else:
        chosen = min(past(datetime.date.fromisoformat(day)), today - datetime.timedelta(days=1))
    return timezone.make_aware(datetime.datetime.combine(chosen, datetime.time.fromisoformat(hour)))


def _file(document: DocumentText) -> ContentFile:
    return ContentFile(render(document), name=document.name)


def _hold_workshop(cast: Cast) -> None:
    """Recorded after it took place: who came, then the minutes."""
    editor = cast.person("redazione", "piemonte")
    event = _plan(content.WORKSHOP, cast)
    hold_event(event, by=editor)
    for name, email, organisation in content.GUESTS:
        add_participant(event, name=name, email=email, organisation=organisation, by=editor)
    for mailbox in ("redazione", "dirigenza"):
        person = cast.person(mailbox, "trento")
        add_participant(event, name=person.full_name, email=person.email, by=editor)
    minutes = content.MINUTES_DOCUMENT
    close_event(event, minutes=content.MINUTES, document=_file(minutes), title=minutes.title, by=editor)


def _fill_visit(cast: Cast) -> None:
    """Three seats, five people: two wait."""
    event = _plan(content.VISIT, cast)
    publish_event(event, by=cast.person("redazione", "piemonte"))
    for mailbox in ("redazione", "validazione", "distretti", "reti", "comitato"):
        join_event(event, by=cast.person(mailbox, "trento"))


def _announce_webinar(cast: Cast) -> None:
    """Open to everybody: officials with their account, others with a confirmed address."""
    event = _plan(content.WEBINAR, cast)
    publish_event(event, by=cast.person("redazione", "trento"))
    join_event(event, by=cast.person("redazione", "piemonte"))
    for name, email, organisation in content.GUESTS[:2]:
        ask_to_join(event, name=name, email=email, organisation=organisation)
    asked = Registration.objects.filter(event=event, email=content.GUESTS[0][1]).select_related("event")
    confirm_registration(asked.get())


def _cancel_walk(cast: Cast) -> None:
    editor = cast.person("redazione", "trento")
    event = _plan(content.CANCELLED, cast)
    publish_event(event, by=editor)
    join_event(event, by=cast.person("validazione", "piemonte"))
    event.refresh_from_db()
    cancel_event(event, comment=content.REASON, by=editor)
