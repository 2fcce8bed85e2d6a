"""Count what waits in the queues of the work map from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index of what is open; it does not lock the table."""

    atomic = False
    dependencies = [("reports", "0010_read_by_index")]
    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["area"],
                include=["id", "agency", "state", "accepted_at", "held_at"],
                condition=models.Q(state__in=("new", "routed", "in_progress", "waiting")),
                name="open_reports_in_queues",
            ),
        )
    ]
