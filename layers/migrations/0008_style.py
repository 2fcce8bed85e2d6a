"""A described table may have a style."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """None: drawn as the map draws what nobody gave a style."""

    dependencies = [
        ("layers", "0007_audience"),
    ]

    operations = [
        migrations.AddField(
            model_name="tablesource",
            name="style",
            field=models.JSONField(blank=True, default=None, null=True),
        ),
    ]
