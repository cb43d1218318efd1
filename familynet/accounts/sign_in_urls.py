"""Sign-in, with Italian paths: the views of django-allauth that are used, and no others.

Names that django-allauth itself asks for but that make no sense here (nobody signs up, no address is
changed by oneself) answer 404. `include("allauth.urls")` would open all of them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path


@login_not_required
def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Stands for what this site does not offer."""
    raise Http404


@login_not_required
def logout(request: HttpRequest) -> HttpResponse:
    """Who is not signed in has nothing to leave; a sign-in half way (second factor) is given up by POST."""
    if request.method != "POST" and not request.user.is_authenticated:
        return redirect("account_login")
    return account.logout(request)


urlpatterns = [
    path("", account.login, name="account_login"),
    path("esci/", logout, name="account_logout"),
    path("non-attivo/", account.account_inactive, name="account_inactive"),
    path("conferma/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/dimenticata/", account.password_reset, name="account_reset_password"),
    path("password/dimenticata/inviata/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/cambiata/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("due-fattori/", mfa.index, name="mfa_index"),
    path("due-fattori/codice/", mfa.authenticate, name="mfa_authenticate"),
    path("due-fattori/conferma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("due-fattori/app/attiva/", totp.activate_totp, name="mfa_activate_totp"),
    path("due-fattori/app/disattiva/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("due-fattori/recupero/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "due-fattori/recupero/nuovi/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "due-fattori/recupero/scarica/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("due-fattori/chiavi/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("due-fattori/chiavi/aggiungi/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("due-fattori/chiavi/accedi/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("due-fattori/chiavi/conferma/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("due-fattori/chiavi/<int:pk>/togli/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("due-fattori/chiavi/<int:pk>/modifica/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessioni/", sessions.list_usersessions, name="usersessions_list"),
    path("collegamenti/", social.connections, name="socialaccount_connections"),
    path("collegamenti/annullato/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("collegamenti/errore/", login_not_required(social.login_error), name="socialaccount_login_error"),
    path("ente/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("ente/<slug:provider_id>/ritorno/", oidc.callback, name="openid_connect_callback"),
    # Asked for by django-allauth, not offered here.
    path("chiuso/iscrizione/", closed, name="account_signup"),
    path("chiuso/iscrizione-ente/", closed, name="socialaccount_signup"),
    path("chiuso/e-mail/", closed, name="account_email"),
    path("chiuso/e-mail/inviata/", closed, name="account_email_verification_sent"),
    path("chiuso/e-mail/<str:key>/", closed, name="account_confirm_email"),
    path("chiuso/password/", closed, name="account_set_password"),
]
