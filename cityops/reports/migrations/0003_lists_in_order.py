"""Let lists that begin with what is most overdue read an index in order, from any row on."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

NEVER = models.Value(datetime(9999, 1, 1, tzinfo=UTC))
DUE_OR_NEVER = Coalesce("due_at", NEVER, output_field=models.DateTimeField())
OPEN = ("new", "routed", "in_progress", "waiting")


class Migration(migrations.Migration):
    """Three indexes with reports without a date last; the one they replace goes. None of them locks the table."""

    atomic = False
    dependencies = [("reports", "0002_locate")]
    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(DUE_OR_NEVER, "id", condition=models.Q(state__in=OPEN), name="open_reports_in_order"),
        ),
        AddIndexConcurrently("report", models.Index(DUE_OR_NEVER, "id", name="reports_in_order")),
        AddIndexConcurrently("report", models.Index("agency", DUE_OR_NEVER, "id", name="reports_of_agency_in_order")),
        RemoveIndexConcurrently("report", name="open_reports_by_due"),
    ]
