"""Keep count of farm plots by cell."""

from django.db import migrations

from layers.cells.operations import keep_cells


class Migration(migrations.Migration):
    """Cells with all states, and books by agency and crop."""

    dependencies = [("farming", "0004_offers"), ("layers", "0002_cells"), ("features", "0005_morton")]
    operations = [
        keep_cells(
            "farming_farmplot",
            source="plots",
            slot="state",
            slots=("submitted", "returned", "verified", "withdrawn"),
            facets={"agency": "agency_id", "commodity": "commodity"},
        ),
    ]
