"""What a list skips on its way to the rows that it shows, and what waits in an outline, is told by an index alone."""

import datetime

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

DUE_OR_NEVER = Coalesce(
    "due_at",
    models.Value(datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)),
    output_field=models.DateTimeField(),
)


class Migration(migrations.Migration):
    """An officer's closed reports come behind forty thousand others in the order of the list."""

    atomic = False  # residents send reports meanwhile
    dependencies = [
        ("agencies", "0001_initial"),
        ("areas", "0003_approximate_places"),
        ("reports", "0014_fewer_indexes"),
    ]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                DUE_OR_NEVER,
                models.F("id"),
                include=("due_at", "state", "kind", "area", "category", "agency", "m"),
                name="reports_list_in_order",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                models.F("agency"),
                DUE_OR_NEVER,
                models.F("id"),
                include=("due_at", "category", "state", "kind", "area", "m"),
                name="agency_reports_in_order",
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["area"],
                include=("id", "agency", "state", "accepted_at", "held_at", "m"),
                condition=models.Q(state__in=("new", "routed", "in_progress", "waiting")),
                name="open_reports_waiting",
            ),
        ),
        RemoveIndexConcurrently("report", "open_reports_in_queues"),
        RemoveIndexConcurrently("report", "reports_in_order"),
        RemoveIndexConcurrently("report", "reports_of_agency_in_order"),
    ]
