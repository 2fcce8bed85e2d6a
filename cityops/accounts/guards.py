"""Doors of one's own account: signed in, and for changes somebody who has just shown who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from cityops.accounts.entrance import begin_second_step, is_confirmed
from cityops.accounts.faults import ConfirmAgain, ConfirmFirst, SecondFactorWanted
from cityops.accounts.models import User
from cityops.accounts.queries import has_factor
from cityops.policy.registry import is_held_back
from cityops.web.errors import wants_json

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in_only(view: View[P]) -> View[P]:
    """Let in whoever is signed in, with a role or without; nothing of it is kept by browsers."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else reverse("accounts:security")
            )
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return cast("View[P]", guarded)


def confirmed_only(view: View[P]) -> View[P]:
    """Ask for the password or a factor again where that was more than ten minutes ago, and come back.

    Whoever has a factor that this session has not shown is led to the second step: the password alone changes nothing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if owes_second_step(request):
            return _second_step_first(request)
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        if wants_json(request):
            raise ConfirmAgain
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': _page_of(request)})}")

    return cast("View[P]", guarded)


def proven_only(view: View[P]) -> View[P]:
    """Lead whoever owes a second step to it, or to the set-up where their role demands one, and then back here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if owes_second_step(request):
            return _second_step_first(request)
        if is_held_back(request.user):
            return second_factor_first(request)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def must_be_confirmed(request: HttpRequest) -> None:
    """Raise ConfirmFirst where `confirmed_only` would ask: for a form, which must not be lost over it."""
    if owes_second_step(request) or not is_confirmed(request):
        raise ConfirmFirst


def owes_second_step(request: HttpRequest) -> bool:
    """Whether the account has a second factor that this session has not shown."""
    user = signed_in(request)
    return user.is_unproven and has_factor(user)


def _second_step_first(request: HttpRequest) -> HttpResponse:
    """Lead to the second step and back to this page; a program is told why. Raises ConfirmAgain."""
    if wants_json(request):
        raise ConfirmAgain
    return begin_second_step(request, signed_in(request), next_url=_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or for a form the one that it stands on."""
    if request.method == "GET":
        return request.get_full_path()
    page = urlsplit(request.headers.get("referer", ""))
    return page.path if page.netloc == request.get_host() and page.path else reverse("accounts:security")


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """Lead whoever is held back to the set-up and then back here; a program is told why. Raises SecondFactorWanted."""
    if wants_json(request):
        raise SecondFactorWanted
    htmx: Any = getattr(request, "htmx", False)
    back = resolve_url("desk:work_map") if htmx or request.method != "GET" else request.get_full_path()
    address = f"{reverse('accounts:wanted')}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if htmx else redirect(address)


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in, behind a door that has looked."""
    return cast("User", request.user)
