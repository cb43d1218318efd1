"""System checks: the table of roles is whole, and the providers and caches are configured as they must be."""

import re
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from familynet.accounts.roles import (
    CAPABILITY_MEANING,
    ROLE_CAPABILITIES,
    SECOND_FACTOR_ROLES,
    Capability,
    Role,
)


@register()
def roles_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every role has a row, every row names known capabilities, every capability says what it means."""
    errors: list[CheckMessage] = []
    for role in set(Role.values) ^ {str(role) for role in ROLE_CAPABILITIES}:
        errors.append(Error(f"Role {role!r} is not in Role and ROLE_CAPABILITIES alike.", id="accounts.E001"))
    known = set(Capability)
    for role, capabilities in ROLE_CAPABILITIES.items():
        for capability in capabilities - known:
            errors.append(Error(f"Role {role!r} has the unknown capability {capability!r}.", id="accounts.E002"))
    for capability in known ^ set(CAPABILITY_MEANING):
        errors.append(Error(f"Say in CAPABILITY_MEANING what {capability!r} means.", id="accounts.E003"))
    for role in SECOND_FACTOR_ROLES - set(ROLE_CAPABILITIES):
        errors.append(Error(f"SECOND_FACTOR_ROLES names the unknown role {role!r}.", id="accounts.E004"))
    return errors


@register(Tags.security)
def providers_are_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One provider per administration, on https, with an id that can stand in an address."""
    errors: list[CheckMessage] = []
    codes = list(settings.OIDC_ADMINISTRATIONS.values())
    for code in {code for code in codes if codes.count(code) > 1}:
        errors.append(Error(f"Two OpenID Connect providers for {code}: there is one at most.", id="accounts.E010"))
    for app in oidc_apps():
        if not re.fullmatch(r"[a-z0-9-]+", app["provider_id"]):
            message = f"OIDC_PROVIDERS: {app['provider_id']!r} may have small letters, digits and hyphens."
            errors.append(Error(message, id="accounts.E011"))
        if not _is_https(app["settings"]["server_url"]):
            errors.append(Error(f"The server of {app['provider_id']!r} is not on https.", id="accounts.E012"))
    for origin in settings.OIDC_ORIGINS:
        if not _is_https(origin) or urlsplit(origin).path not in {"", "/"}:
            errors.append(Error(f"OIDC_ORIGINS: {origin!r} is not an origin on https.", id="accounts.E013"))
    return errors


def oidc_apps() -> list[dict[str, Any]]:
    providers = cast(dict[str, Any], settings.SOCIALACCOUNT_PROVIDERS)
    return providers["openid_connect"]["APPS"]


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    local = parts.hostname in {"127.0.0.1", "localhost"} and settings.DEMO
    return bool(parts.netloc) and (parts.scheme == "https" or local)


@register(Tags.security)
def sign_in_is_guarded(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Rate limits count over all processes; the second factor is off only in the demo."""
    found: list[CheckMessage] = []
    caches = cast(dict[str, Any], settings.CACHES)
    if caches["default"]["BACKEND"].rpartition(".")[2] in {"LocMemCache", "DummyCache"}:
        message = "CACHES['default'] is not shared by all processes: rate limits of sign-in would not hold."
        found.append(Error(message, id="accounts.E020"))
    if not settings.SECOND_FACTOR_REQUIRED and not settings.DEMO:
        found.append(Warning("SECOND_FACTOR_REQUIRED is off outside the demo.", id="accounts.W021"))
    return found
