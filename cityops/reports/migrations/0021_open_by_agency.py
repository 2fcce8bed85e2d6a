"""What is open, led to by agency, and the visibility of rows kept true for scans of indexes alone."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

OPEN = ("new", "routed", "in_progress", "waiting")
ENDED = ("resolved", "closed", "rejected", "archived")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    """An officer's counts read all that is open in the city, six times what is theirs.

    A row that changed since the last vacuum is looked up in the table: with the usual fifth of a table that changed
    before one comes, that would be most of what is open.
    """

    atomic = False
    dependencies = [("reports", "0020_queues_by_index")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["agency", "due_at"],
                include=(
                    *("id", "state", "kind", "area", "category", "m", "created_at"),
                    *("accepted_at", "held_at", "assignee"),
                ),
                condition=models.Q(state__in=OPEN),
                name="open_reports_of_agency",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_to_look_at"),
        # What has ended is not looked for behind all that is open: the list's columns are in its own index, too.
        AddIndexConcurrently(
            "report",
            models.Index(
                Coalesce("due_at", models.Value(NEVER), output_field=models.DateTimeField()),
                "id",
                include=("due_at", "state", "kind", "area", "category", "m"),
                condition=models.Q(state__in=ENDED),
                name="ended_reports_list_in_order",
            ),
        ),
        RemoveIndexConcurrently("report", "ended_reports_in_order"),
        migrations.RunSQL(
            "ALTER TABLE reports_report SET (autovacuum_vacuum_scale_factor = 0.01)",
            "ALTER TABLE reports_report RESET (autovacuum_vacuum_scale_factor)",
        ),
    ]
