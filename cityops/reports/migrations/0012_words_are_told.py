"""Tell the account of writes when the words of a report change: hits of words are kept until then."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies = [("reports", "0011_queues"), ("layers", "0002_cells")]
    operations = [
        run_sql_file(
            "0003_words_are_told.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="""
            DROP TRIGGER reports_reportwords_told_delete ON reports_reportwords;
            DROP TRIGGER reports_reportwords_told_update ON reports_reportwords;
            DROP TRIGGER reports_reportwords_told_insert ON reports_reportwords;
            DROP FUNCTION reports_words_told();
            """,
        ),
    ]
