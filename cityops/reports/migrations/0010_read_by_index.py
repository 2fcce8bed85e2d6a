"""Read what a map counts from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

OPEN = ("new", "routed", "in_progress", "waiting")
SCOPE = ("state", "kind", "area")
COUNTED = (*SCOPE, "category", "agency")


def of(*fields, include, **given):
    """Return the operation that adds an index."""
    return AddIndexConcurrently("report", models.Index(fields=fields, include=include, **given))


class Migration(migrations.Migration):
    """By place, by time, and by what is asked for most; none locks the table. What they replace goes."""

    atomic = False
    dependencies = [("reports", "0009_words_by_trigram")]
    operations = [
        RemoveIndexConcurrently("report", "reports_by_age"),
        RemoveIndexConcurrently("report", "reports_by_category"),
        RemoveIndexConcurrently("report", "reports_by_agency"),
        of("public_m", include=(*COUNTED, "created_at", "due_at"), name="reports_at_public_place"),
        of("m", include=(*COUNTED, "created_at", "due_at"), name="reports_at_place"),
        of("created_at", "id", include=(*COUNTED, "public_m", "m"), name="reports_by_age"),
        of("category", "public_m", include=("created_at", *SCOPE), name="reports_by_category"),
        of("agency", "m", include=("category", "created_at", *SCOPE), name="reports_by_agency"),
        of(
            "due_at",
            include=(*COUNTED, "public_m", "m", "created_at"),
            condition=models.Q(state__in=OPEN),
            name="open_reports_by_due",
        ),
        migrations.RunSQL(
            "DROP INDEX IF EXISTS reports_report_tile; DROP INDEX IF EXISTS reports_report_public_tile;"
            " DROP INDEX IF EXISTS reports_report_area_prefix",
            "CREATE INDEX reports_report_tile ON reports_report USING gist (tile_geom);"
            " CREATE INDEX reports_report_public_tile ON reports_report USING gist (public_tile_geom);"
            " CREATE INDEX reports_report_area_prefix ON reports_report (area_id text_pattern_ops)",
        ),
    ]
