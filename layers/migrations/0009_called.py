"""The names of uploaded rows are made comparable in half the time."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Tables that are there keep what they have: both functions say the same."""

    dependencies = [("areas", "0002_names"), ("layers", "0008_style")]

    operations = [
        run_sql_file(
            "0004_called.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="",  # columns of uploaded tables are computed by it; it goes with the function that it calls
        ),
    ]
