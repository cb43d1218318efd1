"""django-allauth: nobody signs up by oneself; an invitation, or a provider of an administration, lets in."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.accounts.actions import accept_invitation
from familynet.accounts.models import Invitation, User
from familynet.kernel import emails


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: no open sign-up; all mail goes through the one place that sends mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"site_name": "FamilyNet", "site_domain": urlsplit(settings.SITE_URL).netloc}
        message = self.render_mail(template_prefix, email, {**context, **site})
        emails.queue(template_prefix, email, message.subject, str(message.body))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the configured address of the site: the Host header of a request goes into no mail."""
        uid, _separator, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted: a copy of the database alone makes no codes.

    The key comes from SECRET_KEY; a former one in SECRET_KEY_FALLBACKS still opens what it closed.
    """

    def _box(self) -> MultiFernet:
        keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
        digests = [hashlib.sha256(b"familynet.mfa:" + key.encode()).digest() for key in keys]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return self._box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # An unreadable secret accepts no code; the person uses a recovery code or an administrator.
            return ""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an administration's own provider: open only to who was invited."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whoever the provider did not vouch for, or who does not belong to its administration."""
        reason = self._refusal(request, sociallogin)
        if reason:
            raise ImmediateHttpResponse(self._refused(request, reason))

    def _refusal(self, request: HttpRequest, sociallogin: SocialLogin) -> str | Promise | None:
        """Why this sign-in is refused, as a sentence; None when it may go on."""
        provider = sociallogin.account.provider
        ipa_code = settings.OIDC_ADMINISTRATIONS.get(provider)
        if ipa_code is None:
            return _("Questo servizio di accesso non è collegato a un'amministrazione.")
        claims = sociallogin.account.extra_data
        token, profile = claims.get("id_token") or {}, claims.get("userinfo") or {}
        if str(token.get("iss", "")).rstrip("/") != settings.OIDC_ISSUERS[provider]:
            return _("La risposta non viene dal servizio di accesso dell'amministrazione.")
        # OpenID Connect Core, 5.3.2: a profile of another subject must not be used.
        if not token.get("sub") or (profile and profile.get("sub") != token["sub"]):
            return _("La risposta del servizio di accesso non è coerente.")
        if (profile or token).get("email_verified") is not True:
            return _("Il servizio di accesso non conferma il tuo indirizzo e-mail.")
        if sociallogin.is_existing:
            return self._refuse_existing(sociallogin.user, ipa_code)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return self._refuse_connection(request.user, ipa_code, email_of(sociallogin))
        return None

    @staticmethod
    def _refuse_existing(user: Any, ipa_code: str) -> str | Promise | None:
        if not user.is_active:
            return _("Il tuo accesso non è attivo. Scrivi a chi amministra le persone del tuo ente.")
        if user.administration is None or user.administration.ipa_code != ipa_code:
            return _("Il tuo account non appartiene a questa amministrazione.")
        return None

    @staticmethod
    def _refuse_connection(user: Any, ipa_code: str, email: str) -> str | Promise | None:
        if not user.is_authenticated or user.administration is None or user.administration.ipa_code != ipa_code:
            return _("Il tuo account non appartiene a questa amministrazione.")
        if user.email.lower() != email:
            return _("L'indirizzo del servizio di accesso non è quello del tuo account.")
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Only with an open invitation of the provider's administration to the verified address."""
        email = email_of(sociallogin)
        if User.objects.filter(email__iexact=email).exists():
            reason = _("C'è già un account con questo indirizzo: accedi con la password, poi collega il servizio.")
            raise ImmediateHttpResponse(self._refused(request, reason))
        if invitation_for(sociallogin) is None:
            reason = _("Manca un invito per il tuo indirizzo. Chiedilo a chi amministra le persone del tuo ente.")
            raise ImmediateHttpResponse(self._refused(request, reason))
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """The name comes from the invitation at sign-up; from the provider only the address is kept."""
        user = sociallogin.user
        user.email = (data.get("email") or "").strip().lower()
        user.full_name = (data.get("name") or "").strip()[:150]
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Make the account, bind it to the administration, accept the invitation: roles come only from it."""
        invitation = invitation_for(sociallogin)
        if invitation is None:
            raise ImmediateHttpResponse(self._refused(request, _("L'invito non è più valido.")))
        sociallogin.user.full_name = invitation.full_name or sociallogin.user.full_name or sociallogin.user.email
        user = super().save_user(request, sociallogin, form)
        accept_invitation(by=user, invitation=invitation)
        return user

    @staticmethod
    def _refused(request: HttpRequest, reason: str | Promise) -> Any:
        return render(request, "socialaccount/refused.html", {"reason": reason}, status=403)


def email_of(sociallogin: SocialLogin) -> str:
    """The address the provider vouches for, in small letters."""
    return str(sociallogin.user.email or "").strip().lower()


def invitation_for(sociallogin: SocialLogin) -> Invitation | None:
    """The open invitation to this address by the administration of this provider."""
    ipa_code = settings.OIDC_ADMINISTRATIONS.get(sociallogin.account.provider)
    invitations = Invitation.objects.open().select_related("administration", "invited_by")
    return invitations.filter(email__iexact=email_of(sociallogin), administration__ipa_code=ipa_code).first()
