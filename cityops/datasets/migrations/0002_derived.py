"""Layers that the worker makes out of others: of which version, and how."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Versions and uploads know what they are worked out of."""

    dependencies = [("datasets", "0001_initial")]

    operations = [
        migrations.AddField("datasetversion", "derivation", models.JSONField(null=True)),
        migrations.AddField(
            "datasetversion",
            "derived_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="derived",
                to="datasets.datasetversion",
            ),
        ),
        migrations.AddField("upload", "derivation", models.JSONField(null=True)),
        migrations.AddField(
            "upload",
            "derives",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="datasets.dataset"
            ),
        ),
    ]
