"""Let the list of what has ended be read in order, too: along the index of all it lies behind all that is open."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

NEVER = models.Value(datetime(9999, 1, 1, tzinfo=UTC))
DUE_OR_NEVER = Coalesce("due_at", NEVER, output_field=models.DateTimeField())
ENDED = ("resolved", "closed", "rejected", "archived")


class Migration(migrations.Migration):
    """One index; it does not lock the table."""

    atomic = False
    dependencies = [("reports", "0012_words_are_told")]
    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(DUE_OR_NEVER, "id", condition=models.Q(state__in=ENDED), name="ended_reports_in_order"),
        ),
    ]
