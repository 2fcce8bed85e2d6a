"""Attempts to sign in, people of the demo, and a language that nobody has chosen yet."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Accounts that are there stay real people, in the language they have."""

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_demo",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True, choices=[("id", "Indonesian"), ("en", "English")], default="", max_length=2
            ),
        ),
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_hash", models.CharField(max_length=32)),
                ("address_hash", models.CharField(max_length=32)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name_hash", "at"], name="attempts_by_name"),
                    models.Index(fields=["address_hash", "at"], name="attempts_by_address"),
                ],
            },
        ),
    ]
