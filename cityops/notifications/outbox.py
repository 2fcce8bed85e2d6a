"""Putting a message into the outbox, sending what is in it, and forgetting what cannot or may not be sent."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models.functions import Now
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from cityops.features.gathering import insert, later
from cityops.notifications.models import OutboxMessage

logger = logging.getLogger(__name__)

# How long to wait after the first failure, the second, …; after one more the message is given up, 4 days on.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440, 1440, 1440))
MOST_ATTEMPTS = len(WAITS) + 1
GIVEN_UP_KEPT = timedelta(days=7)
SENT_KEPT = timedelta(days=365)


def put_in_outbox(
    *, template: str, address: str, language: str, context: dict[str, Any], subject: str = "", after_s: int = 0
) -> OutboxMessage:
    """Write a message in the caller's transaction; the worker is woken when that commits, or so many seconds later.

    template: a name under `templates/notifications/`, with a subject on its first line; a page of the same name goes
    with it. context: with `unsubscribe`, a path of ours, mail programs offer to stop such mail.
    subject: what it tells of, for `forget_messages`.
    """
    message = insert(
        OutboxMessage(
            template=template,
            address=address,
            language=language,
            context=context,
            subject=subject,
            **({"next_attempt_at": timezone.now() + timedelta(seconds=after_s)} if after_s else {}),
        )
    )
    later(_wake, (message.pk, after_s))
    return message


def _wake(messages: list[tuple[int, int]]) -> None:
    """Let the worker deliver messages, each so many seconds from now."""
    for after_s in {after_s for _pk, after_s in messages}:
        task = app.configure_task("notifications.deliver", schedule_in={"seconds": after_s} if after_s else None)
        jobs: list[dict[str, Any]] = [{"message_id": pk} for pk, its in messages if its == after_s]
        task.batch_defer(*jobs)


def send_message(message_id: int) -> bool:
    """Send one message if its time has come; address and context are erased once it has left.

    The row stays locked while the mail leaves, so that two workers never send it twice. Whatever goes wrong counts as
    an attempt and is no fault of the caller's, who goes on with the next message.
    """
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, sent_at=None, attempts__lt=MOST_ATTEMPTS, next_attempt_at__lte=Now())
            .first()
        )
        if message is None:
            return False
        try:
            _mail(message)
        except Exception as fault:  # noqa: BLE001 - one message that cannot be written must not stop the others
            _put_off(message, type(fault).__name__)
            return False
        message.sent_at, message.address, message.context, message.last_error = timezone.now(), "", {}, ""
        message.save(update_fields=["sent_at", "address", "context", "last_error"])
        return True


def waiting_messages() -> list[int]:
    """Return the ids of messages whose time has come, those first that have waited longest."""
    waiting = OutboxMessage.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, next_attempt_at__lte=Now())
    return list(waiting.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:200])


def forget_messages(subjects: Iterable[str], since: datetime | None = None) -> int:
    """Delete what has not left yet about these subjects, their addresses with it; returns how many.

    since: only what was written then or later. A message that is leaving at this moment is waited for.
    """
    waiting = OutboxMessage.objects.filter(subject__in=list(subjects), sent_at=None)
    count, _each = (waiting.filter(created_at__gte=since) if since else waiting).delete()
    return count


def forget_together(told: list[tuple[str, datetime]]) -> None:
    """Delete what has not left yet of moves that are undone: of each its subject, and since when."""
    forget_messages([subject for subject, _since in told], since=min(since for _subject, since in told))


def forget_given_up() -> int:
    """Erase address and contents of messages that were given up a week ago; returns how many.

    Until then an operator may mend the mail server and set `attempts` back to 0. Rows of mail that left long ago go.
    """
    now = timezone.now()
    OutboxMessage.objects.filter(sent_at__lt=now - SENT_KEPT).delete()
    given_up = OutboxMessage.objects.filter(
        sent_at=None, attempts__gte=MOST_ATTEMPTS, next_attempt_at__lt=now - GIVEN_UP_KEPT
    ).exclude(address="")
    return given_up.update(address="", context={})


def _put_off(message: OutboxMessage, fault: str) -> None:
    """Count an attempt and set the time of the next. The log names neither address nor contents."""
    message.attempts += 1
    left = MOST_ATTEMPTS - message.attempts
    logger.warning("message %s (%s) was not sent: %s, %s attempts left", message.pk, message.template, fault, left)
    message.last_error = fault
    message.next_attempt_at = timezone.now() + (WAITS[message.attempts - 1] if left else timedelta(0))
    message.save(update_fields=["attempts", "last_error", "next_attempt_at"])


def _mail(message: OutboxMessage) -> None:
    with translation.override(message.language):
        context = {**message.context, "SITE_URL": settings.SITE_URL}
        text = render_to_string(f"notifications/{message.template}.txt", context)
        page = _page(message.template, {**context, "language": message.language})
    subject, _, body = text.strip().partition("\n")
    stop = message.context.get("unsubscribe")
    headers = {
        "List-Unsubscribe": f"<{settings.SITE_URL}{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = EmailMultiAlternatives(
        subject=subject.strip(), body=body.strip() + "\n", to=[message.address], headers=headers if stop else None
    )
    if page:
        mail.attach_alternative(page, "text/html")
    mail.send()


def _page(template: str, context: dict[str, Any]) -> str:
    """Return the message as HTML; nothing where it is text only, as what goes to residents is."""
    try:
        page = get_template(f"notifications/{template}.html")
    except TemplateDoesNotExist:
        return ""
    return page.render(context)
