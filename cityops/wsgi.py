"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from cityops.web.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityops.settings.dev")
os.environ.setdefault("CITYOPS_DB_POOL", "6")  # connections of one web process: four threads and a little air
application = get_wsgi_application()
warm_up()
