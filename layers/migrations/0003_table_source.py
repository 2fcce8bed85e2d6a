"""Tables that are described while the map runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Their descriptions."""

    dependencies = [
        ("layers", "0002_cells"),
    ]

    operations = [
        migrations.CreateModel(
            name="TableSource",
            fields=[
                ("name", models.SlugField(max_length=48, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120)),
                ("table", models.CharField(max_length=48, unique=True)),
                ("geometry", models.CharField(max_length=8)),
                ("columns", models.JSONField(default=list)),
                ("is_for_staff", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
        ),
    ]
