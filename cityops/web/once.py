"""What is asked once a request: reference data of the database, and whatever else many parts of a page need.

Outside of requests (commands, workers, threads of their own) nothing is kept, and everything is asked anew.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

T = TypeVar("T")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept for this request", default=None)


def once_a_request(ask: Callable[[], T]) -> Callable[[], T]:
    """Keep what a function returns until the request is answered. The answer is shared: it must not be changed."""

    @wraps(ask)
    def asked() -> T:
        kept = _kept.get()
        if kept is None:
            return ask()
        if ask not in kept:
            kept[ask] = ask()
        answer: T = kept[ask]
        return answer

    return asked


class OnceMiddleware:
    """Begins with nothing kept, and forgets what was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        token = _kept.set({})
        try:
            return self.get_response(request)
        finally:
            _kept.reset(token)
