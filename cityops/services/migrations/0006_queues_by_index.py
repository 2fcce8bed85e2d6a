"""An index of what is open: what the queues of the work map count; it is small."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = ("submitted", "checking", "incomplete", "ready")


class Migration(migrations.Migration):
    """None locks the table. After a failure: drop the index that is not valid, then go on with `migrate`."""

    atomic = False
    dependencies = [("services", "0005_hands")]

    operations = [
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=["due_at"],
                include=("id", "agency", "area", "state", "assignee", "m"),
                condition=models.Q(state__in=OPEN),
                name="open_requests_in_time",
            ),
        ),
    ]
