"""Public codes that are easy to read out, like BTU-7K3F-92MZ."""

import secrets
from collections.abc import Callable, Iterable
from random import Random

from stdnum import luhn

# No 0/O, 1/I/L, 5/S, U/V: what is misread on paper or misheard on the telephone. 28 characters.
ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 8
CODES = len(ALPHABET) ** (LENGTH - 1)  # so many there are
LONGEST = len("ABCD-") + LENGTH + len("-")  # a city's prefix has three or four letters


def _spelled(body: str, prefix: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:]}"


def make_code(prefix: str, pick: Random | None = None) -> str:
    """Return a random code: seven characters and a check character (Luhn mod 28), in two groups behind the prefix.

    `pick` replaces the system's randomness where the same codes must come out again (the demo city).
    """
    choice = pick.choice if pick else secrets.choice
    body = "".join(choice(ALPHABET) for _ in range(LENGTH - 1))
    return _spelled(body + luhn.calc_check_digit(body, ALPHABET), prefix)


def numbered_code(prefix: str, number: int) -> str:
    """Return the `number`-th code (0 ≤ number < CODES): for whoever needs very many that all differ."""
    body = ""
    for _ in range(LENGTH - 1):
        number, letter = divmod(number, len(ALPHABET))
        body += ALPHABET[letter]
    return _spelled(body + luhn.calc_check_digit(body, ALPHABET), prefix)


def make_codes(prefix: str, count: int, taken: Callable[[list[str]], Iterable[str]]) -> list[str]:
    """Return random codes that all differ and that nobody has. taken: which of some codes are somebody's."""
    codes: dict[str, None] = {}
    while missing := count - len(codes):
        drawn = [make_code(prefix) for _ in range(missing)]
        used = set(taken(drawn))
        codes |= dict.fromkeys(code for code in drawn if code not in used)
    return list(codes)


def clean_code(typed: str, prefix: str) -> str | None:
    """Return the code as it is stored, or None where `typed` cannot be one.

    Forgives case, spaces, missing dashes and a missing prefix; the check character finds a single wrong letter.
    """
    letters = "".join(typed.upper().split()).replace("-", "")
    if len(letters) > LENGTH:  # a code may begin with the letters of the prefix itself
        letters = letters.removeprefix(prefix)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET) or not luhn.is_valid(letters, ALPHABET):
        return None
    return _spelled(letters, prefix)
