"""A place that strangers see by its desa alone stays on the map where that desa has no outline."""

from django.db import migrations

from cityops.features.operations import SQL, run_sql_file

# Of the first file only the one function, as it was.
_, _, BEFORE = (SQL / "0001_locate.sql").read_text().partition("-- What strangers see of a place")
BEFORE = "CREATE OR REPLACE" + BEFORE.partition("-- BEFORE trigger")[0].partition("CREATE")[2]


class Migration(migrations.Migration):
    """One function is replaced."""

    dependencies = [("features", "0003_history_is_append_only")]
    operations = [run_sql_file("0003_public_place.sql", reverse=BEFORE)]
