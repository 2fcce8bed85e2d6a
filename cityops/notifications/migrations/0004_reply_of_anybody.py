"""Who replies is a reporter, a resident who asked for a service, a farmer or a seller."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One word for all of them; no column changes."""

    dependencies = [("notifications", "0003_notices")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="what",
            field=models.CharField(
                choices=[
                    ("assigned", "Given to you"),
                    ("reply", "There is a reply"),
                    ("reopened", "Reopened"),
                    ("escalated", "Late: brought before you as the head"),
                    ("sekkota", "Very late: brought before the Sekkota"),
                ],
                max_length=12,
            ),
        ),
    ]
