"""Tests: fast hashing, mail in memory, no basemap, files in a temporary folder."""

import atexit
import shutil
import tempfile
from pathlib import Path

from cityops.settings.base import *  # noqa: F403
from cityops.settings.base import CONTENT_SECURITY_POLICY, DATABASES, STORAGES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the live server has a thread for each connection of a browser
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HAS_MAIL = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="cityops-test-media-"))
TILE_DIR = MEDIA_ROOT / "tiles"
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
BASEMAP_URL = ""
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "img-src": ["'self'", "data:", "blob:"]}
}
