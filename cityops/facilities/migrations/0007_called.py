"""Find facilities by what they are called, and where."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """The column of the search box, under a trigram index."""

    dependencies = [("facilities", "0006_hours_and_closing"), ("areas", "0002_names")]
    operations = [
        migrations.AddField(
            "facility",
            "called",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("name"), models.F("address"), function="areas_called", output_field=models.TextField()
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            "facility", GinIndex(fields=["called"], name="facilities_by_trigram", opclasses=["gin_trgm_ops"])
        ),
    ]
