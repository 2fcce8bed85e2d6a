"""Views of a map that members of staff keep under a name."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cityops.desk.models


class Migration(migrations.Migration):
    """The views, and with which of them somebody begins."""

    initial = True

    dependencies = [
        ("accounts", "0002_attempts_and_demo"),
        ("agencies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(default=cityops.desk.models.new_slug, editable=False, max_length=12, unique=True),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "page",
                    models.CharField(
                        choices=[("work", "Work map"), ("city", "City map")], default="work", max_length=4
                    ),
                ),
                ("query", models.TextField(blank=True)),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("nobody", "Only me"),
                            ("agency", "My agency"),
                            ("link", "Everybody who has the link"),
                        ],
                        default="nobody",
                        max_length=6,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="HomeView",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="home_view",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="desk.savedview"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="one_view_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", False), ("sharing", "agency")),
                    models.Q(models.Q(("sharing", "agency"), _negated=True), ("agency", None)),
                    _connector="OR",
                ),
                name="a_view_shared_with_an_agency_has_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("sharing__in", ["nobody", "agency", "link"])), name="sharing_is_known"
            ),
        ),
    ]
