"""The database itself refuses to change history."""

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Triggers; the application's role lacks the right as well (see `cityops/features/grants.py`)."""

    dependencies = [("features", "0002_locate")]
    operations = [
        run_sql_file(
            "0002_history.sql",
            reverse="DROP TRIGGER history_keeps_rows ON features_historyevent;"
            "DROP TRIGGER history_keeps_all ON features_historyevent;"
            "DROP FUNCTION features_history_is_append_only();",
        )
    ]
