"""Room for the codes of a city whose prefix has four letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column grows."""

    dependencies = [("facilities", "0002_locate")]
    operations = [
        migrations.AlterField(
            model_name="facility",
            name="code",
            field=models.CharField(editable=False, max_length=14, unique=True),
        )
    ]
