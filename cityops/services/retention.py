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
    ended = {"request__closed_at__lt": timezone.now() - WORDS_KEPT}
    reached = RequestContact.objects.filter(**ended).values_list("request_id", flat=True)
    forget_messages(message_subject(pk) for pk in reached)
    count = 0
    for model in (RequestContact, RequestWords, Message):
        deleted, _each = model._default_manager.filter(**ended).delete()
        count += deleted
    return count
