"""Keep count of service requests by cell."""

from django.db import migrations

from layers.cells.operations import keep_cells


class Migration(migrations.Migration):
    """Cells with all states, and books by agency and service."""

    dependencies = [("services", "0002_locate"), ("layers", "0002_cells"), ("features", "0005_morton")]
    operations = [
        keep_cells(
            "services_servicerequest",
            source="requests",
            slot="state",
            slots=("submitted", "checking", "incomplete", "ready", "done", "rejected"),
            facets={"agency": "agency_id", "service": "service_id"},
        ),
    ]
