"""Mail that has left, as its readers get it."""

from collections.abc import Iterator
from typing import Any

from django.core import mail

from cityops.notifications.outbox import send_message, waiting_messages


def sent() -> Iterator[Any]:
    """Send what waits, and return all that was sent."""
    for pk in waiting_messages():
        send_message(pk)
    yield from mail.outbox
