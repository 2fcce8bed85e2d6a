"""The numbers of the reports at a place, read from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

COUNTED = ("state", "kind", "area", "category", "agency")


class Migration(migrations.Migration):
    """What lies on the line of a selection is looked up by number, one by one, to see whether it lies inside.

    Without the number in the index, each was read from the table twice: once to learn it, once to look at its place.
    """

    atomic = False
    dependencies = [("reports", "0021_open_by_agency")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["public_m"], include=("id", *COUNTED, "created_at", "due_at"), name="reports_by_public_place"
            ),
        ),
        RemoveIndexConcurrently("report", "reports_at_public_place"),
        AddIndexConcurrently(
            "report",
            models.Index(fields=["m"], include=("id", *COUNTED, "created_at", "due_at"), name="reports_by_place"),
        ),
        RemoveIndexConcurrently("report", "reports_at_place"),
    ]
