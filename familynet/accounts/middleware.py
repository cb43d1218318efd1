"""Who is asking, and rules of sign-in that hold on every page: second factor, providers."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from familynet.accounts.held_forms import held_fields, held_form, may_be_held

GetResponse = Callable[[HttpRequest], HttpResponse]

# Where a person without the second factor may go: to set it up, change the password, end sessions, leave.
OPEN_WITHOUT_SECOND_FACTOR = ("account_", "mfa_", "usersessions_")
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Remembers in the session which page was asked for; shown as "continue" when the second factor is there.
NEXT_PAGE = "after_second_factor"


class AuthenticationMiddleware(auth.AuthenticationMiddleware):
    """A reader without a session cookie is anonymous without a look into the session.

    Reading request.user would otherwise open the session and add "Vary: Cookie" to every public page.
    """

    def process_request(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            super().process_request(request)
        else:
            request.user = AnonymousUser()


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Leads to the sign-in page; a text that was sent without a session comes back instead of being lost."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:  # type: ignore[override]
        if may_be_held(request) and (fields := held_fields(request)):
            return held_form(request, fields)
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Whoever decides or administers sets up a second factor before going on.

    Every page that asks for sign-in leads to the set-up, whatever the method. On public pages, which
    show more to officials, the person is treated as one without any role: nothing is reachable by that
    way round either. Recovery codes alone are not a second factor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        # Without the cookie nobody is signed in, and the session of an anonymous reader stays untouched.
        if not settings.SECOND_FACTOR_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor or is_mfa_enabled(user, SECOND_FACTORS):
            return None
        if self._is_open(request):
            return None
        if not getattr(view, "login_required", True):
            user.suspend_roles()
            return None
        if request.method == "GET":
            request.session[NEXT_PAGE] = request.get_full_path()
        return redirect("mfa_index")

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        """Pages of the account have no namespace; those of the features all have one."""
        match = request.resolver_match
        return bool(
            match
            and not match.namespaces
            and match.url_name
            and match.url_name.startswith(OPEN_WITHOUT_SECOND_FACTOR)
        )


class ProviderFormMiddleware:
    """Lets the sign-in pages, and no other page, send a form to the providers of the administrations.

    The button is a POST to us that redirects there, and browsers apply form-action to the whole chain.
    """

    pages = frozenset({"account_login", "openid_connect_login", "socialaccount_connections"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if settings.OIDC_ORIGINS and match and not match.namespaces and match.url_name in self.pages:
            response._csp_update = {"form-action": settings.OIDC_ORIGINS}  # type: ignore[attr-defined]
        return response
