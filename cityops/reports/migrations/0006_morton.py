"""A place as one number, and whether strangers may know of the row at all."""

from pathlib import Path

from django.db import migrations, models

from cityops.features.operations import run_sql_file


class Migration(migrations.Migration):
    """Columns that tiles and cells are ranges of."""

    dependencies = [("reports", "0005_code_of_any_city"), ("features", "0005_morton")]
    operations = [
        migrations.AddField("report", "is_public", models.BooleanField(db_default=True, default=True, editable=False)),
        run_sql_file(
            "0001_is_public.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="""
            DROP TRIGGER agencies_category_is_public ON agencies_category;
            DROP FUNCTION reports_follow_category();
            DROP TRIGGER reports_report_is_public ON reports_report;
            DROP FUNCTION reports_is_public();
            """,
        ),
        migrations.AddField(
            "report",
            "m",
            models.GeneratedField(
                expression=models.Func(
                    models.F("tile_geom"),
                    function="features_morton",
                    output_field=models.BigIntegerField(null=True),
                ),
                output_field=models.BigIntegerField(null=True),
                db_persist=True,
            ),
        ),
        migrations.AddField(
            "report",
            "public_m",
            models.GeneratedField(
                expression=models.Case(
                    models.When(
                        is_public=True,
                        then=models.Func(
                            models.F("public_tile_geom"),
                            function="features_morton",
                            output_field=models.BigIntegerField(null=True),
                        ),
                    )
                ),
                output_field=models.BigIntegerField(null=True),
                db_persist=True,
            ),
        ),
    ]
