"""No index of a foreign key where another one begins with it, or would mislead the planner."""

import django.db.models.deletion
from django.db import migrations, models

from cityops.features.operations import keep_area_prefix


class Migration(migrations.Migration):
    """Rows are found by place, by area and by what is asked for most as before; each write keeps fewer indexes."""

    dependencies = [
        ("areas", "0003_approximate_places"),
        ("services", "0003_cells"),
    ]

    operations = [
        migrations.AlterField(
            model_name="servicerequest",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="areas.area",
            ),
        ),
        keep_area_prefix("services_servicerequest"),
    ]
