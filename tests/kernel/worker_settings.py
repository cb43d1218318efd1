"""The settings of the tests, for a worker in its own process: real mail, quick to count as dead."""

import os

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("TEST_SMTP_PORT", "9"))
JOB_STALLED_SECONDS = 2
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 0.3, "stalled_worker_timeout": 2}
# Only what a test asks for: no periodic job of the last minutes is made up for.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 0}
PROCRASTINATE_IMPORT_PATHS = ["tests.kernel.jobs"]
# The uploads of the test that started the worker.
STORAGES = {
    **STORAGES,  # noqa: F405
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ.get("TEST_DOCUMENTS", "/nonexistent")},
    },
}
