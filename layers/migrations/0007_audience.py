"""Who sees a described table: its owner, an agency, the staff, everyone."""

from typing import Any

from django.db import migrations, models


def _from_staff(apps: Any, schema_editor: Any) -> None:
    apps.get_model("layers", "TableSource").objects.using(schema_editor.connection.alias).filter(
        is_for_staff=False
    ).update(audience="everyone")


def _to_staff(apps: Any, schema_editor: Any) -> None:
    apps.get_model("layers", "TableSource").objects.using(schema_editor.connection.alias).filter(
        audience="everyone"
    ).update(is_for_staff=False)


class Migration(migrations.Migration):
    """What was for staff or for all becomes one of four."""

    dependencies = [("layers", "0006_deltas_without_index")]

    operations = [
        migrations.AddField(
            "tablesource",
            "audience",
            models.CharField(
                choices=[
                    ("owner", "Only I"),
                    ("agency", "My agency"),
                    ("staff", "All staff"),
                    ("everyone", "Everyone, on the public map, too"),
                ],
                default="staff",
                max_length=8,
            ),
        ),
        migrations.AddField("tablesource", "owner", models.BigIntegerField(null=True)),
        migrations.AddField("tablesource", "agency", models.CharField(blank=True, default="", max_length=40)),
        migrations.RunPython(_from_staff, _to_staff),
        migrations.RemoveField("tablesource", "is_for_staff"),
    ]
