"""The session store: Django's own in the database, with whose session it is and when it was last seen.

Every request reads its row anyway, so that one which was deleted has ended for every process at once.
"""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from cityops.accounts.models.session import Session

SEEN_EVERY = timedelta(minutes=5)


class SessionStore(db.SessionStore):
    """Settings name this module as the engine; Django signs by the class's name, which is its own."""

    public_id: UUID | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of these data."""
        session = cast("Session", super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        return session

    def _get_session_from_db(self) -> Session | None:
        """Read the row, and note now and then that somebody is there."""
        session: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        if session is None:
            return None
        self.public_id = session.public_id
        now = timezone.now()
        if session.user_id and session.seen_at < now - SEEN_EVERY:
            Session.objects.filter(pk=session.pk).update(seen_at=now)
        return session
