"""People who sign in."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now


class User(AbstractUser):
    """A resident or a member of staff; what they may do is said by their memberships (`cityops.agencies`).

    `language`: chosen by the switch while signed in; empty: never. `is_demo`: made to try the demo city with; such an
    account cannot sign in under production settings.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True, default="")
    is_demo = models.BooleanField(default=False, db_default=False)
    is_unproven: bool  # set where a session is read: it has shown no second factor

    def get_full_name(self) -> str:
        """Return the name a person goes by, else the sign-in name."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the name a person goes by."""
        return self.get_full_name()


class SignInAttempt(models.Model):
    """An attempt to sign in that has not succeeded: keyed hashes of the name and of the address. Kept for an hour."""

    name_hash = models.CharField(max_length=32)
    address_hash = models.CharField(max_length=32)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_hash", "at"], name="attempts_by_name"),
            models.Index(fields=["address_hash", "at"], name="attempts_by_address"),
        ]

    def __str__(self) -> str:
        """Return its number: nothing about whom."""
        return f"attempt {self.pk}"
