"""Whatever staff ask of open reports is told by one index: what is late, and what waits in the queues of any time."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index less to keep; what waited in a year was looked for in thirty thousand rows of the table."""

    atomic = False  # residents send reports meanwhile
    dependencies = [
        ("agencies", "0001_initial"),
        ("areas", "0003_approximate_places"),
        ("reports", "0015_lists_by_index_alone"),
    ]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["due_at"],
                include=(
                    "id",
                    "state",
                    "kind",
                    "area",
                    "category",
                    "agency",
                    "public_m",
                    "m",
                    "created_at",
                    "accepted_at",
                    "held_at",
                ),
                condition=models.Q(state__in=("new", "routed", "in_progress", "waiting")),
                name="open_reports_by_due_date",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_by_due"),
        RemoveIndexConcurrently("report", "open_reports_waiting"),
    ]
