"""Room for tables that become layers while the map runs."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """A schema of their own, and their trigger."""

    dependencies = [("layers", "0003_table_source"), ("features", "0005_morton")]
    operations = [
        run_sql_file(
            "0003_tables.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse=(
                "DROP FUNCTION layers_locate() CASCADE; DROP SCHEMA uploads CASCADE;"
                " DROP FUNCTION IF EXISTS layers_called(text);"  # of 0009: tables in the schema hang on it until now
            ),
        ),
    ]
