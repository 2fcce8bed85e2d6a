"""Say beside a report's words what it is about and where, for searches by words."""

from pathlib import Path

from django.db import migrations, models

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Two columns that triggers keep."""

    dependencies = [("reports", "0007_cells")]
    operations = [
        migrations.AddField("reportwords", "category_code", models.CharField(editable=False, max_length=60, null=True)),
        migrations.AddField("reportwords", "area_code", models.CharField(editable=False, max_length=13, null=True)),
        run_sql_file(
            "0002_found_by.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="""
            DROP TRIGGER reports_report_words_follow ON reports_report;
            DROP FUNCTION reports_words_follow();
            DROP TRIGGER reports_reportwords_are_about ON reports_reportwords;
            DROP FUNCTION reports_words_are_about();
            """,
        ),
    ]
