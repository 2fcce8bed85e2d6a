"""Secrets at rest: sealed by a key that is derived from the installation's, so that a copy of the database has none."""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class CannotOpen(Exception):
    """Sealed by a key that is not among the installation's any more."""


def seal(secret: bytes) -> str:
    """Return what may be stored."""
    return _fernet().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """Return the secret, also of an earlier key. Raises CannotOpen."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet().decrypt(sealed.encode())
    except InvalidToken as fault:
        raise CannotOpen from fault


def seal_again(sealed: str) -> str:
    """Return the same secret sealed by the present key. Raises CannotOpen."""
    return seal(unseal(sealed))


def is_of_present_key(sealed: str) -> bool:
    """Whether it stays readable when earlier keys are forgotten."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        Fernet(_derived(settings.SECRET_KEY)).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _fernet() -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str) -> bytes:
    return urlsafe_b64encode(salted_hmac("cityops.second-factor", "seal", secret=key, algorithm="sha256").digest())
