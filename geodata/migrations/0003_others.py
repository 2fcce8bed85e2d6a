"""Remembers which rows of further kinds came with the demo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("geodata", "0002_mark_demo_people")]

    operations = [migrations.AddField("demoload", "others", models.JSONField(default=dict))]
