"""From the password to the work: who waits for a second step, who is let in, and where to."""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_backends, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from cityops.accounts.backend import Backend
from cityops.accounts.demand import is_demanded
from cityops.accounts.device import browser_of, network_of, system_of
from cityops.accounts.faults import StepExpired
from cityops.accounts.log import record
from cityops.accounts.middleware import PROOF
from cityops.accounts.models import User
from cityops.policy.registry import all_grants_of
from cityops.web.address import address_hash

WAITS_S = 600
PENDING = "second_step"
CONFIRMED = "confirmed_at"
CONFIRMED_S = 600


@dataclass(frozen=True)
class Pending:
    """Somebody whose password was right. next: where they wanted to go, or nothing."""

    user: User
    next: str


def begin_second_step(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Remember who waits, under a new key of the session, and ask for the second step. Nobody is signed in by this."""
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "next": next_url,
        "at": int(time.time()),
    }
    request.session.cycle_key()
    return redirect("accounts:second_step")


def pending(request: HttpRequest) -> Pending:
    """Return who waits. Raises StepExpired, also where the account was shut or its password changed meanwhile."""
    kept = request.session.get(PENDING)
    if not kept or time.time() - kept["at"] > WAITS_S:
        raise StepExpired
    user = User.objects.filter(pk=kept["user"]).first()
    if user is None or not may_sign_in(user) or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        raise StepExpired
    return Pending(user, kept["next"])


def may_sign_in(user: User) -> bool:
    """Whether this account is in use here, as the password's backend says."""
    return any(backend.user_can_authenticate(user) for backend in get_backends() if isinstance(backend, Backend))


def let_in(request: HttpRequest, user: User, *, way: str) -> None:
    """Sign somebody in under a new key; `way`: what they showed, "password" where that was all."""
    request.session.pop(PENDING, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    agent = request.headers.get("user-agent", "")
    request.session["browser"], request.session["system"] = browser_of(agent), system_of(agent)
    request.session["network"] = network_of(request)
    if way == "password":
        request.session.pop(PROOF, None)
        user.is_unproven = True
    else:
        request.session[PROOF] = way
        user.is_unproven = False
    confirm(request)
    record(user, "sign_in", actor=user, way=way, address=address_hash(request))


def confirm(request: HttpRequest) -> None:
    """Note that the person has just shown who they are."""
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    """Whether they did a moment ago, so that an open screen alone changes no factor."""
    return time.time() - int(request.session.get(CONFIRMED, 0)) < CONFIRMED_S


def then_to(request: HttpRequest, user: User, next_url: str) -> HttpResponseRedirect:
    """Lead to the set-up where a role demands it, else to where the person wanted to go, else to their work."""
    grants = all_grants_of(user)
    to = next_url or resolve_url(settings.LOGIN_REDIRECT_URL if grants else "reports:mine")
    if is_demanded(grants) and PROOF not in request.session:
        return redirect(f"{reverse('accounts:wanted')}?{urlencode({'next': to})}")
    return redirect(to)


def next_of(request: HttpRequest, *, otherwise: str) -> str:
    """Return the address that a form or a link names, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url(otherwise) if otherwise else ""
