"""Who asks, and whether their session has shown a second factor."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

PROOF = "second_factor"
"""Key of the session: by which way a second factor was shown in it."""


class WhoAsksMiddleware(AuthenticationMiddleware):
    """Django's own, and says on the user what the policy wants to know of the session. No query of its own."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the user on the request, read when it is first needed."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def meet(request: HttpRequest) -> None:
    """Put the person themselves on the request, whose session has been read by now.

    Django's stand-in for them takes ten times as long for each attribute, and a page asks the policy a hundred times.
    """
    person = getattr(request, "_cached_user", None)
    if person is not None:
        request.user = person


def _user_of(request: HttpRequest) -> Any:
    user: Any = get_user(request)
    if user.is_authenticated:
        user.is_unproven = PROOF not in request.session
    return user
