"""The outbox: messages written in the transaction of what they tell of, sent afterwards by the worker."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    """One message to one address. The address is erased once the message has left.

    `subject`: what it tells of, like "reports.Report:17"; by it a message is found when its address is to be forgotten.
    `next_attempt_at`: not sent before then; of a message that was given up, the time of its last attempt.
    """

    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True, default="", db_default="")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="id")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    next_attempt_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="outbox_next"),
            models.Index(fields=["subject"], condition=models.Q(sent_at=None), name="outbox_subject"),
        ]

    def __str__(self) -> str:
        """Return what it is and whether it has left."""
        return f"{self.template} ({'sent' if self.sent_at else 'waiting'})"
