"""Opening hours, a telephone number, closing for good, and versions."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Hours are rows of their own; columns have defaults in the database, for rows written by the code before this."""

    dependencies = [
        ("agencies", "0001_initial"),
        ("areas", "0001_initial"),
        ("facilities", "0005_cells"),
    ]

    operations = [
        migrations.CreateModel(
            name="FacilityHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(6)])),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "verbose_name_plural": "facility hours",
                "ordering": ["facility", "weekday"],
            },
        ),
        migrations.AddField(
            model_name="facility",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="facility",
            name="closed_reason",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="facility",
            name="closes_on_holidays",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="facility",
            name="hours_note",
            field=models.CharField(blank=True, db_default="", max_length=160),
        ),
        migrations.AddField(
            model_name="facility",
            name="phone",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="facility",
            name="submission_key",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="facility",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_reason", ""), ("is_public", True)),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("is_public", False),
                        models.Q(("closed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_closed_facility_has_a_reason_and_leaves_the_map",
            ),
        ),
        migrations.AddField(
            model_name="facilityhours",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="facilities.facility"
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityhours",
            constraint=models.UniqueConstraint(fields=("facility", "weekday"), name="a_weekday_has_its_hours_once"),
        ),
        migrations.AddConstraint(
            model_name="facilityhours",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="a_week_has_seven_days"),
        ),
    ]
