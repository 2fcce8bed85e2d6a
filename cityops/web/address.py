"""The address a request came from, and the keyed hash under which it is counted."""

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
    day = timezone.localdate().isoformat()
    return salted_hmac(f"cityops.address.{day}", client_address(request), algorithm="sha256").hexdigest()[:32]
