"""Adding and taking away second factors. Whatever changes here ends the person's other sessions."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cityops.accounts.actions.sessions import drop_sessions
from cityops.accounts.faults import HasCodeApp, NotThereAnyMore, PasskeyKnown, WrongCode
from cityops.accounts.log import record
from cityops.accounts.models import CodeApp, Passkey, RecoveryCode, User
from cityops.accounts.one_time import step_of
from cityops.accounts.policy import check_may_secure
from cityops.accounts.queries import has_factor
from cityops.accounts.recovery import hash_of, new_codes
from cityops.accounts.seal import seal


@transaction.atomic
def add_code_app(*, actor: User, secret: bytes, typed: str, keep: UUID | None) -> list[str]:
    """Keep the secret once a code proves that the app has it; returns recovery codes if this is the first factor.

    keep: the session that stays. Raises HasCodeApp, WrongCode.
    """
    _lock(actor)
    if CodeApp.objects.filter(user=actor).exists():
        raise HasCodeApp
    step = step_of(secret, "".join(typed.split()), timezone.now())
    if step is None:
        raise WrongCode
    codes = _codes_for_the_first(actor)
    app = CodeApp.objects.create(user=actor, sealed_secret=seal(secret), last_step=step)
    _changed(actor, "factor_added", keep, way="code_app", factor=app.pk)
    return codes


@transaction.atomic
def add_passkey(
    *, actor: User, name: str, credential_id: bytes, credential: bytes, counter: int, keep: UUID | None
) -> list[str]:
    """Keep a passkey that the caller has verified; returns recovery codes if this is the first factor.

    Raises PasskeyKnown.
    """
    _lock(actor)
    codes = _codes_for_the_first(actor)
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                user=actor, name=name, credential_id=credential_id, credential=credential, counter=counter
            )
    except IntegrityError as fault:
        raise PasskeyKnown from fault
    _changed(actor, "factor_added", keep, way="passkey", factor=passkey.pk)
    return codes


@transaction.atomic
def remove_code_app(*, actor: User, keep: UUID | None) -> None:
    """Forget the app. Raises NotThereAnyMore."""
    _lock(actor)
    app = CodeApp.objects.filter(user=actor).first()
    if app is None:
        raise NotThereAnyMore
    _remove(app, actor, keep, way="code_app")


@transaction.atomic
def remove_passkey(*, actor: User, passkey_id: int, keep: UUID | None) -> None:
    """Forget a passkey. Raises NotThereAnyMore."""
    _lock(actor)
    passkey = Passkey.objects.filter(user=actor, pk=passkey_id).first()
    if passkey is None:
        raise NotThereAnyMore
    _remove(passkey, actor, keep, way="passkey")


@transaction.atomic
def make_recovery_codes(*, actor: User) -> list[str]:
    """Make new ones, so that those on the old sheet end. Raises NotThereAnyMore where they would lead nowhere."""
    _lock(actor)
    if not has_factor(actor):
        raise NotThereAnyMore
    record(actor, "recovery_made", actor=actor)
    return _new_codes(actor)


@transaction.atomic
def reset_factors(*, actor: User | None, user: User) -> int:
    """Take away all of somebody's factors and end their sessions: the phone is lost. Returns how many factors.

    actor None: an operator at the machine. Raises NotAllowed.
    """
    _lock(user)
    check_may_secure(actor)
    count = sum(model.objects.filter(user=user).delete()[0] for model in (CodeApp, Passkey))
    RecoveryCode.objects.filter(user=user).delete()
    ended = drop_sessions(user)
    record(user, "factors_reset", actor=actor, factors=count, sessions=ended)
    return count


def _lock(user: User) -> None:
    """Let one change at a time into somebody's factors."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _remove(factor: CodeApp | Passkey, actor: User, keep: UUID | None, *, way: str) -> None:
    number = factor.pk
    factor.delete()
    if not has_factor(actor):
        RecoveryCode.objects.filter(user=actor).delete()
    _changed(actor, "factor_removed", keep, way=way, factor=number)


def _changed(actor: User, verb: str, keep: UUID | None, *, way: str, factor: int) -> None:
    ended = drop_sessions(actor, keep=keep)
    record(actor, verb, actor=actor, way=way, factor=factor, sessions=ended)


def _codes_for_the_first(actor: User) -> list[str]:
    return [] if has_factor(actor) else _new_codes(actor)


def _new_codes(actor: User) -> list[str]:
    codes = new_codes()
    RecoveryCode.objects.filter(user=actor).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=actor, code_hash=hash_of(code)) for code in codes)
    return codes
