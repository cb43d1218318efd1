"""Collections: begin one, fill it, order it, write notes, share it, close it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import Administration, User
from familynet.kernel.history import record
from familynet.kernel.workflow import TransitionConflict
from practices.models import Collection, CollectionItem, Practice, free_collection_slug
from practices.permissions.collections import can_edit_collection, can_keep_collections, can_keep_for

MAX_ITEMS = 500
Visibility = Collection.Visibility


@transaction.atomic
def create_collection(
    *,
    title: str,
    by: User,
    administration: Administration | None = None,
    description: str = "",
    is_demo: bool = False,
) -> Collection:
    """A new collection of `by`, or of an administration for which `by` writes; private until it is shared."""
    allowed = can_keep_for(by, administration) if administration else can_keep_collections(by)
    if not allowed:
        raise PermissionDenied("create collection")
    collection = Collection.objects.create(
        owner=None if administration else by,
        administration=administration,
        title=_titled(title),
        description=description.strip(),
        is_demo=is_demo,
    )
    record(collection, "create", label=lambda: _("Raccolta creata"), by=by)
    return collection


@transaction.atomic
def describe_collection(collection: Collection, *, title: str, description: str, by: User) -> Collection:
    """Change title and description; the public address stays."""
    current = _locked(collection, by)
    current.title, current.description = _titled(title), description.strip()
    _touch(current, "title", "description")
    record(current, "describe", label=lambda: _("Titolo e descrizione cambiati"), by=by)
    return current


@transaction.atomic
def add_to_collection(collection: Collection, practice: Practice, *, by: User, note: str = "") -> CollectionItem:
    """Put a public practice at the end of the list; one that is there already is refused."""
    current = _locked(collection, by)
    if not Practice.objects.public().filter(pk=practice.pk).exists():
        raise PermissionDenied("only public practices are collected")
    if current.items.filter(practice=practice).exists():
        raise ValidationError({"collection": _("La pratica è già in questa raccolta: scegline un'altra.")})
    if current.items.count() >= MAX_ITEMS:
        raise ValidationError(
            {"collection": _("La raccolta ha già %(n)d pratiche: aprine un'altra.") % {"n": MAX_ITEMS}}
        )
    last = current.items.aggregate(last=Max("position"))["last"] or 0
    item = CollectionItem.objects.create(
        collection=current, practice=practice, note=note.strip(), position=last + 1
    )
    _change(current, "add_item", lambda: _("Pratica aggiunta alla raccolta"), practice, by)
    return item


@transaction.atomic
def collect_practice(
    practice: Practice, *, collection: Collection | None, title: str = "", note: str = "", by: User
) -> CollectionItem:
    """Put a practice into a collection, or into a new one of `by` with that title: both or nothing."""
    target = collection or create_collection(title=title, by=by)
    return add_to_collection(target, practice, by=by, note=note)


@transaction.atomic
def annotate_item(item: CollectionItem, *, note: str, by: User, base: str | None = None) -> CollectionItem:
    """Write the note of a practice. `base` is the note that the writer saw: another one is not overwritten."""
    current = _locked(item.collection, by)
    stored = _stored(item)
    if base is not None and stored.note not in (base, note.strip()):
        sentence = _("Nel frattempo un'altra persona ha scritto: «%(note)s». Unisci i due testi e salva.")
        raise ValidationError({"note": sentence % {"note": stored.note}}, code="stale")
    stored.note = note.strip()
    stored.save(update_fields=["note"])
    _change(current, "annotate_item", lambda: _("Nota cambiata"), stored.practice, by)
    return stored


@transaction.atomic
def move_item(item: CollectionItem, *, up: bool, by: User) -> None:
    """Swap a practice with its neighbour; at the end of the list nothing happens."""
    current = _locked(item.collection, by)
    places = list(current.items.order_by("position"))
    index = next((n for n, place in enumerate(places) if place.pk == item.pk), None)
    if index is None:
        raise TransitionConflict(item)
    other = index + (-1 if up else 1)
    if not 0 <= other < len(places):
        return
    here, there = places[index], places[other]
    here.position, there.position = there.position, here.position
    CollectionItem.objects.bulk_update([here, there], ["position"])
    _change(current, "move_item", lambda: _("Ordine cambiato"), item.practice, by)


@transaction.atomic
def remove_from_collection(item: CollectionItem, *, by: User) -> None:
    """Take a practice out of the list; its note goes with it, the history keeps which one it was."""
    current = _locked(item.collection, by)
    stored = _stored(item)
    practice = stored.practice
    stored.delete()
    _change(current, "remove_item", lambda: _("Pratica tolta dalla raccolta"), practice, by)


@transaction.atomic
def share_collection(collection: Collection, *, visibility: str, by: User, confirmed: bool = False) -> Collection:
    """Say who sees it. Public needs an administration's collection, a practice in it and `confirmed`."""
    current = _locked(collection, by)
    target = Visibility(visibility)
    if target == Visibility.PUBLIC:
        _check_public(current, confirmed)
        current.slug = current.slug or free_collection_slug(current.title)
    before, current.visibility = current.visibility, target
    _touch(current, "visibility", "slug")
    record(
        current,
        "share",
        label=lambda: _("Condivisione cambiata"),
        by=by,
        public=target == Visibility.PUBLIC,
        data={"from": before, "to": target.value},
    )
    return current


def _check_public(collection: Collection, confirmed: bool) -> None:
    if collection.administration_id is None:
        raise ValidationError(
            {"visibility": _("Una raccolta personale non può essere pubblica: creane una dell'amministrazione.")}
        )
    if not collection.items.exists():
        raise ValidationError({"visibility": _("La raccolta è vuota: aggiungi almeno una pratica.")})
    if not confirmed:
        raise ValidationError(
            {"confirmed": _("Conferma che titolo, descrizione e note possono essere letti da tutti.")}
        )


@transaction.atomic
def close_collection(collection: Collection, *, by: User) -> Collection:
    """Put it aside: from now on only who keeps it sees it."""
    current = _locked(collection, by)
    current.closed_at = timezone.now()
    _touch(current, "closed_at")
    record(current, "close", label=lambda: _("Raccolta chiusa"), by=by)
    return current


@transaction.atomic
def reopen_collection(collection: Collection, *, by: User) -> Collection:
    """Take a closed one up again; it is private until it is shared once more."""
    current = _locked(collection, by, closed=True)
    current.closed_at, current.visibility = None, Visibility.PRIVATE
    _touch(current, "closed_at", "visibility")
    record(current, "reopen", label=lambda: _("Raccolta riaperta"), by=by)
    return current


def _titled(title: str) -> str:
    if not (text := " ".join(title.split())):
        raise ValidationError({"title": _("Scrivi un titolo per la raccolta.")})
    return text


def _locked(collection: Collection, by: User, *, closed: bool = False) -> Collection:
    """The row, held until the end of the transaction, if `by` keeps it and it is open (or closed)."""
    current = Collection.objects.select_for_update().get(pk=collection.pk)
    if not can_edit_collection(by, current):
        raise PermissionDenied("edit collection")
    if current.is_closed != closed:
        raise TransitionConflict(current)
    return current


def _stored(item: CollectionItem) -> CollectionItem:
    """The item as it stands; somebody may have taken it out."""
    stored = CollectionItem.objects.select_related("practice").filter(pk=item.pk).first()
    if stored is None:
        raise TransitionConflict(item)
    return stored


def _touch(collection: Collection, *fields: str) -> None:
    collection.save(update_fields=[*fields, "updated_at"])


def _change(collection: Collection, verb: str, label: Any, practice: Practice, by: User) -> None:
    """Note a change of the list, also as the day on which the collection was last touched."""
    _touch(collection)
    record(collection, verb, label=label, by=by, data={"practice": practice.pk, "about": practice.title})
