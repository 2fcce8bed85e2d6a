"""Uploads whose rows become features, and the list of doubtful rows."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Goes back without loss but of what waits on the list."""

    dependencies = [
        ("datasets", "0003_inbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="mapping",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="upload",
            name="result",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="target",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="upload",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "Being read"),
                    ("read", "Waits for you"),
                    ("trying", "Being tried out"),
                    ("tried", "Tried out, waits for you"),
                    ("importing", "Being imported"),
                    ("done", "Done"),
                    ("failed", "Could not be read"),
                    ("cancelled", "Cancelled"),
                ],
                default="reading",
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="DoubtfulRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=40)),
                ("key", models.UUIDField(unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("row", models.BigIntegerField()),
                ("values", models.JSONField()),
                ("why", models.JSONField(null=True)),
                ("candidates", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for somebody to decide"),
                            ("made", "Taken in"),
                            ("left_out", "Left out"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("settled_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="doubtful",
                        to="datasets.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["target", "id"],
                        name="doubtful_rows_that_wait",
                    )
                ],
            },
        ),
    ]
