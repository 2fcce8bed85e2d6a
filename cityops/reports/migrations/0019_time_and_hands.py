"""What a stopped clock had left, whose work a report is, and who was told that it is late."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

COUNTED = ("state", "kind", "area", "category", "agency")
OPEN = ("new", "routed", "in_progress", "waiting")


class Migration(migrations.Migration):
    """Columns that cost nothing to add, and indexes of what few reports have; none locks the table for long."""

    atomic = False
    dependencies = [
        ("reports", "0018_word_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "report", "asked_from", models.CharField(blank=True, db_default="", default="", max_length=12)
        ),
        migrations.AddField("report", "days_left", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("report", "escalated", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField("report", "reopened_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "reply_by", models.DateTimeField(null=True)),
        migrations.AddField(
            "report",
            "assignee",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("reply", "withdrawn_at", models.DateTimeField(null=True)),
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
