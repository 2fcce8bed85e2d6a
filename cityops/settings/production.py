"""Production: everything secret or public-facing comes from the environment and has no default."""

from cityops.settings.base import *  # noqa: F403
from cityops.settings.base import TRUSTED_PROXIES, env

IS_PRODUCTION = True
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("CITYOPS_HOSTS")
SITE_URL = env.str("CITYOPS_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CITYOPS_ORIGINS", default=[SITE_URL])

SECURE_SSL_REDIRECT = env.bool("CITYOPS_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if TRUSTED_PROXIES:  # without a proxy of ours the header is a stranger's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("CITYOPS_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("CITYOPS_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("CITYOPS_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
