"""Find areas and other places by what they are called."""

from pathlib import Path

import django.contrib.gis.db.models.fields
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from cityops.features.operations import run_sql_file


def called(name: str, more: object) -> models.GeneratedField:
    """What the search box looks through; computed by the database."""
    return models.GeneratedField(
        db_persist=True,
        expression=models.Func(models.F(name), more, function="areas_called", output_field=models.TextField()),
        output_field=models.TextField(),
    )


class Migration(migrations.Migration):
    """The functions that compare names, the column of areas, and the gazetteer."""

    dependencies = [("areas", "0001_initial")]
    operations = [
        run_sql_file(
            "0001_called.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="DROP FUNCTION areas_called(text, text); DROP FUNCTION areas_plain(text)",
        ),
        migrations.AddField("area", "called", called("name", models.F("kind"))),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("place", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("source", models.TextField()),
                ("called", called("name", models.F("kind"))),
            ],
            options={"ordering": ["name", "id"]},
        ),
        migrations.AddIndex("area", GinIndex(fields=["called"], name="areas_by_trigram", opclasses=["gin_trgm_ops"])),
        migrations.AddIndex(
            "placename", GinIndex(fields=["called"], name="place_names_by_trigram", opclasses=["gin_trgm_ops"])
        ),
        migrations.AddIndex("placename", models.Index(fields=["source"], name="place_names_by_source")),
    ]
