"""What staff ask of open reports, most of all that they ask: a few in any order, and what waits in the queues."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

OPEN = models.Q(state__in=("new", "routed", "in_progress", "waiting"))


class Migration(migrations.Migration):
    """What waited in a year was looked for in thirty thousand rows of the table.

    The list in order has an index over all states, where what has a date comes first: one of open reports alone saved
    nothing.
    """

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
                include=("id", "state", "kind", "area", "category", "agency", "public_m", "m", "created_at"),
                condition=OPEN,
                name="open_reports_by_due_date",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["created_at"],
                include=("id", "agency", "area", "state", "accepted_at", "held_at", "m"),
                condition=OPEN & (models.Q(accepted_at=None) | models.Q(agency=None) | models.Q(held_at__isnull=False)),
                name="open_reports_queued",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_by_due"),
        RemoveIndexConcurrently("report", "open_reports_waiting"),
        RemoveIndexConcurrently("report", "open_reports_in_order"),
    ]
