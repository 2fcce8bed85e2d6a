"""Faults of the domain: one class a fault, with a stable code, a text that says what to do, and an HTTP status."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class CityError(Exception):
    """A fault that the reader can do something about.

    `code` is stable and for programs; `text` is translated and says what to do; `data` holds the values that the text
    names with %(name)s and that programs may want.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    text: Text = _("Something in this request is not right. Go back and try again.")

    def __init__(self, text: Text | None = None, **data: object) -> None:
        if text is not None:
            self.text = text
        self.data = data
        super().__init__(self.code)

    def __str__(self) -> str:
        """Return the text in the active language, its values filled in."""
        text = str(self.text)
        return text % self.data if self.data else text


class NotAllowed(CityError):
    """Known to the reader, but not theirs to do."""

    code, status = "not_allowed", 403
    text = _("You may not do this here. Ask the head of your agency or the dispatcher.")


class NotFound(CityError):
    """Not there, or not for this reader to know."""

    code, status = "not_found", 404
    text = _("There is nothing here. Check the code, or search on the map.")


class TooMany(CityError):
    """A limit for one address was passed."""

    code, status = "too_many", 429
    text = _("That was a lot in a short time. Wait a little, then try again.")


class Unavailable(CityError):
    """A part of the system that this needs does not answer."""

    code, status = "unavailable", 503
    text = _("The system is being repaired. What you typed is kept; try again in a minute.")
