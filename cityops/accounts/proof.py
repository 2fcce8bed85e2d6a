"""Showing who one is by whatever was filled in: password, code, recovery code or passkey, counted by the brake."""

from collections.abc import Callable

from django.contrib.auth import authenticate
from django.http import HttpRequest

from cityops.accounts.actions import show_code, show_recovery_code
from cityops.accounts.brake import FOR_A_SECOND_STEP, begin_attempt
from cityops.accounts.faults import CodeUsed, PasskeyRefused, WrongCode, WrongPassword, WrongRecoveryCode
from cityops.accounts.log import record
from cityops.accounts.models import User
from cityops.accounts.passkeys import finish_showing
from cityops.web.address import address_hash

Way = Callable[[HttpRequest, User, str], None]
REFUSALS = (CodeUsed, PasskeyRefused, WrongCode, WrongPassword, WrongRecoveryCode)


def _password(request: HttpRequest, user: User, typed: str) -> None:
    if authenticate(request, username=user.get_username(), password=typed) is None:
        raise WrongPassword


def _code(request: HttpRequest, user: User, typed: str) -> None:
    show_code(actor=user, typed=typed)


def _recovery(request: HttpRequest, user: User, typed: str) -> None:
    show_recovery_code(actor=user, typed=typed)


def _passkey(request: HttpRequest, user: User, typed: str) -> None:
    finish_showing(request, typed, user)


SECOND_STEP: dict[str, Way] = {"passkey": _passkey, "code_app": _code, "recovery": _recovery}
PASSWORD: dict[str, Way] = {"password": _password}
ANY_WAY: dict[str, Way] = {**SECOND_STEP, **PASSWORD}


def prove(request: HttpRequest, user: User, ways: dict[str, Way]) -> str:
    """Try the one that was filled in, and return which; fields are named as the ways.

    Raises TooManySignIns, or the fault of that way. A wrong one is noted for the person to see.
    """
    way = next((name for name in ways if request.POST.get(name, "").strip()), "")
    if not way:
        raise WrongPassword if "password" in ways else WrongCode
    attempt = begin_attempt(
        name=str(user.pk), address_hash=address_hash(request), kind="second step", most=FOR_A_SECOND_STEP
    )
    try:
        ways[way](request, user, request.POST[way])
    except REFUSALS:
        verb = "second_step_failed" if ways is SECOND_STEP else "proof_failed"
        record(user, verb, actor=user, way=way, address=address_hash(request))
        raise
    attempt.succeeded()
    return way
