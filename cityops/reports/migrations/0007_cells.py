"""Keep count of reports by cell, so that a map of a million costs what is drawn."""

from django.db import migrations

from layers.cells.operations import keep_cells


class Migration(migrations.Migration):
    """Cells with all states, and books by category, agency, kind and month (UTC)."""

    dependencies = [("reports", "0006_morton"), ("layers", "0002_cells")]
    operations = [
        keep_cells(
            "reports_report",
            source="reports",
            index=False,
            slot="state",
            slots=("new", "routed", "in_progress", "waiting", "resolved", "closed", "rejected", "archived"),
            facets={
                "category": "category_id",
                "agency": "agency_id",
                "kind": "kind",
                "month": "kind || '/' || to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM')",
            },
        ),
    ]
