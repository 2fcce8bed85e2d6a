"""Room for the codes of a city whose prefix has four letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column grows."""

    dependencies = [("reports", "0004_photo_attempts")]
    operations = [
        migrations.AlterField(
            model_name="report",
            name="code",
            field=models.CharField(editable=False, max_length=14, unique=True),
        )
    ]
