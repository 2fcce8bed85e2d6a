"""No index of a foreign key where another one begins with it, or would mislead the planner."""

import django.db.models.deletion
from django.db import migrations, models

# Django drops every index of the column alone, that of prefixes too, which is the one to keep.
KEPT = "CREATE INDEX IF NOT EXISTS {0}_area_prefix ON {0} (area_id text_pattern_ops)"


class Migration(migrations.Migration):
    """Rows are found by place, by area and by what is asked for most as before; each write keeps fewer indexes."""

    dependencies = [
        ("areas", "0003_approximate_places"),
        ("farming", "0006_plot_questions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="farmplot",
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
            model_name="harvestoffer",
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
        migrations.RunSQL(KEPT.format("farming_farmplot"), migrations.RunSQL.noop),
        migrations.RunSQL(KEPT.format("farming_harvestoffer"), migrations.RunSQL.noop),
    ]
