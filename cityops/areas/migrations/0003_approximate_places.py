"""Say of a place's name that only the village around it is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("areas", "0002_names")]
    operations = [
        migrations.AddField("placename", "is_approximate", models.BooleanField(db_default=False, default=False))
    ]
