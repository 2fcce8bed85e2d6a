"""The embedded default: one machine, plain HTTP, everything under `var/`. `CITYOPS_DEBUG=1` for work on the code."""

from cityops.settings.base import *  # noqa: F403
from cityops.settings.base import STORAGES, VAR_DIR, env
from cityops.settings.secret import secret_key_in

DEBUG = env.bool("CITYOPS_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key_in(VAR_DIR)

if DEBUG:
    STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
