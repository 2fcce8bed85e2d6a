"""Let the database say in which area each one lies."""

from django.db import migrations

from cityops.features.operations import locate_features


class Migration(migrations.Migration):
    """The shared trigger and the indexes that tiles and area filters use."""

    dependencies = [("services", "0001_initial"), ("features", "0002_locate")]
    operations = [locate_features("services_servicerequest")]
