"""Doubtful rows that say the same of their place are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Goes back without loss."""

    dependencies = [
        ("datasets", "0007_mappings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="doubtfulrow",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["target", "place", "id"],
                name="doubtful_rows_of_a_place",
            ),
        ),
    ]
