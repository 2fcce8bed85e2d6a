"""Moves that were made together are taken back together."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, and an index of the few steps that have it."""

    dependencies = [
        ("features", "0009_undo_beside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="undostep",
            name="batch",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="undostep",
            index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch"], name="undo_of_batch"),
        ),
    ]
