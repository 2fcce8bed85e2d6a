"""Codes that an app shows for half a minute each (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). No database."""

import secrets
from base64 import b32encode
from datetime import datetime

STEP_S = 30
DIGITS = 6
SKEW = 1  # steps by which a phone's clock may be wrong, either way


def new_secret() -> bytes:
    """Return 160 bits, as the RFC recommends."""
    return secrets.token_bytes(20)


def step_at(at: datetime) -> int:
    """Return the number of the half minute."""
    return int(at.timestamp()) // STEP_S


def code_of(secret: bytes, step: int) -> str:
    """Return the code of one half minute."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.hotp import HOTP

    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - what every app speaks; HMAC holds


def step_of(secret: bytes, typed: str, at: datetime) -> int | None:
    """Return the latest half minute near `at` whose code was typed, or None."""
    now = step_at(at)
    found = None
    for step in range(now - SKEW, now + SKEW + 1):  # all of them, so that the time taken tells nothing
        if secrets.compare_digest(code_of(secret, step).encode(), typed.encode()):
            found = step
    return found


def spelled(secret: bytes) -> str:
    """Return the secret in groups of four, for who types it."""
    letters = b32encode(secret).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address_for_app(secret: bytes, *, name: str, issuer: str) -> str:
    """Return the otpauth:// address that a QR code holds."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(secret, DIGITS, SHA1(), STEP_S).get_provisioning_uri(name, issuer)  # noqa: S303


def qr_code(text: str) -> str:
    """Return an <svg> element without any style attribute; black on white, as cameras want it in the dark too."""
    import segno

    return segno.make(text, error="m").svg_inline(
        border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr", lineclass=None
    )
