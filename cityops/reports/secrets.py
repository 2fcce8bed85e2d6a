"""The reporter's secret link, and what this phone remembers: its own reports, and those of others that it follows."""

import hmac

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cityops.reports.models import Report

COOKIE = "laporan"
FOLLOWED = "diikuti"
REMEMBER_S = 400 * 24 * 3600  # browsers keep a cookie no longer
MOST = 60
_SALT = "cityops.reports.mine"


def secret_of(report: Report, *, key: str | bytes | None = None) -> str:
    """Return the report's secret, 20 characters; derived, so that nothing in the database gives it away."""
    digest = salted_hmac(
        "cityops.reports.secret", f"{report.code}:{report.secret_salt}", secret=key, algorithm="sha256"
    )
    return digest.hexdigest()[:20]


def is_secret_of(report: Report, secret: str) -> bool:
    """Whether `secret` opens the report, also under an earlier key of the installation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(secret_of(report, key=key).encode(), secret.encode()) for key in keys)


def codes_on_this_phone(request: HttpRequest) -> list[str]:
    """Return the codes of reports that were sent from, or opened by their secret on, this browser; newest first."""
    return _codes_in(request, COOKIE)


def followed_on_this_phone(request: HttpRequest) -> list[str]:
    """Return the codes of reports that this browser follows, newest first; following gives no right to anything."""
    return _codes_in(request, FOLLOWED)


def remember_on_this_phone(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Keep the report among those of this browser: a signed cookie that scripts cannot read."""
    others = [code for code in codes_on_this_phone(request) if code != report.code]
    _keep(response, COOKIE, [report.code, *others])


def follow_on_this_phone(request: HttpRequest, response: HttpResponse, report: Report, *, follow: bool) -> None:
    """Begin or stop following a report on this browser."""
    others = [code for code in followed_on_this_phone(request) if code != report.code]
    _keep(response, FOLLOWED, [report.code, *others] if follow else others)


def _codes_in(request: HttpRequest, cookie: str) -> list[str]:
    try:
        codes = signing.loads(request.COOKIES.get(cookie, ""), salt=f"{_SALT}.{cookie}", max_age=REMEMBER_S)
    except signing.BadSignature:
        return []
    return [code for code in codes if isinstance(code, str)]


def _keep(response: HttpResponse, cookie: str, codes: list[str]) -> None:
    response.set_cookie(
        cookie,
        signing.dumps(codes[:MOST], salt=f"{_SALT}.{cookie}", compress=True),
        max_age=REMEMBER_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
