"""What pages that take files share: those sent in parts by the script (answers are JSON), those of a plain form.

A feature makes an `UploadDesk` and puts the three views into its urls with `upload_paths`; its own permission
check stands in `find`.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from familynet.kernel.documents import Document
from familynet.kernel.forms import ReplaceFileForm
from familynet.kernel.pages import attempt
from familynet.kernel.uploads import (
    PART_BYTES,
    UploadInProgress,
    UploadPlace,
    WrongOffset,
    add_part,
    cancel_upload,
    finish_upload,
    start_upload,
)
from familynet.kernel.workflow import TransitionConflict

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class UploadDesk:
    """How one feature takes files in parts.

    `find` gives the place for a request and the rest of its address; 404 or 403 are its own. `shown` gives what
    the page needs after a file arrived: {"documents": the list as HTML, …}. `closed` is the sentence for a
    record that takes no more files.
    """

    find: Callable[..., UploadPlace]
    shown: Callable[[HttpRequest, Any], dict[str, Any]]
    closed: str | Promise


def upload_paths(route: str, names: tuple[str, str, str], desk: UploadDesk) -> list[URLPattern]:
    """The routes of a desk, named start, part, cancel in `names`; uploads.js knows how they are built."""
    begin, go_on, end = names
    extra = {"desk": desk}
    return [
        path(route, start, extra, name=begin),
        path(f"{route}<uuid:upload>/", part, extra, name=go_on),
        path(f"{route}<uuid:upload>/annulla/", cancel, extra, name=end),
    ]


def answers(view: View) -> View:
    """Turn what an action refuses into JSON that the row of the file can show."""

    @wraps(view)
    def wrapped(request: HttpRequest, *, desk: UploadDesk, **where: Any) -> HttpResponse:
        try:
            return view(request, desk=desk, **where)
        except WrongOffset as wrong:
            return JsonResponse({"received": wrong.received}, status=409)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        except TransitionConflict:
            return JsonResponse({"error": str(desk.closed)}, status=422)
        except UploadInProgress.DoesNotExist:
            # Cancelled, or refused and forgotten, while this part was on its way.
            raise Http404 from None

    return wrapped


@require_POST
@answers
def start(request: HttpRequest, *, desk: UploadDesk, **where: Any) -> HttpResponse:
    """Announce a file: its name, size, and what the browser knows it by."""
    place = desk.find(request, **where)
    upload = start_upload(
        place,
        name=request.POST.get("name", ""),
        size=_number(request.POST.get("size", ""), or_else=0),
        mark=request.POST.get("mark", ""),
        by=request.user,
    )
    return JsonResponse(_state(upload) | {"upload": str(upload.uuid), "part": PART_BYTES}, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@answers
def part(request: HttpRequest, *, desk: UploadDesk, upload: UUID, **where: Any) -> HttpResponse:
    """GET: how much is here. POST: the next bytes, from Upload-Offset on; the last ones make the document."""
    place = desk.find(request, **where)
    found = _own(request, place, upload)
    if request.method == "POST":
        if found.received < found.size or request.headers.get("Content-Length", "0") != "0":
            offset = _number(request.headers.get("Upload-Offset", ""), or_else=-1)
            found = add_part(found, place, offset=offset, content=_bytes(request), by=request.user)
        if found.received == found.size:
            found = _finish(request, place, found)
    if found.document_id:
        return JsonResponse({"done": True, **desk.shown(request, place)})
    return JsonResponse(_state(found))


@require_POST
@answers
def cancel(request: HttpRequest, *, desk: UploadDesk, upload: UUID, **where: Any) -> HttpResponse:
    """Forget a file that is on its way."""
    found = _own(request, desk.find(request, **where), upload)
    cancel_upload(found, by=request.user)
    return JsonResponse({"cancelled": True})


def _own(request: HttpRequest, place: UploadPlace, upload: UUID) -> UploadInProgress:
    """The upload of this very person; everybody else's is not found."""
    return get_object_or_404(UploadInProgress.objects.at(place).visible_to(request.user), uuid=upload)


def _finish(request: HttpRequest, place: UploadPlace, upload: UploadInProgress) -> UploadInProgress:
    """Make the document; a refused file is forgotten at once."""
    try:
        return finish_upload(upload, place, by=request.user)
    except ValidationError:
        cancel_upload(upload, by=request.user)
        raise


def _bytes(request: HttpRequest) -> bytes:
    """The part; 400 for a form, which was read already when its token was looked for."""
    try:
        return request.body
    except RawPostDataException:
        raise BadRequest("a part is bytes, not a form") from None


def _number(text: str, *, or_else: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else or_else


def _state(upload: UploadInProgress) -> dict[str, Any]:
    return {"received": upload.received, "size": upload.size}


# --- The plain form --------------------------------------------------------------------------


@dataclass
class StoredFiles:
    """What became of the files of one form: how many were added, and why others were not (name, sentences)."""

    added: int = 0
    refused: list[tuple[str, list[str]]] = field(default_factory=list)

    def take(self, files: Iterable[File], keep: Callable[[File], Any], *, label: str = "") -> None:
        """Keep each good file; a refused one keeps the others from nothing. `label` goes before its name."""
        for file in files:
            try:
                keep(file)
                self.added += 1
            except ValidationError as error:
                self.refused.append((f"{label}{file.name}", error.messages))


def wanted_order(request: HttpRequest) -> list[int]:
    """The order that the list sorted by hand sent; 400 for nonsense."""
    keys = request.POST.getlist("item")
    if not all(key.isdecimal() and len(key) < 19 for key in keys):
        raise BadRequest("not an order of documents")
    return [int(key) for key in keys]


def replace_page(
    request: HttpRequest, document: Document, replace: Callable[..., Any], *, text: str, back: str
) -> HttpResponse:
    """Ask for a newer file and put it in the place of `document` by `replace(upload=…)`.

    `text` says what becomes of the old one, with %(name)s for its name; `back` is the page of the list.
    """
    form = ReplaceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and attempt(form, replace, upload=form.cleaned_data["file"]):
        messages.success(request, _("Documento sostituito. Il file di prima resta tra le versioni precedenti."))
        return redirect(back)
    context = {
        "title": _("Sostituisci “%(title)s”") % {"title": document.title},
        "text": text % {"name": document.name},
        "form": form,
        "submit_label": _("Sostituisci il file"),
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)


# --- The list of what is there ---------------------------------------------------------------


@dataclass(frozen=True)
class EarlierFile:
    """A version before the present one: who replaced it, and when."""

    document: Document
    url: str
    by: Any
    at: datetime.datetime


@dataclass(frozen=True)
class KeptFile:
    """A file in the list of its record (components/_kept_files.html) with the addresses of what one may do to it.

    Without `move_url` it stands fixed above the others. `source` is the row behind it, for the feature's own
    template `extra` of the list.
    """

    pk: int
    document: Document
    url: str
    describe_url: str = ""
    replace_url: str = ""
    move_url: str = ""
    remove_url: str = ""
    note: str = ""
    earlier: Sequence[EarlierFile] = ()
    source: Any = None


@dataclass(frozen=True)
class FileList:
    """All files of one place; the id of the element that holds the list, and where the order by hand is sent."""

    files: Sequence[KeptFile]
    list_id: str
    order_url: str

    @property
    def fixed(self) -> list[KeptFile]:
        return [file for file in self.files if not file.move_url]

    @property
    def movable(self) -> list[KeptFile]:
        return [file for file in self.files if file.move_url]
