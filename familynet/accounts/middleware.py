"""Who is asking: readers without a session are anonymous; whoever decides has a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class AuthenticationMiddleware(auth.AuthenticationMiddleware):
    """A reader without a session cookie is anonymous without a look into the session.

    Reading request.user would otherwise open the session and add "Vary: Cookie" to every public page.
    """

    def process_request(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            super().process_request(request)
        else:
            request.user = AnonymousUser()


class SecondFactorMiddleware:
    """Sends to the set-up of the second factor; account pages and public pages stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        if request.path.startswith(reverse("account_base")) or not request.user.is_authenticated:
            return None
        if request.user.needs_second_factor and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        return None
