"""What is true of every answer: headers, cacheable public pages, the page "someone was faster"."""

from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import UniqueViolation

from familynet.kernel.remembered import history_version, while_asked
from familynet.kernel.workflow import TransitionConflict
from familynet.portal import page_cache

GetResponse = Callable[[HttpRequest], HttpResponse]


class ResponseHeadersMiddleware:
    """Headers that Django does not set by itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        )
        return response


class PublicPageMiddleware:
    """Pages for readers without a session come from memory; pages of signed-in people are never stored.

    It stands before sessions, language and sign-in, so a page found costs one small query and nothing else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            with while_asked():
                response = self.get_response(request)
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "private, no-store"
            return response
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if not settings.PUBLIC_PAGE_SECONDS:
            return self.finish(request, self.get_response(request))
        version = history_version()
        key = page_cache.page_key(request, version)
        if page := page_cache.find(key):
            return self.with_frame_header(page_cache.to_response(page, request))
        with while_asked(version):
            response = self.get_response(request)
        if not page_cache.is_for_everyone(response):
            return self.finish(request, response)
        page = page_cache.to_page(response)
        if request.method == "GET":
            page_cache.keep(key, page, version)
        return self.with_frame_header(page_cache.to_response(page, request))

    @staticmethod
    def with_frame_header(response: HttpResponse) -> HttpResponse:
        """What the clickjacking middleware further down would have set."""
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        return response

    def finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Pages that are not kept: public ones may be asked for again, all others are not stored."""
        if page_cache.is_for_everyone(response):
            return self.with_frame_header(page_cache.to_response(page_cache.to_page(response), request))
        if not response.has_header("Cache-Control") and "Cookie" in response.get("Vary", ""):
            response["Cache-Control"] = "private, no-store"
        return response


class ConflictMiddleware:
    """A TransitionConflict becomes a page that says what happened and what to do.

    So does a row that somebody else wrote between our check and our own row: the second one of two people
    who press the same button, or of two clicks. Whatever the action had changed is undone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TransitionConflict):
            return render(request, "409.html", {"object": exception.obj, "reason": exception.reason}, status=409)
        if isinstance(exception, IntegrityError) and isinstance(exception.__cause__, UniqueViolation):
            return render(request, "409.html", status=409)
        return None
