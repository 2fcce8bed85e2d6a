"""Let a backup be restored."""

from django.db import migrations

from cityops.features.operations import SQL, run_sql_file

BEFORE = (SQL / "0004_morton.sql").read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """The function behind generated columns finds PostGIS whatever the search_path."""

    dependencies = [("features", "0005_morton")]
    operations = [run_sql_file("0005_morton_restored.sql", reverse=BEFORE)]
