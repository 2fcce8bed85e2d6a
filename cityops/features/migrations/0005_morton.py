"""A place as one number that tiles and cells are ranges of."""

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """The function that generated columns of every kind use."""

    dependencies = [("features", "0004_public_place")]
    operations = [run_sql_file("0004_morton.sql", reverse="DROP FUNCTION features_morton(geometry)")]
