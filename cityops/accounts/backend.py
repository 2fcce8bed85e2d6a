"""Who may be signed in at all."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class Backend(ModelBackend):
    """Name and password; under production settings the demo's people neither sign in nor stay signed in."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account is in use here."""
        is_shut = settings.IS_PRODUCTION and getattr(user, "is_demo", False)
        return not is_shut and super().user_can_authenticate(user)
