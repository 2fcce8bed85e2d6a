"""Sessions that know whose they are."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now


class Session(AbstractBaseSession):
    """A browser's session; `user` is empty until somebody signs in.

    public_id: names it on pages, since the key itself opens it. seen_at: true to a few minutes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    began_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return what reads and writes it."""
        from cityops.accounts.sessions import SessionStore  # noqa: PLC0415 - it reads this model

        return SessionStore

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write; once it is there, only what changes with each request."""
        if kwargs.get("force_update"):
            kwargs.setdefault("update_fields", ("session_data", "expire_date", "user"))
        super().save(*args, **kwargs)
