"""Settings of FamilyNet: one file, read from the environment, loud about what it cannot read.

Every variable is described in docs/settings.md; a test compares the two.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from familynet.kernel.database import embedded_url

BASE_DIR = Path(__file__).resolve().parent.parent


def env_str(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file that NAME_FILE names; without a default it is required."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE).")
    return value


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in {"1", "true", "yes", "0", "false", "no"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in {"1", "true", "yes"}


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# --- How it runs -----------------------------------------------------------------------------

# The demo: no TLS, printed mail, demo accounts without a second factor. Never in production.
DEMO = env_bool("DEMO", False)
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY", "only-for-the-demo-on-this-machine-0123456789-abcdefghij" if DEMO else None)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else "")
VAR_DIR = Path(env_str("VAR_DIR", str(BASE_DIR / "var")))
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000")
# Where the source code is published; the footer links it. Empty: the legal notes say how to get it.
SOURCE_URL = env_str("SOURCE_URL", "")
# Where a weakness is reported (security.txt): mailto: or https: address. Empty: the form of the site.
SECURITY_CONTACT = env_str("SECURITY_CONTACT", "")
INSTALLED_APPS = [
    "familynet.kernel",
    "familynet.territories",
    "familynet.accounts",
    "familynet.notifications",
    "familynet.organisations",
    "familynet.protocols",
    "familynet.networks",
    "familynet.portal.apps.PortalConfig",
    "practices",
    "certifications",
    "districts",
    # After ours, so that our 404.html and 500.html are found first; only its static files are used.
    "bootstrap_italia_template",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "familynet.portal.apps.StaticFiles",
    "familynet.kernel.apps.SuperuserAdminConfig",
    "django.forms",  # templates of the form renderer
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    # Security headers first: they must be on every answer, also on errors made further down.
    "django.middleware.security.SecurityMiddleware",
    "familynet.portal.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    # Static files are answered before anything else looks at the request.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Anonymous public pages: cached, conditional, without a cookie.
    "familynet.portal.middleware.PublicPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # The language is in the path, so it is known before a view or an error page is made.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "familynet.accounts.middleware.AuthenticationMiddleware",
    # Sign-in is required unless a view says otherwise with @login_not_required.
    "familynet.accounts.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    # The sign-in pages alone may send a form to the providers of the administrations.
    "familynet.accounts.middleware.ProviderFormMiddleware",
    # After sign-in: whoever decides or administers sets up a second factor before going on.
    "familynet.accounts.middleware.SecondFactorMiddleware",
    # Turns a TransitionConflict into the page "someone was faster" (409).
    "familynet.portal.middleware.ConflictMiddleware",
]

ROOT_URLCONF = "familynet.urls"
WSGI_APPLICATION = "familynet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "familynet.portal.context_processors.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "familynet.kernel.templatetags.ui",
                "familynet.kernel.templatetags.words",
            ],
        },
    },
]
FORM_RENDERER = "familynet.kernel.forms.FormRenderer"

# --- Data ------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or embedded_url(VAR_DIR / "postgres"),
        conn_max_age=0,
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASE_POOL_SIZE = env_int("DATABASE_POOL_SIZE", 0)
if DATABASE_POOL_SIZE:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Rate limits must be seen by all processes, so they live in the database. django-allauth knows only
    # the alias "default"; the table comes from a migration of accounts.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # The default of 300 would let a flood of made-up addresses push out the counters of a real one.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Small and per process: pages and counts that are cheap to lose.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
# How long a public page is kept for readers without a session; 0 keeps none. A write renews it at once.
PUBLIC_PAGE_SECONDS = env_int("PUBLIC_PAGE_SECONDS", 60)

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(VAR_DIR / "documents"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET := env_str("S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": S3_BUCKET, "default_acl": "private", "querystring_auth": True},
    }
# Pages name the files with a hash only, so the others need not be written and compressed as well.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# No MEDIA_URL: uploads are private and leave only through a view that asks for permission.
MEDIA_ROOT = VAR_DIR / "documents"

DOCUMENT_MAX_BYTES = env_int("DOCUMENT_MAX_MB", 25) * 1024 * 1024
DOCUMENT_MAX_NAME = env_int("DOCUMENT_MAX_NAME", 120)
# Reading the text of a document: one child process, which ends at the first of these limits.
EXTRACT_SECONDS = env_int("EXTRACT_SECONDS", 60)
EXTRACT_MEMORY_MB = env_int("EXTRACT_MEMORY_MB", 512)
EXTRACT_MAX_CHARACTERS = env_int("EXTRACT_MAX_CHARACTERS", 1_000_000)
# How many months after an event the names and addresses of people without an account are kept.
EVENT_CONTACT_MONTHS = env_int("EVENT_CONTACT_MONTHS", 6)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "familynet.kernel.upload_handlers.BoundedUploadHandler",
]
# The import of a register is kept whole in one request.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italiano")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Rome"

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "familynet.accounts.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
ACCOUNT_ADAPTER = "familynet.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "familynet.accounts.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is confirmed by accepting the invitation sent to it
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, or after SESSION_COOKIE_AGE
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "familynet.accounts.forms.LoginForm",
    "reset_password": "familynet.accounts.forms.ResetPasswordForm",
}
# Asked again before roles are given, second factors changed, providers connected.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed", "a second factor was added"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # the key is the address, so a spread attack is slowed too
    "reset_password": "10/h/ip,3/h/key",
    "reset_password_from_key": "20/h/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "FamilyNet: "
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "familynet.accounts.forms.AddKeyForm",
    "edit_webauthn": "familynet.accounts.forms.EditKeyForm",
}
MFA_ADAPTER = "familynet.accounts.adapters.MfaAdapter"
MFA_TOTP_ISSUER = "FamilyNet"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", not DEMO)

# One OpenID Connect provider per administration: OIDC_PROVIDERS="pat,piemonte" and, for each,
# OIDC_PAT_NAME, OIDC_PAT_SERVER, OIDC_PAT_CLIENT_ID, OIDC_PAT_SECRET, OIDC_PAT_ADMINISTRATION (IPA code).
# OIDC_PAT_ISSUER only when the provider signs with another issuer than its address.
OIDC_ADMINISTRATIONS: dict[str, str] = {}
OIDC_ISSUERS: dict[str, str] = {}
_oidc_apps: list[dict[str, Any]] = []
for _provider in env_list("OIDC_PROVIDERS"):
    _prefix = f"OIDC_{_provider.upper()}"
    OIDC_ADMINISTRATIONS[_provider] = env_str(f"{_prefix}_ADMINISTRATION")
    OIDC_ISSUERS[_provider] = env_str(f"{_prefix}_ISSUER", env_str(f"{_prefix}_SERVER")).rstrip("/")
    _oidc_apps.append(
        {
            "provider_id": _provider,
            "name": env_str(f"{_prefix}_NAME"),
            "client_id": env_str(f"{_prefix}_CLIENT_ID"),
            "secret": env_str(f"{_prefix}_SECRET"),
            "settings": {"server_url": env_str(f"{_prefix}_SERVER"), "oauth_pkce_enabled": True},
        }
    )
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _oidc_apps}}
# The same address at a provider never opens a local account, and never is connected to one by itself.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # our adapter refuses what the provider has not verified
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "ente"
SOCIALACCOUNT_ONLY = False
# form-action covers the whole chain of redirects: the origin of each provider, and of what it redirects to.
OIDC_ORIGINS = sorted(
    {"{0.scheme}://{0.netloc}".format(urlsplit(app["settings"]["server_url"])) for app in _oidc_apps}
    | set(env_list("OIDC_ORIGINS"))
)

CSRF_FAILURE_VIEW = "familynet.accounts.held_forms.csrf_failure"

# --- Cookies and headers ---------------------------------------------------------------------

SECURE = not (DEMO or DEBUG)
SESSION_COOKIE_NAME = "__Host-sid" if SECURE else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = SECURE and env_bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "form-action": [SELF],  # and OIDC_ORIGINS on the sign-in pages (accounts.middleware)
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Mail and jobs ---------------------------------------------------------------------------

EMAIL_BACKEND = env_str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "FamilyNet <familynet@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A worker that is silent for this long counts as dead, and what it was doing is done again.
JOB_STALLED_SECONDS = env_int("JOB_STALLED_SECONDS", 60)
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": JOB_STALLED_SECONDS / 6,
    "stalled_worker_timeout": JOB_STALLED_SECONDS,
}
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
}
