"""The one append-only history: who did what to which record, when, for whom, by which act.

Every record has its own chain: each entry carries the hash of the one before it, so that a changed
entry breaks the chain. Writers of different records never wait for one another. A job seals all chains
together (HistorySeal), so that a chain that lost its end, or vanished, is noticed as well. See
docs/decisions/0002-history-chains.md. A database trigger refuses UPDATE, DELETE and TRUNCATE.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone, translation
from django.utils.dateparse import parse_date

from familynet.kernel.acts import Act

# Where actions leave the day on which the thing itself happened.
HAPPENED_ON = ("on", "effective_on", "signed_on", "amended_on", "ended_on")


class HistoryQuerySet(models.QuerySet["HistoryEntry"]):
    def of(self, obj: models.Model) -> "HistoryQuerySet":
        """The entries of one record, newest first."""
        content_type = ContentType.objects.get_for_model(obj)
        return self.filter(content_type=content_type, object_id=obj.pk).order_by("-sequence")

    def public(self) -> "HistoryQuerySet":
        """What an anonymous reader may see; the actor's name is never shown with it."""
        return self.filter(public=True)


class HistoryEntry(models.Model):
    """One thing that happened to one record. Insert-only.

    Personal data: the actor (a user), shown to signed-in people of the administration only.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    sequence = models.PositiveIntegerField(help_text="1, 2, 3 … within one record")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="history_entries"
    )
    role = models.CharField(max_length=200, blank=True)
    administration = models.ForeignKey(
        "accounts.Administration", null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="history_entries")
    public = models.BooleanField(default=False)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "sequence"], name="history_one_entry_per_place"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="history_by_time")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.verb}"

    @property
    def happened_on(self) -> datetime.date | None:
        """The day people speak of: the one that was entered, else that of the act, else the day of recording.

        None when an act stands behind it whose date the source does not give.
        """
        for name in HAPPENED_ON:
            if day := parse_date(str(self.data.get(name) or "")):
                return day
        return self.recorded_on if self.act is None else self.act.date

    @property
    def recorded_on(self) -> datetime.date:
        return timezone.localdate(self.created_at)

    def compute_hash(self) -> str:
        """SHA-256 over the previous hash and every field that carries meaning, as sorted JSON."""
        text = json.dumps(self.hashed_content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def hashed_content(self) -> dict[str, Any]:
        """What the hash is taken of: with it, whoever holds a copy of the chain can check it without us."""
        return {
            "previous": self.previous_hash,
            "record": [self.content_type_id, self.object_id, self.sequence],
            "actor": self.actor_id,
            "role": self.role,
            "administration": self.administration_id,
            "verb": self.verb,
            "label": self.label,
            "states": [self.from_state, self.to_state],
            "comment": self.comment,
            "act": self.act_id,
            "public": self.public,
            "data": self.data,
            "at": self.created_at.isoformat(),
        }


class HistorySeal(models.Model):
    """A digest over the hashes of all entries from `first_id` to `last_id`, chained to the seal before.

    Personal data: none.
    """

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_id__gte=models.F("first_id")), name="seal_covers_entries"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


def record(
    obj: models.Model,
    verb: str,
    *,
    label: Any,
    by: Any,
    administration: Any = None,
    from_state: str = "",
    to_state: str = "",
    comment: str = "",
    act: Act | None = None,
    public: bool = False,
    data: dict[str, Any] | None = None,
) -> HistoryEntry:
    """Append one entry to the chain of `obj` and return it. Needs an open transaction.

    `by` is the user, or None for what the system does by itself. `administration` defaults to the one
    of the record. `label` is the sentence that people read: a lazy translation, or a function that gives
    it. It is stored in Italian, whatever language the person works in, and translated when shown.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("history is written in the transaction of the change")
    content_type = ContentType.objects.get_for_model(obj)
    administration = administration or getattr(obj, "administration", None)
    with connection.cursor() as cursor:
        # Two writers of the same record take turns; all others pass.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"history:{content_type.pk}:{obj.pk}"]
        )
    last = HistoryEntry.objects.filter(content_type=content_type, object_id=obj.pk).order_by("-sequence").first()
    entry = HistoryEntry(
        content_type=content_type,
        object_id=obj.pk,
        sequence=last.sequence + 1 if last else 1,
        actor=by,
        role=by.role_names(administration) if by is not None else "",
        administration=administration,
        verb=verb,
        label=in_italian(label),
        from_state=from_state,
        to_state=to_state,
        comment=comment,
        act=act,
        public=public,
        # What is hashed must be what is read back: plain JSON values.
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        previous_hash=last.hash if last else "",
    )
    entry.hash = entry.compute_hash()
    entry.save(force_insert=True)
    return entry


def in_italian(label: Any) -> str:
    """A sentence of the history in the language in which it is kept."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(label() if callable(label) else label)


def seal_history() -> HistorySeal | None:
    """Seal all entries written since the last seal; None when there is nothing new.

    A short SHARE lock waits for writers under way, so that no lower number can still appear. New writers
    wait behind it for half a second at most; then the seal gives up (OperationalError) until its next turn.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('history-seal', 7))")
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            cursor.execute(f"LOCK TABLE {HistoryEntry._meta.db_table} IN SHARE MODE")
            last_id = HistoryEntry.objects.aggregate(last=models.Max("id"))["last"]
        previous = HistorySeal.objects.order_by("-last_id").first()
        start = previous.last_id + 1 if previous else 1
        if last_id is None or last_id < start:
            return None
        digest, count = digest_of(start, last_id, previous.digest if previous else "")
        return HistorySeal.objects.create(
            first_id=start,
            last_id=last_id,
            count=count,
            digest=digest,
            previous_digest=previous.digest if previous else "",
        )


def digest_of(first_id: int, last_id: int, previous: str) -> tuple[str, int]:
    """The digest and the number of entries between two ids, both included; memory stays constant."""
    digest, count = hashlib.sha256(previous.encode()), 0
    entries = HistoryEntry.objects.filter(id__range=(first_id, last_id)).order_by("id")
    for pk, value in entries.values_list("id", "hash").iterator(chunk_size=2000):
        digest.update(f"{pk}:{value};".encode())
        count += 1
    return digest.hexdigest(), count


def broken_links() -> Iterator[str]:
    """Re-derive every chain and every seal; yield a sentence for each fault, the first one first."""
    key, sequence, previous = None, 0, ""
    entries = HistoryEntry.objects.order_by("content_type_id", "object_id", "sequence")
    for entry in entries.iterator(chunk_size=2000):
        if key != (entry.content_type_id, entry.object_id):
            key, sequence, previous = (entry.content_type_id, entry.object_id), 0, ""
        sequence += 1
        name = f"entry {entry.pk} ({entry.verb}, {entry.created_at.isoformat()})"
        if entry.sequence != sequence:
            yield f"{name}: number {sequence} of its record is missing"
            sequence = entry.sequence
        elif entry.previous_hash != previous:
            yield f"{name}: does not follow the entry before it"
        if entry.compute_hash() != entry.hash:
            yield f"{name}: content does not match its hash"
        previous = entry.hash
    previous = ""
    for seal in HistorySeal.objects.order_by("last_id").iterator():
        digest, count = digest_of(seal.first_id, seal.last_id, previous)
        if seal.previous_digest != previous:
            yield f"seal {seal.pk}: does not follow the seal before it"
        if (digest, count) != (seal.digest, seal.count):
            yield f"seal {seal.pk}: entries {seal.first_id}–{seal.last_id} are not those that were sealed"
        previous = seal.digest
