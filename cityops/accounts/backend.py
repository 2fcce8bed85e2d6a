"""Who may be signed in at all."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import AllowAllUsersModelBackend, ModelBackend
from django.http import HttpRequest

SHUT = "password_opens_a_shut_account"
"""Set on a request that showed the right password of an account that is not in use: its person is told so."""


class Backend(ModelBackend):
    """Name and password; under production settings the demo's people neither sign in nor stay signed in."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Return whose password it is, if the account is in use here. The password is hashed once, whoever it is."""
        user = AllowAllUsersModelBackend().authenticate(request, username=username, password=password, **kwargs)
        if user is None or self.user_can_authenticate(user):
            return user
        if request is not None:
            setattr(request, SHUT, True)
        return None

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this account is in use here."""
        is_shut = settings.IS_PRODUCTION and getattr(user, "is_demo", False)
        return not is_shut and super().user_can_authenticate(user)
