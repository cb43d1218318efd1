"""Copies of a file for access requests (L. 241/1990, art. 22-25): what was given is kept as it was given."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications.dossier import items_of, read_file, redacted_files
from certifications.models import Application, FileRelease
from certifications.permissions import can_release_file
from familynet.accounts.models import User
from familynet.kernel.documents import Document, store_document
from familynet.kernel.history import record


@transaction.atomic
def release_file(
    *,
    application: Application,
    by: User,
    request_reference: str,
    requested_on: datetime.date,
    reason: str,
    items: Collection[str] = (),
) -> FileRelease:
    """Make the redacted copy with the ticked pieces and record it.

    Raises PermissionDenied, or ValidationError when a piece is not in the file (any more).
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not can_release_file(by, locked):
        raise PermissionDenied("application: release")
    if requested_on > timezone.localdate():
        raise ValidationError({"requested_on": _("La data della richiesta è nel futuro.")})
    contents = read_file(locked)
    known = {item.key for item in items_of(contents)}
    if not set(items) <= known:
        raise ValidationError({"items": _("La pratica è cambiata nel frattempo: ricontrolla che cosa consegni.")})

    def store(name: str, content: bytes) -> Document:
        file = ContentFile(content, name=name)
        return store_document(file, title=name, by=by, media_type="application/pdf")

    release = FileRelease(
        application=locked,
        request_reference=request_reference.strip(),
        requested_on=requested_on,
        reason=reason.strip(),
        items=sorted(items),
        files=redacted_files(contents, set(items), store),
        released_by=by,
    )
    release.full_clean(exclude=["application", "released_by"])
    release.save()
    record(
        locked,
        "release",
        label=lambda: _("Data una copia a chi ha chiesto l'accesso"),
        by=by,
        data={"release": str(release.uuid), "request": release.request_reference, "items": release.items},
    )
    return release


def papers_of_releases(application: Application) -> QuerySet[Document]:
    """What was printed for the copies of a file, and is in nothing else."""
    rows = [row for release in FileRelease.objects.filter(application=application) for row in release.files]
    return Document.objects.filter(uuid__in=[row["document"] for row in rows if row.get("made")])


def clear_releases(application: Application) -> None:
    """When the texts of a file are cleared, those in its copies go too; digests and sizes stay."""
    for release in FileRelease.objects.filter(application=application):
        release.files = [{name: value for name, value in row.items() if name != "text"} for row in release.files]
        release.save(update_fields=["files"])
