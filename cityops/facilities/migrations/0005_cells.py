"""Keep count of facilities by cell and kind."""

from django.db import migrations

from layers.cells.operations import keep_cells


class Migration(migrations.Migration):
    """Cells by kind."""

    dependencies = [("facilities", "0004_morton"), ("layers", "0002_cells")]
    operations = [
        keep_cells(
            "facilities_facility",
            source="facilities",
            slot="kind",
            slots=("puskesmas", "school", "market", "kiosk", "office", "village_office"),
        ),
    ]
