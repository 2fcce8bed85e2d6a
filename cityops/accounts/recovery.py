"""Recovery codes: ten on a sheet of paper, each good once."""

import hashlib
import secrets

from cityops.features.codes import ALPHABET

COUNT = 10
LENGTH = 16  # of 28 letters: 77 bits, so that a plain hash keeps them


def new_codes() -> list[str]:
    """Return codes as they are shown, in groups of four."""
    return [_spelled("".join(secrets.choice(ALPHABET) for _ in range(LENGTH))) for _ in range(COUNT)]


def hash_of(typed: str) -> str:
    """Return what is stored of a code; case, spaces and dashes do not matter."""
    letters = "".join(typed.upper().split()).replace("-", "")
    return hashlib.sha256(f"cityops.recovery:{letters}".encode()).hexdigest()


def _spelled(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
