"""What administrators change: marks that reference data leaves alone, and ready texts for answers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns with a default of the database, so that code that is still running goes on."""

    dependencies = [
        ("agencies", "0002_working_week"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="edited",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="edited",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="holiday",
            name="is_edited",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="holiday",
            name="is_removed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("verb", models.CharField(max_length=20)),
                ("state", models.CharField(blank=True, max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("id", "Indonesian"), ("en", "English")], default="id", max_length=2),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_templates",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "verb", "title", "id"],
                "indexes": [models.Index(fields=["kind", "verb"], name="answer_templates_of_a_move")],
            },
        ),
    ]
