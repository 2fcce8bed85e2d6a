"""Cells are folded, rebuilt and checked in the database."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import run_sql_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    """Functions only; a table is attached by keep_cells in a migration of its own."""

    dependencies = [("layers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            'CREATE TABLE layers_account (source varchar(63) PRIMARY KEY, "table" varchar(127) NOT NULL)',
            "DROP TABLE layers_account",
        ),
        # Deltas come and go all day: cleaned up when there are a few thousand, whatever the size.
        migrations.RunSQL(
            "ALTER TABLE layers_delta SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,"
            " autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);"
            "ALTER TABLE layers_cell SET (fillfactor = 70);",
            migrations.RunSQL.noop,
        ),
        run_sql_file(
            "0001_cells.sql",
            folder=SQL,
            reverse="DROP FUNCTION layers_fold(); DROP FUNCTION layers_stamp(); DROP FUNCTION layers_deepen(text);"
            " DROP FUNCTION layers_levels(text);"
            " DROP FUNCTION layers_book(text, text, text, text);",
        ),
        run_sql_file(
            "0002_rebuild.sql",
            folder=SQL,
            reverse="DROP FUNCTION layers_check(text); DROP FUNCTION layers_rebuild(text);",
        ),
    ]
