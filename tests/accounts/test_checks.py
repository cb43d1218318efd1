"""Wrong configuration is said at the start."""

from familynet.accounts import checks
from familynet.accounts.roles import ROLE_CAPABILITIES, Role


def ids(messages):
    return sorted(message.id for message in messages)


def provider(server="https://accesso.example", provider_id="pat"):
    return {"openid_connect": {"APPS": [{"provider_id": provider_id, "settings": {"server_url": server}}]}}


def test_configuration_of_the_tests_is_sound():
    assert ids(checks.roles_are_known(None)) == []
    assert ids(checks.providers_are_sound(None)) == []
    assert ids(checks.sign_in_is_guarded(None)) == []


def test_unknown_capability_is_an_error(monkeypatch):
    monkeypatch.setitem(ROLE_CAPABILITIES, Role.AUDITOR, frozenset({"practice:burn"}))
    assert ids(checks.roles_are_known(None)) == ["accounts.E002"]


def test_role_without_a_row_is_an_error(monkeypatch):
    monkeypatch.delitem(ROLE_CAPABILITIES, Role.AUDITOR)
    assert ids(checks.roles_are_known(None)) == ["accounts.E001"]


def test_provider_without_tls_or_with_an_odd_name_is_an_error(settings):
    settings.SOCIALACCOUNT_PROVIDERS = provider("http://accesso.example", "P A T")
    settings.OIDC_ORIGINS = ["https://accesso.example/path"]
    assert ids(checks.providers_are_sound(None)) == ["accounts.E011", "accounts.E012", "accounts.E013"]


def test_loopback_provider_passes_in_the_demo_only(settings):
    settings.SOCIALACCOUNT_PROVIDERS = provider("http://127.0.0.1:9000")
    assert ids(checks.providers_are_sound(None)) == []
    settings.DEMO = False
    assert ids(checks.providers_are_sound(None)) == ["accounts.E012"]


def test_two_providers_of_one_administration_are_an_error(settings):
    settings.OIDC_ADMINISTRATIONS = {"uno": "p_TN", "due": "p_TN"}
    assert ids(checks.providers_are_sound(None)) == ["accounts.E010"]


def test_rate_limits_in_the_memory_of_one_process_are_an_error(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.DEMO = False
    assert ids(checks.sign_in_is_guarded(None)) == ["accounts.E020", "accounts.W021"]
