"""Sending a file in parts: begin, add a part, finish by itself when all is there, cancel, forget."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from familynet.accounts.models import User
from familynet.kernel.inspection import ACCEPTED_ENDINGS, REFUSALS, check_name
from familynet.kernel.office import Refusal
from practices.actions.documents import add_document, title_of_file
from practices.actions.drafts import locked
from practices.models import Practice, PracticeDocument, UploadInProgress, UploadPart

PART_BYTES = 1024 * 1024
MOST_UNFINISHED = 20
MOST_UNFINISHED_BYTES = 250 * 1024 * 1024
KEEP_UNFINISHED = datetime.timedelta(days=1)


class WrongOffset(Exception):
    """The part does not follow what is here; `received` says from where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"go on from {received}")
        self.received = received


@transaction.atomic
def start_upload(practice: Practice, *, name: str, size: int, by: User, mark: str = "") -> UploadInProgress:
    """Announce a file; the same one (by `mark`) that stopped half way goes on where it was.

    Raises ValidationError for a name or size that will be refused anyway, and for too many unfinished ones.
    """
    current = locked(practice, by)
    _check_announced(name, size)
    # One after the other for one person, so that the quota holds for clicks at the same moment too.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine, mark = UploadInProgress.objects.filter(sender=by, document=None), mark.replace("\x00", "")[:200]
    if mark and (begun := mine.filter(practice=current, name=name, size=size, mark=mark).first()):
        return begun
    announced = mine.aggregate(bytes=Sum("size"))["bytes"] or 0
    if mine.count() >= MOST_UNFINISHED or announced + size > MOST_UNFINISHED_BYTES:
        raise ValidationError(
            _("Hai troppi caricamenti a metà: aspetta che finiscano, oppure annullali."), code="quota"
        )
    return UploadInProgress.objects.create(practice=current, sender=by, name=name, size=size, mark=mark)


def _check_announced(name: str, size: int) -> None:
    """What can be refused before the first byte: sentences of the inspection."""
    check_name(name)
    if name.rpartition(".")[2].lower() not in ACCEPTED_ENDINGS:
        raise ValidationError(REFUSALS[Refusal.UNKNOWN], code="ending")
    if size <= 0:
        raise ValidationError(_("Il file è vuoto: controlla di aver scelto quello giusto."), code="empty")
    if size > settings.DOCUMENT_MAX_BYTES:
        message = _("Il file pesa %(size)s: il massimo è %(limit)s. Riducilo o dividilo in più file.")
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(settings.DOCUMENT_MAX_BYTES)}
        raise ValidationError(message % sizes, code="size")


@transaction.atomic
def add_part(upload: UploadInProgress, *, offset: int, content: bytes, by: User) -> UploadInProgress:
    """Keep the next bytes. Raises WrongOffset when they do not follow, ValidationError when they are too many."""
    if upload.sender_id != by.pk:
        raise PermissionDenied("upload of somebody else")
    locked(upload.practice, by)
    current = UploadInProgress.objects.select_for_update().get(pk=upload.pk)
    if offset != current.received or current.document_id:
        raise WrongOffset(current.received)
    if not content or len(content) > PART_BYTES or offset + len(content) > current.size:
        raise ValidationError(_("Il file è cambiato mentre si caricava: sceglilo di nuovo."), code="part")
    UploadPart.objects.create(upload=current, offset=offset, content=content)
    current.received += len(content)
    current.save(update_fields=["received", "updated_at"])
    return current


@transaction.atomic
def finish_upload(upload: UploadInProgress, *, by: User) -> UploadInProgress:
    """Make a document of a file that is all here; done twice it is done once.

    Raises ValidationError when the inspection refuses the file.
    """
    if upload.sender_id != by.pk:
        raise PermissionDenied("upload of somebody else")
    practice = locked(upload.practice, by)
    current = UploadInProgress.objects.select_for_update().get(pk=upload.pk)
    if current.document_id:
        return current
    if current.received != current.size:
        raise WrongOffset(current.received)
    item = _store(current, practice, by)
    current.document = item.document
    current.save(update_fields=["document", "updated_at"])
    current.parts.all().delete()
    return current


def _store(upload: UploadInProgress, practice: Practice, by: User) -> PracticeDocument:
    with TemporaryUploadedFile(upload.name, "application/octet-stream", upload.size, None) as whole:
        for content in _contents(upload):
            whole.write(content)
        whole.seek(0)
        file: File[Any] = whole
        return add_document(practice, upload=file, title=title_of_file(upload.name), by=by)


def _contents(upload: UploadInProgress) -> Iterator[bytes]:
    for content in upload.parts.order_by("offset").values_list("content", flat=True).iterator(chunk_size=4):
        yield bytes(content)


def cancel_upload(upload: UploadInProgress, *, by: User) -> None:
    """Forget a file and its parts; what became a document stays one."""
    if upload.sender_id != by.pk:
        raise PermissionDenied("upload of somebody else")
    upload.delete()


def forget_unfinished_uploads(older_than: datetime.timedelta = KEEP_UNFINISHED) -> int:
    """Forget what nobody went on with for a day; returns how many."""
    old = UploadInProgress.objects.filter(updated_at__lt=timezone.now() - older_than)
    return old.delete()[1].get("practices.UploadInProgress", 0)
