"""The brake on guessing passwords and codes: attempts are counted by name and by address, for all processes.

Somebody who guesses one person's password from one place is stopped soon; the person can still sign in elsewhere.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import SignInAttempt
from cityops.errors import TooMany

WINDOW = timedelta(minutes=15)
KEPT = timedelta(hours=1)
FOR_A_NAME_FROM_AN_ADDRESS = 8
FROM_AN_ADDRESS = 40
FOR_A_NAME = 40
FOR_A_SECOND_STEP = 10  # whoever comes so far knows the password; six digits are few


class TooManySignIns(TooMany):
    """Too many wrong passwords in a short time."""

    code = "too_many_sign_ins"
    text = _("Too many attempts to sign in. Wait %(minutes)s minutes, then try again; or ask the administrator.")


@dataclass(frozen=True)
class Attempt:
    """One press of "sign in", counted before the password is looked at, so that many at once are counted too."""

    name_hash: str

    def succeeded(self) -> None:
        """Forget the attempts for this name; those for other names from the same address still count."""
        SignInAttempt.objects.filter(name_hash=self.name_hash).delete()


def begin_attempt(*, name: str, address_hash: str, kind: str = "name", most: int = FOR_A_NAME) -> Attempt:
    """Count an attempt. Raises TooManySignIns; an attempt that was turned away does not count itself.

    kind: what sort of name it is, so that nobody's second step is stopped by a name typed into the first. most: for
    the name from anywhere.
    """
    name_hash = salted_hmac(f"cityops.sign-in.{kind}", name.strip().casefold(), algorithm="sha256").hexdigest()[:32]
    row = SignInAttempt.objects.create(name_hash=name_hash, address_hash=address_hash)
    recent = SignInAttempt.objects.filter(at__gt=timezone.now() - WINDOW)
    by_name, by_address = Q(name_hash=name_hash), Q(address_hash=address_hash)
    limits = (
        (by_name & by_address, FOR_A_NAME_FROM_AN_ADDRESS),
        (by_address, FROM_AN_ADDRESS),
        (by_name, most),
    )
    if any(recent.filter(which).count() > limit for which, limit in limits):
        row.delete()
        raise TooManySignIns(minutes=int(WINDOW.total_seconds() // 60))
    return Attempt(name_hash)


def forget_attempts() -> int:
    """Delete attempts that count no longer; returns how many."""
    count, _each = SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return count
