"""People with a second factor, and the codes that their phones would show."""

import time
from datetime import datetime

from django.test import Client
from django.utils import timezone

from cityops.accounts.entrance import CONFIRMED
from cityops.accounts.models import CodeApp, User
from cityops.accounts.one_time import code_of, step_at
from cityops.accounts.seal import seal

SECRET = b"12345678901234567890"  # of RFC 6238


def code_now(*, steps: int = 0, at: datetime | None = None) -> str:
    """Return what the app shows, or showed some steps ago."""
    return code_of(SECRET, step_at(at or timezone.now()) + steps)


def just_confirmed(client: Client) -> None:
    """Let the session of a test's client count as one that has just shown who it is."""
    session = client.session
    session[CONFIRMED] = int(time.time())
    session.save()


def with_code_app(user: User) -> User:
    """Give somebody an app with the secret of the RFC, no code of which was used yet."""
    CodeApp.objects.create(user=user, sealed_secret=seal(SECRET), last_step=0)
    return user
