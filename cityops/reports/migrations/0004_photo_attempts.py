"""Count the photos that an address tries to send, kept or not, instead of keeping the address beside each photo."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """A small table of its own, emptied after a day."""

    dependencies = [("reports", "0003_lists_in_order")]
    operations = [
        migrations.CreateModel(
            name="PhotoAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "indexes": [models.Index(fields=["address_hash", "created_at"], name="photo_attempts_of_an_address")],
            },
        ),
        migrations.RemoveField("photo", "address_hash"),
    ]
