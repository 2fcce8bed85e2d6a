"""Settings shared by every environment. The environment is read here and nowhere else; see `.env.example`."""

from datetime import date
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from cityops.settings.basemap import tile_origins
from geodata.city.folder import REFERENCE_DIR, read_city

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("CITYOPS_VAR", default=str(BASE_DIR / "var"))).resolve()
CITY = env.str("CITYOPS_CITY", default="batu")
CITY_ROOT = REFERENCE_DIR
try:
    _city = read_city(CITY, CITY_ROOT)
except CityError as fault:  # its text cannot be translated yet
    raise ImproperlyConfigured(f"CITYOPS_CITY={CITY}: {fault.code}: {fault.data}") from fault
IS_PRODUCTION = False

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("CITYOPS_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CITYOPS_ORIGINS", default=[])
SITE_URL = env.str("CITYOPS_URL", default=f"http://127.0.0.1:{env.str('CITYOPS_PORT', default='8000')}").rstrip("/")

INSTALLED_APPS = [
    "cityops.features",
    "cityops.policy",
    "layers",
    "cityops.areas",
    "cityops.accounts",
    "cityops.agencies",
    "cityops.notifications",
    "cityops.administration",
    "cityops.datasets",
    "cityops.facilities",
    "cityops.services",
    "cityops.reports",
    "cityops.farming",
    "cityops.desk",
    "geodata",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "leaflet",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cityops.web.once.OnceMiddleware",
    "layers.middleware.ShortWayMiddleware",
    "cityops.web.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cityops.accounts.middleware.WhoAsksMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cityops.web.errors.CityErrorMiddleware",
]

ROOT_URLCONF = "cityops.urls"
WSGI_APPLICATION = "cityops.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cityops.areas.context.site",
            ],
            "builtins": ["template_partials.templatetags.partials", "cityops.web.icons"],
            "libraries": {"file_sizes": "cityops.web.sizes", "front_end": "cityops.web.front_end"},
        },
    },
]

# --- Database. The application is a plain role; migrations and tests run as the owner. ---
DATABASE_ROLE = env.str("CITYOPS_DB_ROLE", default="app")
_APP_URL = env.str("DATABASE_URL", default="postgis://cityops_app@127.0.0.1:5432/cityops")
_OWNER_URL = env.str("DATABASE_OWNER_URL", default=_APP_URL)
_POOL = env.int("CITYOPS_DB_POOL", default=0)
DATABASES = {
    "default": {
        **env.db_url_config(_OWNER_URL if DATABASE_ROLE == "owner" else _APP_URL),
        "ENGINE": "cityops.web.postgis",
        # A web process shares a pool: its threads come and go with the load, and a connection that belonged to one
        # would stay open after it. Commands and the worker have no pool.
        "CONN_MAX_AGE": 0 if _POOL else 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
if _POOL:
    # Nobody's question may hold a web thread for long; commands and the worker may take their time.
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=10s"
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _POOL, "timeout": 10, "max_idle": 120}
DATABASE_APP_ROLE = env.str("CITYOPS_DB_APP_ROLE", default="cityops_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SERIALIZATION_MODULES: dict[str, str] = {}

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cityops.accounts.backend.Backend"]
ADMIN_PASSWORD = env.str("CITYOPS_ADMIN_PASSWORD", default="")  # for createadmin, where nobody can be asked
NEW_PASSWORD = env.str("CITYOPS_NEW_PASSWORD", default="")  # for give_role, likewise
# Roles that need a second factor, and the day from which they do (none: from now on).
SECOND_FACTOR_ROLES = [role.strip() for role in env.list("CITYOPS_SECOND_FACTOR_ROLES", default=[])]
_FROM = env.str("CITYOPS_SECOND_FACTOR_FROM", default="")
try:
    SECOND_FACTOR_FROM = date.fromisoformat(_FROM) if _FROM else None
except ValueError as wrong:
    raise ImproperlyConfigured(f"CITYOPS_SECOND_FACTOR_FROM={_FROM}: write a day like 2027-01-31") from wrong
SESSION_ENGINE = "cityops.accounts.sessions"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:work_map"
LOGOUT_REDIRECT_URL = "desk:public_map"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds that a link to choose a password is good for
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Language and time ---
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cityops.web.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = _city.time_zone
USE_THOUSAND_SEPARATOR = True

# --- Files ---
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cityops.static_packages.PackageFinder",
    "cityops.static_sheets.SheetFinder",
]
MEDIA_ROOT = Path(env.str("CITYOPS_MEDIA", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# Files that staff bring in, until they are layers; and the rasters among these.
UPLOAD_DIR = Path(env.str("CITYOPS_UPLOADS", default=str(VAR_DIR / "uploads")))
INBOX_DIR = env.str("CITYOPS_INBOX", default="")
UPLOAD_MAX_BYTES = env.int("CITYOPS_UPLOAD_MAX_MB", default=1024) * 1024 * 1024
# Finished tiles, shared by the processes of one machine; may be emptied at any time.
TILE_DIR = Path(env.str("CITYOPS_TILES", default=str(VAR_DIR / "tiles")))

# --- Mail: to a folder unless a server is named ---
_MAIL_URL = env.str("EMAIL_URL", default="")
HAS_MAIL = bool(_MAIL_URL)  # whether mail reaches anybody
if _MAIL_URL:
    vars().update(env.email_url_config(_MAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20  # seconds: a server that never answers must not hold the worker
DEFAULT_FROM_EMAIL = env.str("CITYOPS_MAIL_FROM", default=f"Peta {_city.name} <peta@localhost>")

# --- Map ---
OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
BASEMAP_URL = env.str("CITYOPS_BASEMAP_URL", default=OSM_TILES)
BASEMAP_ATTRIBUTION = env.str(
    "CITYOPS_BASEMAP_ATTRIBUTION",
    default='© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
)
LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False, "SCALE": "metric", "ATTRIBUTION_PREFIX": ""}

# --- Limits of what strangers may send ---
REPORTS_PER_HOUR_FROM_ONE_ADDRESS = env.int("CITYOPS_REPORTS_PER_HOUR", default=10)
PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = env.int("CITYOPS_PHOTOS_PER_HOUR", default=60)
OFFERS_PER_HOUR_FROM_ONE_ADDRESS = env.int("CITYOPS_OFFERS_PER_HOUR", default=20)
PLOTS_PER_HOUR_FROM_ONE_ADDRESS = env.int("CITYOPS_PLOTS_PER_HOUR", default=20)
REQUESTS_PER_HOUR_FROM_ONE_ADDRESS = env.int("CITYOPS_REQUESTS_PER_HOUR", default=10)
REPLIES_PER_DAY_TO_ONE_REPORT = env.int("CITYOPS_REPLIES_PER_DAY", default=10)
PHOTO_MAX_BYTES = env.int("CITYOPS_PHOTO_MAX_MB", default=15) * 1024 * 1024
PHOTO_MAX_PIXELS = env.int("CITYOPS_PHOTO_MAX_MEGAPIXELS", default=60) * 1_000_000
PHOTOS_PER_REPORT = 5
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "cityops.web.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# How many proxies of ours stand before the web server: that many addresses of X-Forwarded-For are trusted.
TRUSTED_PROXIES = env.int("CITYOPS_TRUSTED_PROXIES", default=0)

# --- Security ---
# The key may change without signing everybody out: former keys are read, nothing new is signed by them.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# GDAL before 3.9 cannot refuse a spatial reference that names files or addresses. No stranger's reference ever
# reaches it: files are read in a child process with limits (geodata/readers), and all else here is EPSG by number.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
CSRF_FAILURE_VIEW = "cityops.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_origins(BASEMAP_URL)],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("CITYOPS_LOG_LEVEL", default="INFO")},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # it tells of every passkey
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
