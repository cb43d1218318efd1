"""Files sent in parts by the script of the page: start, next part, cancel. Answers are JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from familynet.kernel.workflow import TransitionConflict
from practices.actions import PART_BYTES, WrongOffset, add_part, cancel_upload, finish_upload, start_upload
from practices.models import Practice, UploadInProgress
from practices.views.documents import load_own, own_documents
from practices.views.work import signed_in

View = Callable[..., HttpResponse]


def answers(view: View) -> View:
    """Turn what an action refuses into JSON that the row of the file can show."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WrongOffset as wrong:
            return JsonResponse({"received": wrong.received}, status=409)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        except TransitionConflict:
            text = _("La pratica non è più modificabile: il file non è stato aggiunto.")
            return JsonResponse({"error": text}, status=422)

    return wrapped


@require_POST
@answers
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Announce a file: its name, size, and what the browser knows it by."""
    practice = load_own(request, uuid)
    size = request.POST.get("size", "")
    upload = start_upload(
        practice,
        name=request.POST.get("name", ""),
        size=int(size) if size.isdecimal() and len(size) < 16 else 0,
        mark=request.POST.get("mark", ""),
        by=signed_in(request),
    )
    return JsonResponse(_state(upload) | {"upload": str(upload.uuid), "part": PART_BYTES}, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@answers
def part(request: HttpRequest, uuid: UUID, upload: UUID) -> HttpResponse:
    """GET: how much is here. POST: the next bytes, from Upload-Offset on; the last ones make the document."""
    practice, found = _load(request, uuid, upload)
    if request.method == "POST":
        offset = request.headers.get("Upload-Offset", "")
        if found.received < found.size or request.headers.get("Content-Length", "0") != "0":
            found = add_part(
                found,
                offset=int(offset) if offset.isdecimal() and len(offset) < 16 else -1,
                content=_bytes(request),
                by=signed_in(request),
            )
        if found.received == found.size:
            return _finish(request, practice, found)
    if found.document_id:
        return _done(request, practice)
    return JsonResponse(_state(found))


@require_POST
@answers
def cancel(request: HttpRequest, uuid: UUID, upload: UUID) -> HttpResponse:
    """Forget a file that is on its way."""
    _practice, found = _load(request, uuid, upload)
    cancel_upload(found, by=signed_in(request))
    return JsonResponse({"cancelled": True})


def _bytes(request: HttpRequest) -> bytes:
    """The part; 400 for a form, which was read already when its token was looked for."""
    try:
        return request.body
    except RawPostDataException:
        raise BadRequest("a part is bytes, not a form") from None


def _load(request: HttpRequest, uuid: UUID, upload: UUID) -> tuple[Practice, UploadInProgress]:
    """The upload of this very person; everybody else's is not found."""
    practice = load_own(request, uuid)
    mine = practice.uploads.filter(sender=signed_in(request)).select_related("practice")
    return practice, get_object_or_404(mine, uuid=upload)


def _finish(request: HttpRequest, practice: Practice, upload: UploadInProgress) -> HttpResponse:
    """Make the document; a refused file is forgotten at once."""
    try:
        finish_upload(upload, by=signed_in(request))
    except ValidationError:
        cancel_upload(upload, by=signed_in(request))
        raise
    return _done(request, practice)


def _done(request: HttpRequest, practice: Practice) -> JsonResponse:
    context = {"practice": practice, "documents": own_documents(practice)}
    page = render_to_string("practices/_documents_list.html", context, request)
    return JsonResponse({"done": True, "documents": page})


def _state(upload: UploadInProgress) -> dict[str, Any]:
    return {"received": upload.received, "size": upload.size}
