"""Forgetting: hashes of addresses after a day; who asked and what was written 90 days after the end, as promised."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cityops.notifications.outbox import forget_messages
from cityops.services.actions.notify import message_subject
from cityops.services.models import Message, RequestContact, RequestWords, ServiceRequest

ADDRESSES_KEPT = timedelta(days=1)
WORDS_KEPT = timedelta(days=90)


def forget_addresses() -> int:
    """Erase the hashes of addresses; returns how many."""
    old = ServiceRequest.objects.filter(created_at__lt=timezone.now() - ADDRESSES_KEPT).exclude(address_hash="")
    return old.update(address_hash="")


@transaction.atomic
def forget_words() -> int:
    """Erase note, contact and conversation of requests that ended long ago, and mail that waits; returns how many."""
    ended = ServiceRequest.objects.filter(closed_at__lt=timezone.now() - WORDS_KEPT)
    old = list(ended.values_list("pk", flat=True))
    forget_messages(message_subject(pk) for pk in old)
    count = 0
    for model in (RequestContact, RequestWords, Message):
        deleted, _each = model._default_manager.filter(request_id__in=old).delete()
        count += deleted
    return count
