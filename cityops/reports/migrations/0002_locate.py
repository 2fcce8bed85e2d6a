"""Let the database say in which area each one lies and what strangers see of its place."""

from django.db import migrations

from cityops.features.operations import locate_features


class Migration(migrations.Migration):
    """The shared trigger and the indexes that tiles and area filters use."""

    dependencies = [("reports", "0001_initial"), ("features", "0002_locate")]
    operations = [locate_features("reports_report")]
