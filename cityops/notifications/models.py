"""The outbox: messages written in the transaction of what they tell of, sent afterwards by the worker."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    """One message to one address. The address is erased once the message has left."""

    template = models.CharField(max_length=60)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="id")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="outbox_waiting")
        ]

    def __str__(self) -> str:
        """Return what it is and whether it has left."""
        return f"{self.template} ({'sent' if self.sent_at else 'waiting'})"
