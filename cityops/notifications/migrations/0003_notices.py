"""Notices to one person, whether somebody wants mail, and who has had the summary of a morning."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is told of what was done before."""

    dependencies = [
        ("accounts", "0002_attempts_and_demo"),
        ("notifications", "0002_attempts_over_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_choice",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailing",
                    models.CharField(
                        choices=[
                            ("none", "No mail"),
                            ("morning", "A summary each working morning"),
                            ("at_once", "The summary, and at once what is given to me"),
                        ],
                        default="morning",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DigestTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "user"), name="one_digest_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("assigned", "Given to you"),
                            ("reply", "The reporter replied"),
                            ("reopened", "Reopened"),
                            ("escalated", "Late: brought before you as the head"),
                            ("sekkota", "Very late: brought before the Sekkota"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("number", models.PositiveIntegerField(db_default=1, default=1)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-at"], name="notices_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("read_at", None)),
                        fields=("user", "kind", "code", "what"),
                        name="one_unread_notice",
                    )
                ],
            },
        ),
    ]
