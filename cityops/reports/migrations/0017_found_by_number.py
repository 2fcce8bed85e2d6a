"""What words find is told by an index of numbers: a common word is looked up seventy thousand times."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each of these rows was fetched from the table."""

    atomic = False  # residents send reports meanwhile
    dependencies = [("reports", "0016_open_by_index_alone")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["id"],
                include=("m", "public_m", "state", "area", "agency", "due_at", "accepted_at"),
                name="reports_by_number",
            ),
        ),
    ]
