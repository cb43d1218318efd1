"""The server's entry."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
# A web process keeps its connections: opening one costs more than a page that is found in memory.
os.environ.setdefault("DATABASE_POOL_SIZE", "4")
application = get_wsgi_application()
# All code is loaded now and stays: the collector of garbage need not look through it again, which would stop a
# reader for some 50 ms now and then.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
