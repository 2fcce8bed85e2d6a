"""What can be wrong with a style, of features or of a raster."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

SHORT = 60  # characters of what was given that are said again


class BadStyle(CityError):
    """A style that cannot be drawn. field: which part of it."""

    code, status = "bad_style", 422
    text = _("The style's “%(field)s” does not take “%(value)s”. Allowed: %(allowed)s.")


def bad(field: str, value: Any, allowed: Promise | str) -> BadStyle:
    """Return the fault of one part of a style: what was given, and what it takes."""
    return BadStyle(field=field[:SHORT], value=str(value)[:SHORT], allowed=allowed)
