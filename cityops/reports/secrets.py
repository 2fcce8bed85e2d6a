"""What this phone remembers: its own reports (sent here, or opened by their secret link), and those it follows."""

from django.http import HttpRequest, HttpResponse

from cityops.reports.models import Report
from cityops.web.phone import CodesOnPhone

COOKIE = "laporan"
FOLLOWED = "diikuti"
_own = CodesOnPhone(COOKIE, f"cityops.reports.mine.{COOKIE}")
_followed = CodesOnPhone(FOLLOWED, f"cityops.reports.mine.{FOLLOWED}")


def codes_on_this_phone(request: HttpRequest) -> list[str]:
    """Return the codes of reports that were sent from, or opened by their secret on, this browser; newest first."""
    return _own.codes(request)


def followed_on_this_phone(request: HttpRequest) -> list[str]:
    """Return the codes of reports that this browser follows, newest first; following gives no right to anything."""
    return _followed.codes(request)


def remember_on_this_phone(request: HttpRequest, response: HttpResponse, report: Report) -> None:
    """Keep the report among those of this browser."""
    _own.remember(request, response, report.code)


def follow_on_this_phone(request: HttpRequest, response: HttpResponse, report: Report, *, follow: bool) -> None:
    """Begin or stop following a report on this browser."""
    (_followed.remember if follow else _followed.forget)(request, response, report.code)
