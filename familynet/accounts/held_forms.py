"""A form that was sent after the session had ended: what was typed comes back, to be sent again after sign-in.

The text stands only in the answer, in the person's own window: nothing is stored, and nothing is saved until the
person presses the button of that page, with a token of that page. It is given back only for forms of our own pages
(see `comes_from_here`), so another site can plant no text here; fields of sign-in pages are never given back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_csrf_failure

MOST_CHARACTERS = 400_000
TYPED = 25  # characters with a space among them: shorter ones are no text worth a page of its own
# A form with this field is held also when it has no text: its answers are choices.
HELD_MARK = "held"
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "otp", "code", "token")


@dataclass(frozen=True)
class HeldField:
    """One value of the form. A typed one is shown, the others travel along unseen."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return "\n" in self.value or (len(self.value) >= TYPED and " " in self.value)

    @property
    def rows(self) -> int:
        """Lines of the box that shows it."""
        return min(12, max(2, len(self.value) // 70 + self.value.count("\n") + 1))


def held_fields(request: HttpRequest) -> list[HeldField]:
    """What the form holds, in its order; empty when it has neither text nor HELD_MARK, or far too much."""
    try:
        fields = list(_fields(request))
    except RawPostDataException:
        return []
    too_much = sum(len(field.value) for field in fields) > MOST_CHARACTERS
    is_worth_it = HELD_MARK in request.POST or any(field.is_text for field in fields)
    return [] if too_much or not is_worth_it else fields


def _fields(request: HttpRequest) -> Iterator[HeldField]:
    for name, values in request.POST.lists():
        if not any(part in name.lower() for part in NEVER_KEPT):
            for value in values:
                yield HeldField(name, str(value))


def may_be_held(request: HttpRequest) -> bool:
    """A form of a work page, sent by a person and not by a script."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not match.namespaces or match.namespaces[0] == "admin":
        return False
    by_script = "X-Autosave" in request.headers or "text/html" not in request.headers.get("Accept", "text/html")
    return getattr(match.func, "login_required", True) and not by_script and comes_from_here(request)


def comes_from_here(request: HttpRequest) -> bool:
    """True when the browser says that the form stood on a page of this site."""
    said = request.headers.get("Origin")
    if said is None or said == "null":
        said = request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()


def held_form(request: HttpRequest, fields: list[HeldField]) -> HttpResponse:
    """The page with what was typed: 401 for who must sign in first, 403 for who only needs a fresh token."""
    context = {
        "fields": fields,
        "texts": [field for field in fields if field.is_text],
        "others": [field for field in fields if not field.is_text],
        "had_files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    status = 403 if request.user.is_authenticated else 401
    response = render(request, "accounts/held_form.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is older than the last sign-in: give the text back with a fresh one."""
    if may_be_held(request) and (fields := held_fields(request)):
        return held_form(request, fields)
    return plain_csrf_failure(request, reason=reason)
