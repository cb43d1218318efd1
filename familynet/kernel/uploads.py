"""Files on their way in, part by part: begin, add a part, finish when all is there, cancel, forget.

A feature says by an `UploadPlace` who may send files to which record, and what a whole file becomes there.
"""

import datetime
import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.kernel.documents import Document
from familynet.kernel.inspection import ACCEPTED_ENDINGS, REFUSALS, check_name
from familynet.kernel.office import Refusal

PART_BYTES = 1024 * 1024
MOST_UNFINISHED = 20
MOST_UNFINISHED_BYTES = 250 * 1024 * 1024
KEEP_UNFINISHED = datetime.timedelta(days=1)


class UploadPlace(ABC):
    """Where files sent in parts go: a record and, where it takes files in several places, the name of one."""

    def __init__(self, record: models.Model, slot: str = "") -> None:
        self.record, self.slot = record, slot

    @property
    def largest(self) -> int:
        """The most bytes of one file."""
        return int(settings.DOCUMENT_MAX_BYTES)

    @abstractmethod
    def hold(self, by: Any) -> None:
        """Hold the record until the transaction ends; PermissionDenied or TransitionConflict when `by` may add
        no file now."""

    @abstractmethod
    def check_room(self) -> None:
        """ValidationError when no further file fits; asked before the first byte."""

    @abstractmethod
    def keep(self, file: File, *, by: Any) -> Document:
        """Inspect a whole file and make a document of it; ValidationError when it is refused. Checks all again."""


class UploadQuerySet(models.QuerySet["UploadInProgress"]):
    def at(self, place: UploadPlace) -> "UploadQuerySet":
        """On their way to one place."""
        target = ContentType.objects.get_for_model(place.record)
        return self.filter(content_type=target, object_id=place.record.pk, slot=place.slot)

    def visible_to(self, user: Any) -> "UploadQuerySet":
        """What this person sends: nobody else sees it or goes on with it."""
        return self.filter(sender=user.pk)


class UploadInProgress(models.Model):
    """A file that a person is sending in parts; it goes on after a broken connection or a new page.

    The parts stand in the database, so any process takes the next one and a rollback takes them back. When all
    are there the file is inspected and becomes a document; `document` then says so to a client that missed the
    answer. Forgotten after a day (tasks.py).
    Personal data: who sends it; parts are read by nobody else.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    slot = models.CharField(max_length=60, blank=True, help_text="which place of the record")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes announced")
    received = models.PositiveBigIntegerField(default=0, help_text="bytes that are here")
    mark = models.CharField(max_length=200, blank=True, help_text="what the browser knows the file by")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="kernel_upload_not_empty"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="kernel_upload_not_beyond_size"),
        ]
        indexes = [models.Index(fields=["updated_at"], name="kernel_upload_by_age")]

    def __str__(self) -> str:
        return f"{self.name} ({self.received}/{self.size})"


class UploadPart(models.Model):
    """Some bytes of a file on its way in. Personal data: what the file holds, until it is stored or forgotten."""

    upload = models.ForeignKey(UploadInProgress, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="kernel_upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.offset}"


class WrongOffset(Exception):
    """The part does not follow what is here; `received` says from where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"go on from {received}")
        self.received = received


@transaction.atomic
def start_upload(place: UploadPlace, *, name: str, size: int, by: Any, mark: str = "") -> UploadInProgress:
    """Announce a file; the same one (by `mark`) that stopped half way goes on where it was.

    Raises ValidationError for a name or size that will be refused anyway, for a place that is full, and for too
    many unfinished ones of this person.
    """
    place.hold(by)
    _check_announced(name, size, place.largest)
    place.check_room()
    # One after the other for one person, so that the quota holds for clicks at the same moment too.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    mine, mark = UploadInProgress.objects.visible_to(by).filter(document=None), mark.replace("\x00", "")[:200]
    if mark and (begun := mine.at(place).filter(name=name, size=size, mark=mark).first()):
        return begun
    announced = mine.aggregate(bytes=Sum("size"))["bytes"] or 0
    if mine.count() >= MOST_UNFINISHED or announced + size > MOST_UNFINISHED_BYTES:
        raise ValidationError(
            _("Hai troppi caricamenti a metà: aspetta che finiscano, oppure annullali."), code="quota"
        )
    return UploadInProgress.objects.create(
        content_type=ContentType.objects.get_for_model(place.record),
        object_id=place.record.pk,
        slot=place.slot,
        sender=by,
        name=name,
        size=size,
        mark=mark,
    )


def _check_announced(name: str, size: int, largest: int) -> None:
    """What can be refused before the first byte: sentences of the inspection."""
    check_name(name)
    if name.rpartition(".")[2].lower() not in ACCEPTED_ENDINGS:
        raise ValidationError(REFUSALS[Refusal.UNKNOWN], code="ending")
    if size <= 0:
        raise ValidationError(_("Il file è vuoto: controlla di aver scelto quello giusto."), code="empty")
    if size > largest:
        message = _("Il file pesa %(size)s: il massimo è %(limit)s. Riducilo o dividilo in più file.")
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(largest)}
        raise ValidationError(message % sizes, code="size")


@transaction.atomic
def add_part(
    upload: UploadInProgress, place: UploadPlace, *, offset: int, content: bytes, by: Any
) -> UploadInProgress:
    """Keep the next bytes. Raises WrongOffset when they do not follow, ValidationError when they are too many."""
    current = _locked(upload, place, by)
    if offset != current.received or current.document_id:
        raise WrongOffset(current.received)
    if not content or len(content) > PART_BYTES or offset + len(content) > current.size:
        raise ValidationError(_("Il file è cambiato mentre si caricava: sceglilo di nuovo."), code="part")
    UploadPart.objects.create(upload=current, offset=offset, content=content)
    current.received += len(content)
    current.save(update_fields=["received", "updated_at"])
    return current


@transaction.atomic
def finish_upload(upload: UploadInProgress, place: UploadPlace, *, by: Any) -> UploadInProgress:
    """Make a document of a file that is all here; done twice it is done once.

    Raises ValidationError when the inspection refuses the file.
    """
    current = _locked(upload, place, by)
    if current.document_id:
        return current
    if current.received != current.size:
        raise WrongOffset(current.received)
    with TemporaryUploadedFile(current.name, "application/octet-stream", current.size, None) as whole:
        for content in _contents(current):
            whole.write(content)
        whole.seek(0)
        file: File[Any] = whole
        current.document = place.keep(file, by=by)
    current.save(update_fields=["document", "updated_at"])
    current.parts.all().delete()
    return current


def _locked(upload: UploadInProgress, place: UploadPlace, by: Any) -> UploadInProgress:
    """The upload, held; the record first, so that everybody waits in the same order."""
    if upload.sender_id != by.pk:
        raise PermissionDenied("upload of somebody else")
    place.hold(by)
    # Asked for by its place too: an upload that was begun for one record never ends in another one.
    return UploadInProgress.objects.at(place).select_for_update(of=("self",)).get(pk=upload.pk)


def _contents(upload: UploadInProgress) -> Iterator[bytes]:
    for content in upload.parts.order_by("offset").values_list("content", flat=True).iterator(chunk_size=4):
        yield bytes(content)


def cancel_upload(upload: UploadInProgress, *, by: Any) -> None:
    """Forget a file and its parts; what became a document stays one."""
    if upload.sender_id != by.pk:
        raise PermissionDenied("upload of somebody else")
    upload.delete()


def forget_unfinished_uploads(older_than: datetime.timedelta = KEEP_UNFINISHED) -> int:
    """Forget what nobody went on with for a day; returns how many."""
    old = UploadInProgress.objects.filter(updated_at__lt=timezone.now() - older_than)
    return old.delete()[1].get("kernel.UploadInProgress", 0)


def title_of_file(name: str) -> str:
    """ "relazione_finale-2024.pdf" → "Relazione finale 2024"."""
    words = re.sub(r"[_\-\s]+", " ", PurePath(name).stem).strip() or name
    return (words[:1].upper() + words[1:])[:200]


def in_wanted_order(keys: Iterable[int], wanted: Sequence[int]) -> list[int]:
    """All `keys`, in the order of those that are in `wanted`; what somebody added meanwhile stays at the end."""
    standing = list(keys)
    known = set(standing)
    first = [key for key in dict.fromkeys(wanted) if key in known]
    placed = set(first)
    return first + [key for key in standing if key not in placed]


def moved(keys: Iterable[int], key: int, *, up: bool) -> list[int]:
    """`keys` with one of them swapped with its neighbour; at the end of the list, or unknown, nothing changes."""
    found = list(keys)
    if key in found:
        index = found.index(key)
        other = index - 1 if up else index + 1
        if 0 <= other < len(found):
            found[index], found[other] = found[other], found[index]
    return found
