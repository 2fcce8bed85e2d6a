"""No index of a foreign key where another one begins with it, or would mislead the planner."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows are found by place, by area and by what is asked for most as before; each write keeps fewer indexes."""

    dependencies = [
        ("agencies", "0001_initial"),
        ("areas", "0003_approximate_places"),
        ("reports", "0013_ended_in_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="report",
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
        migrations.AlterField(
            model_name="report",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="agencies.category",
            ),
        ),
    ]
