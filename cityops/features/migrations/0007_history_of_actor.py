"""Most of history is written by residents, who are no users: what staff did is found by an index of that alone."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OF_ALL = "features_historyevent_actor_id_41b75c61"


class Migration(migrations.Migration):
    """Every report sent paid for an entry of an index under "nobody".

    The index goes by itself: Django would make the foreign key anew, and look through all of history for it.
    """

    atomic = False  # residents send reports meanwhile
    dependencies = [
        ("features", "0006_morton_restored"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AddIndexConcurrently(
            "historyevent",
            models.Index(fields=["actor"], condition=models.Q(actor__isnull=False), name="history_of_actor"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {OF_ALL}",
                    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {OF_ALL} ON features_historyevent (actor_id)",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "historyevent",
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        db_index=False,
                    ),
                )
            ],
        ),
    ]
