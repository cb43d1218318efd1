"""Production's settings on a scratch database, with one empty view as the yardstick."""

import os
from pathlib import Path

from familynet.kernel.database import embedded_url

BENCH_DIR = Path(os.environ.get("BENCH_DIR") or Path(__file__).resolve().parent.parent / "var" / "bench")
os.environ["VAR_DIR"] = str(BENCH_DIR)
os.environ["DEMO"] = "1"  # no TLS on loopback
os.environ.setdefault("DATABASE_POOL_SIZE", "8")
os.environ.setdefault("DATABASE_URL", embedded_url(BENCH_DIR / "postgres", throwaway=True))

from familynet.settings import *  # noqa: E402, F403

# What our search is compared with. Wagtail's own search is this library.
INSTALLED_APPS = [*INSTALLED_APPS, "modelsearch", "bench.rival"]  # noqa: F405
ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "familynet.wsgi.application"
