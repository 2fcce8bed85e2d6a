"""Whether a request was made by a page of ours, by what the browser itself says of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches for it: all of Sec-Fetch-Site and Origin that it gave, or else the Referer."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        page = urlsplit(request.headers.get("referer", ""))
        origin = f"{page.scheme}://{page.netloc}"
    return site in {None, "same-origin"} and (origin is None or origin in own_origins(request))


def own_origins(request: HttpRequest) -> set[str]:
    """Return the origins that are this site: the one asked, and those that settings name."""
    return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
