"""The secret in a link that lets its holder act as the person who sent a feature, without an account."""

import hmac
import secrets
from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.crypto import salted_hmac


class HasSecret(Protocol):
    """A feature with a secret: `secret_salt = CharField(max_length=16, default=new_salt)`.

    link_name: a class attribute that makes secrets of this kind differ from those of all others, such as the model's
    label. It never changes: every link that was given out hangs on it.
    """

    code: str
    secret_salt: str
    link_name: ClassVar[str]


def new_salt() -> str:
    """Return what makes one feature's secret its own."""
    return secrets.token_hex(8)


def secret_of(feature: HasSecret, *, key: str | bytes | None = None) -> str:
    """Return the feature's secret, 20 characters; derived, so that nothing in the database gives it away."""
    said = f"{feature.code}:{feature.secret_salt}"
    return salted_hmac(feature.link_name, said, secret=key, algorithm="sha256").hexdigest()[:20]


def is_secret_of(feature: HasSecret, secret: str) -> bool:
    """Whether `secret` opens the feature, also under an earlier key of the installation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(secret_of(feature, key=key).encode(), secret.encode()) for key in keys)
