"""Marks the people of a demo city that was loaded before they were marked."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAMES = ("petugas", "dispatcher", "kepala", "camat", "lurah", "penyuluh", "perencana", "admin", "warga")


def mark(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark them where a demo is loaded; elsewhere these names are real people's."""
    if apps.get_model("geodata", "DemoLoad").objects.exists():
        apps.get_model("accounts", "User").objects.filter(username__in=NAMES).update(is_demo=True)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("geodata", "0001_initial"), ("accounts", "0002_attempts_and_demo")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
