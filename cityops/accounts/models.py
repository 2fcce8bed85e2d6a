"""People who sign in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A resident or a member of staff; what they may do is said by their memberships (`cityops.agencies`)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="id")

    def get_full_name(self) -> str:
        """Return the name a person goes by, else the sign-in name."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the name a person goes by."""
        return self.get_full_name()
