"""What was before a move, kept for a while."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """A table of its own: history is for ever, this is for minutes."""

    dependencies = [
        ("features", "0007_history_of_actor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UndoStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("event_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("at", models.DateTimeField(db_default=Now())),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "object_id"], name="undo_of_feature"),
                    models.Index(fields=["at"], name="undo_by_age"),
                ],
            },
        ),
    ]
