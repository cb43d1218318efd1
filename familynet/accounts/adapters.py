"""django-allauth: nobody signs up by oneself; an invitation, or a provider of an administration, lets in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from familynet.kernel import emails


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: no open sign-up; all mail goes through the one place that sends mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        emails.queue(template_prefix, email, message.subject, str(message.body))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an administration's own provider: open only to who was invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
