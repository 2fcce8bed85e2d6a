"""Where somebody is signed in, roughly: the browser in words, and the network without the house."""

import re
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.http import HttpRequest

from cityops.web.address import client_address

# The first that fits: each of these also says that it is one of those below.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"UCBrowser/", "UC Browser"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """Return the browser's name, or nothing."""
    return _first(BROWSERS, user_agent)


def system_of(user_agent: str) -> str:
    """Return what it runs on, or nothing."""
    return _first(SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")


def network_of(request: HttpRequest) -> str:
    """Return the first half of an IPv4 address, or the first 32 bits of an IPv6 one: the provider, not the line."""
    try:
        address = ip_address(client_address(request).strip("[]"))
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    if isinstance(address, IPv4Address):
        return ".".join(str(address).split(".")[:2]) + ".…"
    return str(IPv6Network((int(address), 32), strict=False).network_address).rstrip(":") + ":…"
