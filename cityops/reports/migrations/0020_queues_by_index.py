"""Indexes of what waits in a queue of its own, and of what is somebody's; each is small."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

COUNTED = ("state", "kind", "area", "category", "agency")
OPEN = ("new", "routed", "in_progress", "waiting")


class Migration(migrations.Migration):
    """None locks the table. After a failure: drop the index that is not valid, then go on with `migrate`."""

    atomic = False
    dependencies = [("reports", "0019_time_and_hands")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["agency", "assignee"],
                include=("id", "area", "state", "due_at", "m"),
                condition=models.Q(state__in=OPEN, assignee__isnull=False),
                name="open_reports_of_somebody",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["agency", "escalated"],
                include=("id", "area", "state", "due_at", "m"),
                condition=models.Q(state__in=OPEN, escalated__gt=0),
                name="open_reports_escalated",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["agency", "reopened_at"],
                include=("id", "area", "state", "due_at", "m"),
                condition=models.Q(state__in=OPEN, reopened_at__isnull=False),
                name="open_reports_reopened",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["due_at"],
                include=(*("id", *COUNTED), "public_m", "m", "created_at", "assignee"),
                condition=models.Q(state__in=OPEN),
                name="open_reports_in_time",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_by_due_date"),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["created_at"],
                include=("id", "agency", "area", "state", "accepted_at", "held_at", "due_at", "m"),
                condition=models.Q(state__in=OPEN)
                & (models.Q(accepted_at=None) | models.Q(agency=None) | models.Q(held_at__isnull=False)),
                name="open_reports_to_look_at",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_queued"),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["due_at", "id"],
                include=(*COUNTED, "public_m", "m", "created_at"),
                condition=models.Q(state="resolved"),
                name="resolved_reports_in_time",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index("reply_by", condition=models.Q(state="waiting"), name="reports_waiting_until"),
        ),
    ]
