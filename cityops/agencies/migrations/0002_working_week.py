"""How many days of the week an agency works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Five days, until the agency says otherwise."""

    dependencies = [("agencies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="week",
            field=models.CharField(
                choices=[("five", "Monday to Friday"), ("six", "Monday to Saturday")],
                db_default="five",
                default="five",
                max_length=4,
            ),
        ),
    ]
