"""Settings of the tests: a real PostgreSQL without waiting for the disk, and the fast choices."""

import os
from pathlib import Path

from familynet.kernel.database import embedded_url

os.environ["DEMO"] = "1"
os.environ.setdefault(
    "DATABASE_URL",
    embedded_url(Path(__file__).resolve().parent.parent / "var" / "test-postgres", throwaway=True),
)

from familynet.settings import *  # noqa: F403

SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/nonexistent"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are found where they lie: nothing is collected for a test.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Tests see every page as it is now; those of the page cache switch it on.
PUBLIC_PAGE_SECONDS = 0
