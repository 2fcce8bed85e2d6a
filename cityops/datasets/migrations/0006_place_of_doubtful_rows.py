"""What a doubtful row says of its place, so that all that say the same are decided at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Goes back without loss. Rows that wait already are decided one by one."""

    dependencies = [
        ("datasets", "0005_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="doubtfulrow",
            name="place",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
    ]
