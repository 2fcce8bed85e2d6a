"""Count how often somebody was told whether a shape overlaps plots of others."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """A small table of its own, emptied after a day."""

    dependencies = [("farming", "0005_cells")]
    operations = [
        migrations.CreateModel(
            name="PlotQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "indexes": [models.Index(fields=["asker", "created_at"], name="plot_questions_of_an_asker")],
            },
        ),
    ]
