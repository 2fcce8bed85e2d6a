"""What every template may need."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cityops.areas.city import this_city


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's own facts; nothing that asks the database."""
    return {"SITE_URL": settings.SITE_URL, "DEBUG": settings.DEBUG, "this_city": this_city()}
