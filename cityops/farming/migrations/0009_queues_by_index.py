"""Indexes of what is open: what the queues of the work map count; each is small."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = ("submitted", "returned")


class Migration(migrations.Migration):
    """None locks the table. After a failure: drop the index that is not valid, then go on with `migrate`."""

    atomic = False
    dependencies = [("farming", "0008_hands")]

    operations = [
        AddIndexConcurrently(
            "farmplot",
            models.Index(
                fields=["due_at"],
                include=("id", "agency", "area", "state", "assignee", "has_overlap", "m"),
                condition=models.Q(state__in=OPEN),
                name="open_plots_in_time",
            ),
        ),
        AddIndexConcurrently(
            "harvestoffer",
            models.Index(
                fields=["due_at"],
                include=("id", "agency", "area", "state", "assignee", "m"),
                condition=models.Q(state__in=("held",)),
                name="open_offers_in_time",
            ),
        ),
    ]
