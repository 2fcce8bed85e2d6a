"""Totals of farmland that may be told to all."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """One view."""

    dependencies = [("farming", "0002_plots")]
    operations = [
        run_sql_file(
            "0002_totals.sql", folder=Path(__file__).parents[1] / "sql", reverse="DROP VIEW farming_plottotal;"
        )
    ]
