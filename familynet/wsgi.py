"""The server's entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
# A web process keeps its connections: opening one costs more than a page that is found in memory.
os.environ.setdefault("DATABASE_POOL_SIZE", "4")
application = get_wsgi_application()
