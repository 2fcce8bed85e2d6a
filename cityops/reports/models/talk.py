"""Who sent a report, and what was said about it since."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cityops.reports.models.report import Report


class ReportContact(models.Model):
    """How to reach the reporter, if they said so. Seen by the staff who handle the report, by nobody else."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, default="id")

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"contact of {self.report_id}"


class Reply(models.Model):
    """One contribution to the conversation between staff and reporter, or an internal note."""

    class Side(models.TextChoices):
        """Who speaks."""

        REPORTER = "reporter", _("Reporter")
        STAFF = "staff", _("Staff")

    report = models.ForeignKey(Report, models.CASCADE, related_name="replies")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)
    is_public = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True)  # taken back at once by who wrote it: shown to nobody
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]
