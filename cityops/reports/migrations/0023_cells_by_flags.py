"""Keep count of open reports by agency and by what they lack, so that a queue costs no look at each of its rows."""

from django.db import migrations

from layers.cells.operations import count_cells_otherwise

FACETS = {
    "category": "category_id",
    "agency": "agency_id",
    "kind": "kind",
    "month": "kind || '/' || to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM')",
}
# The letters are those of `FLAGGED` in `cityops/reports/layers.py`.
OPEN_BY_FLAGS = (
    "CASE WHEN state IN ('new', 'routed', 'in_progress', 'waiting') THEN COALESCE(agency_id, '') || '/'"
    " || CASE WHEN assignee_id IS NULL THEN '' ELSE 'a' END || CASE WHEN accepted_at IS NULL THEN 'n' ELSE '' END END"
)


class Migration(migrations.Migration):
    """A book more, which holds what is open."""

    dependencies = [("reports", "0022_numbers_by_place"), ("layers", "0006_deltas_without_index")]
    operations = [
        count_cells_otherwise(
            "reports_report",
            source="reports",
            slot="state",
            slots=("new", "routed", "in_progress", "waiting", "resolved", "closed", "rejected", "archived"),
            facets=FACETS,
            sparse={"flags": OPEN_BY_FLAGS},
            before=FACETS,
        )
    ]
