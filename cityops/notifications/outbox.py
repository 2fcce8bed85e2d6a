"""Putting a message into the outbox, and sending what is in it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cityops.notifications.models import OutboxMessage

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 10


def put_in_outbox(*, template: str, address: str, language: str, context: dict[str, str]) -> OutboxMessage:
    """Write a message in the caller's transaction; the worker is woken when that commits.

    template: a name under `templates/notifications/`, with a subject on its first line.
    """
    from cityops.notifications.tasks import deliver

    message = OutboxMessage.objects.create(template=template, address=address, language=language, context=context)
    deliver.defer(message_id=message.pk)
    return message


def send_message(message_id: int) -> bool:
    """Send one message if it is still to be sent; address and context are erased once it has left.

    The row stays locked while the mail leaves, so that two workers never send it twice.
    """
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, sent_at=None, attempts__lt=MOST_ATTEMPTS)
            .first()
        )
        if message is None:
            return False
        try:
            _mail(message)
        except (SMTPException, OSError) as fault:
            logger.warning("message %s was not sent: %s", message.pk, type(fault).__name__)
            OutboxMessage.objects.filter(pk=message.pk).update(
                attempts=F("attempts") + 1, last_error=type(fault).__name__
            )
            return False
        message.sent_at, message.address, message.context, message.last_error = timezone.now(), "", {}, ""
        message.save(update_fields=["sent_at", "address", "context", "last_error"])
        return True


def waiting_messages() -> list[int]:
    """Return the ids of messages that are still to be sent, oldest first."""
    waiting = OutboxMessage.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("created_at")
    return list(waiting.values_list("pk", flat=True)[:200])


def _mail(message: OutboxMessage) -> None:
    with translation.override(message.language):
        text = render_to_string(
            f"notifications/{message.template}.txt", {**message.context, "SITE_URL": settings.SITE_URL}
        )
    subject, _, body = text.strip().partition("\n")
    EmailMultiAlternatives(subject=subject.strip(), body=body.strip() + "\n", to=[message.address]).send()
