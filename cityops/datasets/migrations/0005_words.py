"""Words of files that are not ours, and what they mean."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Goes back; what was said of words is then forgotten."""

    dependencies = [
        ("datasets", "0004_import_targets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="words",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="WordMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=120)),
                ("means", models.CharField(max_length=80)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "target", "field", "word"), name="one_meaning_of_a_word")
                ],
            },
        ),
    ]
