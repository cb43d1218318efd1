"""Plan an event: write it, link practices to it, keep its documents, bring it from draft to minutes."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.documents import inspect_upload, store_document
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance
from practices.actions.registrations import fill_seats
from practices.emails import events as emails
from practices.emails import followed
from practices.models import EventMaterial, ExchangeEvent, Practice, free_event_slug
from practices.permissions.events import can_manage_event, can_plan
from practices.workflow.events import EVENT_WORKFLOW

EVENT_FIELDS = (
    *("kind", "audience", "mode", "title", "summary", "programme", "starts_at", "ends_at", "municipality"),
    *("address", "online_url", "capacity", "registration_until", "protocol_area"),
)
# A change of these is told to the people who are registered.
WHEN_AND_WHERE = ("starts_at", "ends_at", "mode", "municipality", "address", "online_url")
MOST_MATERIALS = 50


@transaction.atomic
def create_event(
    *,
    administration: Administration,
    values: dict[str, Any],
    by: User,
    co_organisers: Iterable[Administration] = (),
    is_demo: bool = False,
) -> ExchangeEvent:
    """A draft of an event from the values of EVENT_FIELDS; raises ValidationError by field."""
    if not can_plan(by, administration):
        raise PermissionDenied("create event")
    event = ExchangeEvent(administration=administration, created_by=by, is_demo=is_demo)
    _write(event, values)
    event.slug = free_event_slug(event.title)
    event.save()
    event.co_organisers.set(_others(event, co_organisers))
    record(event, "create", label=lambda: _("Creato"), by=by)
    return event


@transaction.atomic
def update_event(
    event: ExchangeEvent,
    *,
    values: dict[str, Any],
    by: User,
    co_organisers: Iterable[Administration] | None = None,
    base: str = "",
) -> ExchangeEvent:
    """Change a draft or an announced event. A new date or place is told to everybody registered.

    `base` is the fingerprint of what the writer saw: somebody else's change in between is a ValidationError,
    so that the page keeps what was typed. More seats go to the waiting list at once.
    """
    current = locked(event, by)
    if not current.is_editable:
        raise TransitionConflict(current)
    if base and base != fingerprint(current):
        raise ValidationError(
            _(
                "Nel frattempo un'altra persona ha cambiato l'incontro: apri la pagina in un'altra scheda, "
                "confronta e salva di nuovo."
            ),
            code="stale",
        )
    before = {name: getattr(current, name) for name in EVENT_FIELDS}
    _write(current, values)
    _check_seats(current)
    changed = [name for name in EVENT_FIELDS if getattr(current, name) != before[name]]
    announced = current.state == ExchangeEvent.State.PUBLISHED
    if announced and "starts_at" in changed:
        _must_be_ahead(current)
    current.sequence += bool(changed) and announced
    current.save()
    if co_organisers is not None:
        current.co_organisers.set(_others(current, co_organisers))
    _tell_of_change(current, changed, by)
    if announced:
        fill_seats(current)
    return current


def _tell_of_change(event: ExchangeEvent, changed: list[str], by: User) -> None:
    """Record a change; that of date or place of an announced event is public and goes to the registered."""
    announced = event.state == ExchangeEvent.State.PUBLISHED
    moved = announced and not set(changed).isdisjoint(WHEN_AND_WHERE)
    record(
        event,
        "move" if moved else "update",
        label=(lambda: _("Data o luogo cambiati")) if moved else (lambda: _("Modificato")),
        by=by,
        public=moved,
        data={"fields": changed},
    )
    if moved and "starts_at" in changed:
        event.registrations.update(reminded_at=None)
    if moved:
        emails.event_moved(event, by=by)


def fingerprint(event: ExchangeEvent) -> str:
    """What the form of an event held when it was opened."""
    values = [str(event.serializable_value(name)) for name in EVENT_FIELDS]
    return hashlib.sha256("\x00".join(values).encode()).hexdigest()[:32]


def locked(event: ExchangeEvent, by: User) -> ExchangeEvent:
    """The row, held until the end of the transaction, if `by` organises the event."""
    current = (
        ExchangeEvent.objects.select_for_update(of=("self",)).select_related("administration").get(pk=event.pk)
    )
    if not can_manage_event(by, current):
        raise PermissionDenied("event")
    return current


def _write(event: ExchangeEvent, values: dict[str, Any]) -> None:
    """Set the values and check everything that the database would refuse, with sentences by field."""
    if unknown := set(values) - set(EVENT_FIELDS):
        raise ValueError(f"not a field of an event: {unknown}")
    for name, value in values.items():
        setattr(event, name, value.strip() if isinstance(value, str) else value)
    errors: dict[str, str] = {}
    if event.ends_at and event.starts_at and event.ends_at <= event.starts_at:
        errors["ends_at"] = _("La fine viene prima dell'inizio: correggi una delle due.")
    if event.capacity == 0:
        errors["capacity"] = _("I posti sono almeno uno. Lascia vuoto se non c'è un limite.")
    if event.registration_until and event.registration_until > event.starts_at:
        errors["registration_until"] = _("Le iscrizioni si chiudono al più tardi quando l'incontro comincia.")
    if event.online_url and not event.online_url.startswith("https://"):
        errors["online_url"] = _("L'indirizzo del collegamento deve cominciare con https://")
    if errors:
        raise ValidationError(errors)
    event.clean_fields(exclude={"slug", "administration", "created_by", "minutes", "cancellation_reason"})


def _others(event: ExchangeEvent, co_organisers: Iterable[Administration]) -> list[Administration]:
    return [each for each in co_organisers if each.pk != event.administration_id]


def _check_seats(event: ExchangeEvent) -> None:
    """Nobody loses a seat that was promised."""
    taken = event.registrations.seated().count() if event.capacity is not None else 0
    if event.capacity is not None and event.capacity < taken:
        message = _("Ci sono già %(taken)s iscritti con posto: i posti non possono essere di meno.")
        raise ValidationError({"capacity": message % {"taken": taken}})


def _must_be_ahead(event: ExchangeEvent) -> None:
    if event.starts_at <= timezone.now():
        raise ValidationError(
            {
                "starts_at": _(
                    "La data è già passata. Scegli una data futura, oppure segna l'incontro come già svolto."
                )
            }
        )


# --- Steps -----------------------------------------------------------------------------------


@transaction.atomic
def publish_event(event: ExchangeEvent, *, by: User) -> HistoryEntry:
    """Announce a draft; the address is made anew of the title. Co-organisers and partners are told."""
    current = locked(event, by)
    if current.state == ExchangeEvent.State.DRAFT:
        _must_be_ahead(current)
        if current.mode != ExchangeEvent.Mode.ONLINE and not (current.municipality_id or current.address):
            raise ValidationError(_("Prima di pubblicare scrivi dove si svolge: il Comune o l'indirizzo."))
    fields = {"published_at": timezone.now(), "slug": free_event_slug(current.title, own=event.pk)}
    entry = advance(EVENT_WORKFLOW, event, "publish", by=by, fields=fields)
    emails.event_published(event, by=by)
    if event.audience == ExchangeEvent.Audience.PUBLIC:
        for practice in event.practices.all():
            followed.event_linked(practice, event=event.title, by=by)
    return entry


@transaction.atomic
def hold_event(event: ExchangeEvent, *, by: User | None) -> HistoryEntry:
    """The event took place. A draft of the past is recorded so; the system does it after the end (`by` None)."""
    if event.starts_at > timezone.now():
        raise ValidationError(_("L'incontro non è ancora cominciato."))
    fields: dict[str, Any] = {}
    if event.published_at is None:
        fields = {"published_at": timezone.now(), "slug": free_event_slug(event.title, own=event.pk)}
    on = timezone.localdate(event.starts_at)
    return advance(EVENT_WORKFLOW, event, "hold", by=by, fields=fields, data={"on": on})


@transaction.atomic
def close_event(
    event: ExchangeEvent, *, minutes: str, by: User, document: File | None = None, title: str = ""
) -> HistoryEntry:
    """Publish the minutes: a text and, if there is one, the signed document. Tells who took part."""
    if not minutes.strip():
        raise ValidationError({"minutes": _("Scrivi che cosa si è detto e deciso: bastano poche righe.")})
    fields: dict[str, Any] = {"minutes": minutes.strip()}
    if document is not None:
        media_type = inspect_upload(document)
        name = title.strip() or _("Verbale: %(title)s") % {"title": event.title}
        fields["minutes_document"] = store_document(document, title=name[:200], by=by, media_type=media_type)
    entry = advance(EVENT_WORKFLOW, event, "close", by=by, fields=fields)
    emails.minutes_published(event, by=by)
    return entry


@transaction.atomic
def reopen_event(event: ExchangeEvent, *, comment: str, by: User) -> HistoryEntry:
    """Take the minutes back to correct them; the text stays to be changed."""
    return advance(EVENT_WORKFLOW, event, "reopen", by=by, comment=comment)


@transaction.atomic
def cancel_event(event: ExchangeEvent, *, comment: str, by: User) -> HistoryEntry:
    """Call the event off; the reason is public, and everybody registered or waiting is told."""
    sequence = locked(event, by).sequence + 1
    fields = {"cancellation_reason": comment.strip(), "sequence": sequence}
    entry = advance(EVENT_WORKFLOW, event, "cancel", by=by, comment=comment, fields=fields)
    emails.event_cancelled(event, by=by)
    return entry


@transaction.atomic
def discard_event(event: ExchangeEvent, *, by: User) -> HistoryEntry:
    """Put a draft away that will come to nothing."""
    return advance(EVENT_WORKFLOW, event, "discard", by=by)


# --- Practices and documents -----------------------------------------------------------------


@transaction.atomic
def link_practice(event: ExchangeEvent, *, practice: Practice, by: User) -> None:
    """Say that the event is about a public practice; twice is once."""
    current = locked(event, by)
    if not Practice.objects.public().filter(pk=practice.pk).exists():
        raise ValidationError({"practice": _("Si collegano solo buone pratiche pubblicate.")})
    if not current.practices.filter(pk=practice.pk).exists():
        current.practices.add(practice)
        _touch(
            current, "link_practice", lambda: _("Collegata la pratica: %(title)s") % {"title": practice.title}, by
        )


@transaction.atomic
def unlink_practice(event: ExchangeEvent, *, practice: Practice, by: User) -> None:
    """Take the link away."""
    current = locked(event, by)
    current.practices.remove(practice)
    _touch(current, "unlink_practice", lambda: _("Tolta la pratica: %(title)s") % {"title": practice.title}, by)


@transaction.atomic
def add_material(
    event: ExchangeEvent, *, upload: File, title: str, by: User, language: str = "it"
) -> EventMaterial:
    """Keep a document, before or after the event, as the last of its list; ValidationError by field."""
    current = locked(event, by)
    if current.state in (ExchangeEvent.State.CANCELLED, ExchangeEvent.State.DISCARDED):
        raise TransitionConflict(current)
    if not title.strip():
        raise ValidationError({"title": _("Scrivi un titolo che dica che cosa contiene il documento.")})
    if current.materials.count() >= MOST_MATERIALS:
        raise ValidationError(
            {"file": _("Ci sono già %(most)s documenti: togline uno.") % {"most": MOST_MATERIALS}}
        )
    media_type = inspect_upload(upload)
    document = store_document(upload, title=title.strip(), by=by, language=language, media_type=media_type)
    last = current.materials.aggregate(last=Max("position"))["last"] or 0
    material = EventMaterial.objects.create(event=current, document=document, position=last + 1)
    data = {"document": str(document.uuid), "name": document.name, "sha256": document.sha256}
    _touch(
        current, "add_material", lambda: _("Documento aggiunto: %(title)s") % {"title": document.title}, by, data
    )
    return material


@transaction.atomic
def move_material(material: EventMaterial, *, up: bool, by: User) -> None:
    """Swap a document with its neighbour; at the end of the list nothing happens."""
    current = locked(material.event, by)
    places = list(current.materials.order_by("position"))
    index = [place.pk for place in places].index(material.pk)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(places):
        return
    first, second = places[index], places[other]
    first.position, second.position = second.position, first.position
    EventMaterial.objects.bulk_update([first, second], ["position"])
    _touch(current, "move_material", lambda: _("Documenti riordinati"), by)


@transaction.atomic
def remove_material(material: EventMaterial, *, by: User) -> None:
    """Take a document off the event; the file and the history entry with its hash stay."""
    current = locked(material.event, by)
    title, data = material.document.title, {"sha256": material.document.sha256}
    material.delete()
    _touch(current, "remove_material", lambda: _("Documento tolto: %(title)s") % {"title": title}, by, data)


def _touch(
    event: ExchangeEvent, verb: str, label: Callable[[], str], by: User, data: dict[str, Any] | None = None
) -> None:
    """Note what was done and when the event last changed."""
    ExchangeEvent.objects.filter(pk=event.pk).update(updated_at=timezone.now())
    record(event, verb, label=lambda: label()[:200], by=by, data=data)
