"""What is asked once a request: reference data of the database, and whatever else many parts of a page need.

Outside of requests (commands, workers, threads of their own) nothing is kept, and everything is asked anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
T = TypeVar("T")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept for this request", default=None)


def once_a_request(ask: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function returns until the request is answered. The answer is shared: it must not be changed.

    What it is asked with can be hashed.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return ask(*args, **kwargs)
        key = (ask, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = ask(*args, **kwargs)
        answer: T = kept[key]
        return answer

    return asked


def is_in_request() -> bool:
    """Whether something is kept at all."""
    return _kept.get() is not None


@contextmanager
def asked_once() -> Iterator[None]:
    """Keep what is asked inside, as in a request; in one, nothing more."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


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
