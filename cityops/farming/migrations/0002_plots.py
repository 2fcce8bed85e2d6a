"""Let the database say in which desa a plot lies, how large it is, and that it is a polygon."""

from pathlib import Path

from django.db import migrations

from cityops.features.operations import locate_features, run_sql_file


class Migration(migrations.Migration):
    """Triggers, the check of the shape, and the question what overlaps."""

    dependencies = [("farming", "0001_initial"), ("features", "0005_morton")]
    operations = [
        locate_features("farming_farmplot"),
        run_sql_file(
            "0001_plots.sql",
            folder=Path(__file__).parents[1] / "sql",
            reverse="""
            DROP FUNCTION farming_overlapped(geometry, bigint);
            DROP TRIGGER farming_farmplot_area ON farming_farmplot;
            DROP FUNCTION farming_set_area();
            ALTER TABLE farming_farmplot DROP CONSTRAINT a_plot_is_a_polygon;
            """,
        ),
    ]
