"""The address a request came from, and the keyed hash under which it is counted."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """Return the client's address: of X-Forwarded-For only as many hops are trusted as proxies of ours stand before."""
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and hops:
        return str(hops[-min(trusted, len(hops))])
    return str(request.META.get("REMOTE_ADDR", ""))


def address_hash(request: HttpRequest) -> str:
    """Return 32 hexadecimal digits that tell addresses apart for a day and nothing more (the key changes daily)."""
    return _hash(_connection(client_address(request)))


def person_hash(user: Any) -> str:
    """Return the same for who is signed in: fifty officers behind one address are no crowd."""
    return _hash(f"person {user.pk}")


def _hash(what: str) -> str:
    day = timezone.localdate().isoformat()
    return salted_hmac(f"cityops.address.{day}", what, algorithm="sha256").hexdigest()[:32]


def _connection(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or a /64 of IPv6, in which every device picks its own."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
