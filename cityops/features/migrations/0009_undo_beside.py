"""What a move changed in other tables, kept beside what it changed of the feature itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: old code writes without it."""

    dependencies = [("features", "0008_undo")]

    operations = [migrations.AddField("undostep", "beside", models.JSONField(null=True))]
