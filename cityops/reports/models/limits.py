"""What is kept for a while so that nobody sends too much, and nothing twice."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from cityops.reports.models.report import Report


class PhotoAttempt(models.Model):
    """A photo that an address tried to send, whatever came of it: decoding costs time either way. Kept for a day."""

    address_hash = models.CharField(max_length=32)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address_hash", "created_at"], name="photo_attempts_of_an_address")]

    def __str__(self) -> str:
        """Return its number."""
        return f"attempt {self.pk}"


class Submission(models.Model):
    """One press of "send": its idempotency key, and a keyed hash of the address it came from (erased after a day)."""

    key = models.UUIDField(primary_key=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="submission")
    address_hash = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address_hash", "created_at"], name="submissions_of_an_address")]

    def __str__(self) -> str:
        """Return the key."""
        return str(self.key)
