"""The one rule that says in which area a place lies, and the trigger that applies it to every kind of feature."""

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Functions only; each kind attaches the trigger to its own table."""

    dependencies = [("features", "0001_initial"), ("areas", "0001_initial")]
    operations = [
        run_sql_file(
            "0001_locate.sql",
            reverse="DROP FUNCTION features_locate(); DROP FUNCTION features_public_geom(geometry, varchar, varchar);"
            "DROP FUNCTION area_at(geometry);",
        )
    ]
