"""Public pages kept in memory for readers without a session (docs/decisions/0003-public-page-cache.md)."""

import gzip
import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from familynet.kernel.remembered import clock

CACHE_CONTROL = "public, max-age=0, must-revalidate"
KEPT_HEADERS = ("Content-Type", "Content-Language", "Link", "X-Robots-Tag")


@dataclass(frozen=True)
class Page:
    """A page as it is kept: compressed body, headers, ETag, and what django-csp left on it.

    Kept compressed only: the words of an address are endless, the memory of a process is not.
    """

    compressed: bytes
    headers: dict[str, str]
    etag: str
    policy: dict[str, object]


def page_key(request: HttpRequest, version: int) -> str:
    """One page: where it was asked for (the path tells the language) and the state of the data."""
    where = f"{request.scheme}|{request.META.get('HTTP_HOST', '')}|{request.get_full_path()}"
    return f"page:{version}:{hashlib.blake2b(where.encode(), digest_size=16).hexdigest()}"


def is_for_everyone(response: HttpResponseBase) -> bool:
    """True for a whole HTML page that looked at no cookie and sets none."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not response.has_header("Cache-Control")
        and response.get("Content-Type", "").startswith("text/html")
        and "cookie" not in varies
    )


def to_page(response: HttpResponse) -> Page:
    """What is kept of an answer."""
    body = response.content
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    return Page(
        compressed=gzip.compress(body, 6, mtime=0),
        headers={name: response[name] for name in KEPT_HEADERS if response.has_header(name)},
        etag=digest,
        policy={name: value for name, value in vars(response).items() if name.startswith("_csp")},
    )


def to_response(page: Page, request: HttpRequest) -> HttpResponse:
    """The answer for one reader: not modified, compressed, or plain."""
    compressed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    etag = f'"{page.etag}{"-gz" if compressed else ""}"'
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    response: HttpResponse
    if etag in {tag.removeprefix("W/") for tag in asked} or "*" in asked:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(
            page.compressed if compressed else gzip.decompress(page.compressed), headers=page.headers
        )
        response["Content-Length"] = str(len(response.content))
        if compressed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    vars(response).update(page.policy)
    return response


def find(key: str) -> Page | None:
    return caches["pages"].get(key)


def keep(key: str, page: Page, version: int) -> None:
    caches["pages"].set(key, page, clock.ttl(version))
