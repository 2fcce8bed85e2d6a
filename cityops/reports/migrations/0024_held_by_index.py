"""What is held back is led to by an index of its own: to find none of it, all that an agency has open was read."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = ("new", "routed", "in_progress", "waiting")


class Migration(migrations.Migration):
    """An index of few rows: a write to any other does not touch it."""

    atomic = False
    dependencies = [("reports", "0023_cells_by_flags")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["agency", "held_at"],
                include=("id", "area", "state", "due_at", "m"),
                condition=models.Q(state__in=OPEN, held_at__isnull=False),
                name="open_reports_held",
            ),
        ),
    ]
