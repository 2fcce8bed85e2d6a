"""Showing a second factor: each of these accepts one, once, and says so by returning.

The row is locked before it is looked at: the same code on two connections is accepted on one of them.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from cityops.accounts.faults import CodeUsed, PasskeyRefused, WrongCode, WrongRecoveryCode
from cityops.accounts.models import CodeApp, Passkey, RecoveryCode, User
from cityops.accounts.one_time import step_of
from cityops.accounts.recovery import hash_of
from cityops.accounts.seal import CannotOpen, unseal

logger = logging.getLogger(__name__)


@transaction.atomic
def show_code(*, actor: User, typed: str) -> None:
    """Accept a code of the person's app. Raises WrongCode, CodeUsed."""
    app = CodeApp.objects.select_for_update().filter(user=actor).first()
    if app is None:
        raise WrongCode
    try:
        secret = unseal(app.sealed_secret)
    except CannotOpen as fault:
        logger.error("code app %s is sealed by a key that is gone: reset_second_factor", app.pk)
        raise WrongCode from fault
    now = timezone.now()
    step = step_of(secret, "".join(typed.split()), now)
    if step is None:
        raise WrongCode
    if step <= app.last_step:
        raise CodeUsed
    app.last_step, app.used_at = step, now
    app.save(update_fields=["last_step", "used_at"])


@transaction.atomic
def show_recovery_code(*, actor: User, typed: str) -> None:
    """Use up a recovery code. Raises WrongRecoveryCode."""
    codes = RecoveryCode.objects.filter(user=actor, code_hash=hash_of(typed), used_at=None)
    if not codes.update(used_at=timezone.now()):
        raise WrongRecoveryCode


@transaction.atomic
def show_passkey(*, passkey_id: int, check: Callable[[Passkey], int]) -> User:
    """Accept what a passkey signed: `check(passkey)` verifies it and returns the device's counter.

    A counter that does not go on is that of a copy. Raises PasskeyRefused.
    """
    passkey = Passkey.objects.select_for_update(of=("self",)).select_related("user").filter(pk=passkey_id).first()
    if passkey is None:
        raise PasskeyRefused
    counter = check(passkey)
    if (counter or passkey.counter) and counter <= passkey.counter:
        logger.warning("passkey %s counts %s after %s: a copy?", passkey.pk, counter, passkey.counter)
        raise PasskeyRefused
    passkey.counter, passkey.used_at = counter, timezone.now()
    passkey.save(update_fields=["counter", "used_at"])
    return passkey.user
