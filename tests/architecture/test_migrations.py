"""Every migration of ours can be taken back, and leaves nothing behind."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

OURS = sorted(app.label for app in apps.get_app_configs() if app.name.startswith(("cityops.", "geodata", "layers")))
OBJECTS = """
SELECT thing FROM (
    SELECT 'table ' || c.relname AS thing, 'pg_class'::regclass AS kind, c.oid FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'S')
    UNION ALL
    SELECT 'function ' || p.proname, 'pg_proc'::regclass, p.oid FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
) made
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = made.kind AND d.objid = made.oid AND d.deptype = 'e')
"""


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own, empty but for what PostgreSQL brings; returns its alias."""
    name = f"{connection.settings_dict['NAME']}_zero"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        connections.databases["scratch"] = {**connection.settings_dict, "NAME": name}
        yield "scratch"
        connections["scratch"].close()
        del connections["scratch"], connections.databases["scratch"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def objects(alias: str) -> set[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(OBJECTS)
        return {thing for (thing,) in cursor.fetchall()}


@pytest.mark.slow
def test_ours_go_back_to_zero_and_forward_again(scratch: str) -> None:
    migrate = {"database": scratch, "verbosity": 0, "interactive": False}
    call_command("migrate", **migrate)
    whole = objects(scratch)
    assert {"table reports_report", "function area_at"} <= whole
    with connections[scratch].cursor() as cursor:  # as an uploaded file leaves one
        called = "called text GENERATED ALWAYS AS (layers_called(nama)) STORED"
        cursor.execute(f"CREATE TABLE uploads.d1_v1 (nama text, {called})")
    for label in OURS:
        if apps.get_app_config(label).models_module and list(apps.get_app_config(label).get_models()):
            call_command("migrate", label, "zero", **migrate)
    left = objects(scratch)
    ours = tuple(f"{kind} {label}_" for kind in ("table", "function") for label in OURS)
    assert not [thing for thing in left if thing.startswith((*ours, "function area_at"))]
    call_command("migrate", **migrate)
    assert objects(scratch) == whole
